package org.autorl.runner.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.records.Json;
import org.autorl.runner.http.PatientClient;
import org.autorl.runner.http.ServerFailed;

/**
 * Asks for one of the labels {@code m} and {@code M}, at temperature 0, over {@code POST
 * /v1/chat/completions} (https://platform.openai.com/docs/api-reference/chat).
 *
 * <p>Where the server gives log-probabilities, the opinion is p(m) / (p(m) + p(M)) of the first
 * token that is a label, over the tokens that the server lists for it, as AlpacaEval's weighted
 * annotator has it
 * (https://github.com/tatsu-lab/alpaca_eval/blob/main/src/alpaca_eval/completion_parsers.py, {@code
 * logprob_parser}). Otherwise it is the label that was said. A server that refuses
 * log-probabilities or {@code max_tokens} is asked without them from then on.
 */
final class ChatJudge {
  private static final int MAX_TOKENS = 16;
  private static final int TOP = 5;
  private static final Pattern LABEL = Pattern.compile("\\P{L}*([mM])\\P{L}*");
  private static final Set<String> FILTERS = Set.of("content_filter", "content_policy_violation");

  /** What a server takes: known after its first answer. */
  private record Form(boolean logprobs, String length) {
    Optional<Form> without(String complaint) {
      if (logprobs && complaint.contains("logprobs")) {
        return Optional.of(new Form(false, length));
      }
      return length.equals("max_tokens") && complaint.contains("max_completion_tokens")
          ? Optional.of(new Form(logprobs, "max_completion_tokens"))
          : Optional.empty();
    }
  }

  private final PatientClient client;
  private final String model;
  private final Account account;
  private volatile Form form = new Form(true, "max_tokens");

  ChatJudge(PatientClient client, String model, Account account) {
    this.client = client;
    this.model = model;
    this.account = account;
  }

  /**
   * What it thinks; asked a second time if it refuses or its answer cannot be read.
   *
   * @param guard looked at before each call
   * @throws JudgeFailed if the server gives no answer, or says that the question is wrong
   */
  Reply ask(String question, PatientClient.Guard<JudgeFailed> guard) throws JudgeFailed {
    Reply reply = once(question, guard);
    return reply instanceof Opinion ? reply : once(question, guard);
  }

  private Reply once(String question, PatientClient.Guard<JudgeFailed> guard) throws JudgeFailed {
    Form asked = form;
    PatientClient.Answer answer = send(body(question, asked), guard);
    if (answer.status() == 400) {
      Optional<JsonNode> error = object(answer.body()).map(body -> body.path("error"));
      if (error.filter(e -> FILTERS.contains(e.path("code").asText())).isPresent()) {
        return new NoOpinion("the judge's content filter refused the pair");
      }
      Optional<Form> other = error.flatMap(e -> asked.without(e.toString()));
      if (other.isPresent()) {
        form = other.get();
        return once(question, guard);
      }
    }
    if (answer.status() != 200) {
      throw new JudgeFailed("the judge said %d: %s".formatted(answer.status(), answer.quoted()));
    }
    ObjectNode said = object(answer.body()).orElseGet(Json::object);
    account.called(said.path("usage"));
    return read(said);
  }

  private PatientClient.Answer send(ObjectNode body, PatientClient.Guard<JudgeFailed> guard)
      throws JudgeFailed {
    try {
      return client.insist(
          client
              .request("/chat/completions")
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(Json.canonical(body))),
          guard);
    } catch (ServerFailed e) {
      throw new JudgeFailed("the judge cannot be asked: " + e.getMessage(), e);
    }
  }

  private ObjectNode body(String question, Form asked) {
    ObjectNode body = Json.object().put("model", model).put("temperature", 0);
    body.withArray("messages").addObject().put("role", "user").put("content", question);
    body.put(asked.length(), MAX_TOKENS);
    if (asked.logprobs()) {
      body.put("logprobs", true).put("top_logprobs", TOP);
    }
    return body;
  }

  private static Reply read(ObjectNode said) {
    JsonNode choice = said.path("choices").path(0);
    JsonNode message = choice.path("message");
    if (choice.path("finish_reason").asText().equals("content_filter")
        || !message.path("refusal").asText("").isEmpty()) {
      return new NoOpinion("the judge refused the pair");
    }
    Optional<String> servedBy =
        Optional.of(said.path("model")).filter(JsonNode::isTextual).map(JsonNode::asText);
    Optional<Opinion> weighted =
        share(choice.path("logprobs").path("content")).map(p -> new Opinion(p, true, servedBy));
    Optional<Opinion> opinion =
        weighted.or(
            () ->
                label(message.path("content").asText(""))
                    .map(p -> new Opinion(p, false, servedBy)));
    return opinion.isPresent() ? opinion.get() : new NoOpinion("the judge named neither label");
  }

  /** The share of {@code m} at the first token with letters in it, if that is a label. */
  private static Optional<Double> share(JsonNode tokens) {
    for (JsonNode token : tokens) {
      String text = token.path("token").asText();
      if (text.codePoints().noneMatch(Character::isLetter)) {
        continue;
      }
      double first = 0;
      double second = 0;
      for (JsonNode top : token.path("top_logprobs")) {
        double share = StrictMath.exp(Math.min(0, top.path("logprob").asDouble(-1e9)));
        first += is(top, "m") ? share : 0;
        second += is(top, "M") ? share : 0;
      }
      boolean label = is(token, "m") || is(token, "M");
      return label && first + second > 0 ? Optional.of(first / (first + second)) : Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean is(JsonNode token, String label) {
    return token.path("token").asText().strip().equals(label);
  }

  private static Optional<Double> label(String content) {
    Matcher matcher = LABEL.matcher(content);
    return matcher.matches()
        ? Optional.of(matcher.group(1).equals("m") ? 1.0 : 0.0)
        : Optional.empty();
  }

  private static Optional<ObjectNode> object(String body) {
    try {
      return Optional.of(Json.readObject(body));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
