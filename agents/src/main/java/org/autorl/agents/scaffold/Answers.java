package org.autorl.agents.scaffold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a driver's answers mean. What is missing or of another type than asked gets a plain default
 * where there is one; an answer without its main part is refused with what it lacks.
 */
final class Answers {
  private static final int LONGEST = 2000;
  private static final int MOST = 5;
  private static final int CHANGES = 30;

  private Answers() {}

  /** An answer that cannot be used; the message is told to the driver. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String why) {
      super(why);
    }
  }

  /** What a driver makes of a result. */
  record Judgement(boolean accept, String observations) {}

  /** A choice among ideas. */
  record Choice(String how, Hypothesis hypothesis) {}

  static List<Problem> problems(String text) throws Unusable {
    List<Problem> problems = new ArrayList<>();
    for (JsonNode one : list(object(text), "problems")) {
      String name = one.isTextual() ? clip(one.asText()) : text(one, "name");
      if (!name.isBlank() && problems.size() < MOST) {
        boolean task = text(one, "source").equalsIgnoreCase("task");
        problems.add(
            new Problem(
                name, text(one, "evidence"), task ? Problem.Source.TASK : Problem.Source.RUN));
      }
    }
    if (problems.isEmpty()) {
      throw new Unusable("`problems` has no problem with a `name`");
    }
    return problems;
  }

  static List<Hypothesis> hypotheses(String text) throws Unusable {
    ObjectNode answer = object(text);
    List<Hypothesis> all = new ArrayList<>();
    List<JsonNode> given =
        answer.has("hypotheses") ? list(answer, "hypotheses") : List.of(answer.path("hypothesis"));
    for (JsonNode one : given) {
      if (all.size() < MOST && !text(one, "text").isBlank()) {
        all.add(hypothesis(one));
      }
    }
    if (all.isEmpty()) {
      throw new Unusable("`hypotheses` has no hypothesis with a `text`");
    }
    return all;
  }

  static Choice choice(String text) throws Unusable {
    ObjectNode answer = object(text);
    JsonNode chosen = answer.path("hypothesis");
    if (text(chosen, "text").isBlank()) {
      throw new Unusable("`hypothesis` has no `text`");
    }
    return new Choice(text(answer, "choice"), hypothesis(chosen));
  }

  /** As many critiques as there were ideas, in their order. */
  static List<Rewriting.Critique> critiques(String text, int ideas) throws Unusable {
    List<Rewriting.Critique> all = new ArrayList<>();
    for (JsonNode one : list(object(text), "critiques")) {
      String flaw = one.isTextual() ? clip(one.asText()) : text(one, "flaw");
      all.add(new Rewriting.Critique(flaw, one.path("fits").asBoolean(true)));
    }
    if (all.size() != ideas) {
      throw new Unusable(
          "`critiques` has %d entries for %d candidates".formatted(all.size(), ideas));
    }
    return all;
  }

  static Hypothesis.Plan plan(String text) throws Unusable {
    ObjectNode answer = object(text);
    String steps = text(answer, "steps");
    if (steps.isBlank()) {
      throw new Unusable("`steps` is missing");
    }
    return new Hypothesis.Plan(steps, answer.path("reuseData").asBoolean());
  }

  static Judgement judgement(String text) throws Unusable {
    ObjectNode answer = object(text);
    String observations = text(answer, "observations");
    if (observations.isBlank()) {
      throw new Unusable("`observations` is missing");
    }
    return new Judgement(answer.path("accept").asBoolean(), observations);
  }

  /** A script: fenced, or the field {@code script} of an object. */
  static String script(String text) throws Unusable {
    Optional<String> fenced = LooseJson.fenced(text, List.of("groovy", "java", ""));
    Optional<String> script =
        fenced
            .filter(block -> !block.stripLeading().startsWith("{"))
            .or(
                () ->
                    LooseJson.object(text)
                        .map(o -> o.path("script"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText));
    return script
        .filter(s -> !s.isBlank())
        .orElseThrow(
            () -> new Unusable("there is no script in a fence that begins with ```groovy"));
  }

  private static Hypothesis hypothesis(JsonNode one) {
    Map<String, String> change = new TreeMap<>();
    one.path("change")
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isValueNode() && change.size() < CHANGES) {
                change.put(clip(field.getKey()), clip(field.getValue().asText()));
              }
            });
    String problem = text(one, "problem");
    JsonNode scores = one.path("scores");
    return new Hypothesis(
        text(one, "text"),
        text(one, "reason"),
        text(one, "component"),
        problem.isBlank() ? Optional.empty() : Optional.of(problem),
        change,
        scores.isObject()
            ? Optional.of(
                new Hypothesis.Scores(
                    score(scores, "alignment"),
                    score(scores, "impact"),
                    score(scores, "novelty"),
                    score(scores, "feasibility"),
                    score(scores, "risk")))
            : Optional.empty(),
        Optional.empty());
  }

  private static double score(JsonNode scores, String name) {
    return Math.max(1, Math.min(10, scores.path(name).asDouble(5)));
  }

  private static ObjectNode object(String text) throws Unusable {
    return LooseJson.object(text).orElseThrow(() -> new Unusable("there is no JSON object in it"));
  }

  /** A list, or one value where a list was asked for. */
  private static List<JsonNode> list(ObjectNode answer, String name) {
    List<JsonNode> all = new ArrayList<>();
    JsonNode given = answer.path(name);
    if (given.isArray()) {
      given.forEach(all::add);
    } else if (!given.isMissingNode()) {
      all.add(given);
    }
    return all;
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return clip(value.isValueNode() && !value.isNull() ? value.asText() : "");
  }

  private static String clip(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
