package org.autorl.runner.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Json;

/** One call to the model, from the agent's request to the line in the trajectory. */
final class Exchange {
  /** How long the rest of an answer may take that nobody waits for. */
  static final Duration DRAIN = Duration.ofSeconds(60);

  private static final int LONGEST_ANSWER = 64 << 20;

  private final Desk desk;
  private final Request request;
  private final Client client;
  private final long began;
  private Optional<Upstream.Answer> answer = Optional.empty();
  private final StringBuilder answered = new StringBuilder();
  private Optional<String> cut = Optional.empty();
  private boolean estimated;

  Exchange(Desk desk, Request request, Client client) {
    this.desk = desk;
    this.request = request;
    this.client = client;
    this.began = desk.nanos().getAsLong();
  }

  /**
   * What a call asks for, ready to be passed on.
   *
   * @param how {@code complete}, {@code stream} or {@code count}
   * @param asked as the agent sent it
   * @param model that answers
   * @param other the model that was asked for, if it is not that one
   * @param headers that the provider may see
   * @param query that the provider may see, with its question mark
   * @param phase of the agent's work, as it says itself
   */
  record Request(
      Protocol protocol,
      String how,
      ObjectNode asked,
      String model,
      Optional<String> other,
      Map<String, String> headers,
      String query,
      Optional<String> phase) {
    Upstream.Question question() {
      boolean streamed = how.equals("stream");
      ObjectNode body = asked.deepCopy();
      protocol.prepare(body, model, streamed);
      if (how.equals("count")) {
        body.remove("stream_options");
      }
      String path =
          how.equals("count")
              ? protocol.countPath(model).orElseThrow()
              : protocol.path(model, streamed);
      // Keys stay in the agent's order: it matters to models and to their caches.
      return new Upstream.Question(
          protocol,
          path.contains("?") ? path : path + query,
          headers,
          body.toString(),
          Canonical.hash(protocol, how, body));
    }
  }

  /** Carries it out. Whatever happens is written down, and the agent has an answer. */
  void run() throws IOException, InterruptedException {
    Optional<Refusal> no = outside().or(() -> desk.till().over());
    if (no.isPresent()) {
      refuse(no.get());
      return;
    }
    Upstream.Question question = request.question();
    Till.Tab tab = desk.till().open(desk.driver().price(request.model()));
    try (Pacer.Turn turn = desk.pacer().enter()) {
      // It may have been spent while this call waited for its turn.
      Optional<Refusal> meanwhile = desk.till().over();
      if (meanwhile.isPresent()) {
        refuse(meanwhile.get());
        return;
      }
      Optional<Upstream.Answer> next = Optional.of(desk.upstream().ask(question));
      while (next.isPresent()) {
        answer = next;
        next = relay(question, next.get(), tab);
      }
    } catch (RefusedCall e) {
      tab.close(Usage.NONE);
      refuse(e.refusal());
    }
  }

  private Optional<Refusal> outside() {
    List<String> found = desk.open() ? List.of() : request.protocol().outside(request.asked());
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Why.FORBIDDEN,
                "this task is offline, and the provider would reach out for the agent: %s"
                    .formatted(String.join(", ", found.stream().limit(8).toList()))));
  }

  /** Passes an answer on; if nothing of it is worth that, there is another one in its place. */
  private Optional<Upstream.Answer> relay(
      Upstream.Question question, Upstream.Answer begun, Till.Tab tab)
      throws IOException, RefusedCall, InterruptedException {
    try (Watchdog dog = new Watchdog(begun.body(), desk.silence(), desk.nanos(), desk.timer())) {
      desk.open(dog);
      try {
        if (begun.well() && begun.streams()) {
          return stream(question, begun, tab, dog);
        }
        whole(question, begun, tab, dog);
        return Optional.empty();
      } finally {
        desk.closed(dog);
      }
    }
  }

  private void whole(Upstream.Question question, Upstream.Answer begun, Till.Tab tab, Watchdog dog)
      throws IOException {
    String text;
    try {
      byte[] bytes = begun.body().readNBytes(LONGEST_ANSWER);
      text = desk.upstream().shown(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      Refusal broken = broken(dog, e);
      Usage usage = Reading.NOTHING.settled(question.body().length());
      estimated = true;
      settle(question, tab, usage);
      error(broken);
      return;
    }
    answered.append(text);
    Optional<Usage> usage =
        begun.well() && !request.how().equals("count")
            ? json(text).flatMap(request.protocol()::usage)
            : Optional.of(Usage.NONE);
    estimated = usage.isEmpty();
    settle(question, tab, usage.orElseGet(() -> Reading.NOTHING.settled(question.body().length())));
    if (begun.status() == 401) {
      // What a provider says here often repeats a part of the key.
      error(
          new Refusal(
              Refusal.Why.PROVIDER, "the provider does not accept the key of this run's operator"));
      return;
    }
    client.begin(begun.status(), begun.type(), begun.headers());
    client.end(text);
  }

  /**
   * Passes a stream on as it comes.
   *
   * @return another answer, if the provider was busy before it had said anything
   */
  private Optional<Upstream.Answer> stream(
      Upstream.Question question, Upstream.Answer begun, Till.Tab tab, Watchdog dog)
      throws IOException, RefusedCall, InterruptedException {
    Reading reading = Reading.NOTHING;
    Optional<Refusal> ended = Optional.empty();
    boolean passed = false;
    boolean busy = false;
    try {
      Sse events = new Sse(begun.body());
      for (Optional<Sse.Event> next = events.next(); next.isPresent(); next = events.next()) {
        dog.heard();
        Sse.Event event = next.get();
        String raw = desk.upstream().shown(event.raw());
        answered.append(raw);
        Optional<JsonNode> data = json(event.data());
        if (!passed && event.data().isEmpty()) {
          // A comment that only keeps a connection open: what follows may still be of no use.
          continue;
        }
        busy = !passed && data.filter(request.protocol()::busy).isPresent() || busy;
        if (!passed && busy) {
          Optional<Upstream.Answer> other = desk.upstream().again(question, begun);
          if (other.isPresent()) {
            answered.setLength(0);
            return other;
          }
        }
        if (!passed) {
          client.begin(begun.status(), begun.type(), begun.headers());
          passed = true;
        }
        if (data.isPresent()) {
          reading = request.protocol().read(reading, data.get());
          // Noted before the agent can have it, so that its next call finds it charged.
          ended = tab.note(reading.spent());
        }
        if (ended.isPresent() && !reading.whole()) {
          break;
        }
        if (data.filter(told -> request.protocol().hides(told, request.asked())).isEmpty()) {
          client.send(raw);
        }
        if (client.gone()) {
          dog.within(desk.drain());
        }
      }
    } catch (IOException e) {
      ended = Optional.of(broken(dog, e));
    }
    Optional<Refusal> early = reading.whole() ? Optional.empty() : ended;
    if (early.isPresent()) {
      cut = Optional.of(early.get().message());
    } else if (client.gone()) {
      cut = Optional.of("the agent hung up");
    }
    // Who was turned away, and as often as that goes, has nothing to pay.
    estimated = !reading.whole() && !busy;
    settle(question, tab, busy ? reading.spent() : reading.settled(question.body().length()));
    if (!passed) {
      client.begin(begun.status(), begun.type(), begun.headers());
    }
    client.end(early.map(request.protocol()::errorEvent).orElse(""));
    return Optional.empty();
  }

  private Refusal broken(Watchdog dog, IOException e) {
    String why =
        dog.why()
            .orElseGet(
                () ->
                    "the provider broke off: "
                        + desk.upstream().shown(String.valueOf(e.getMessage())));
    cut = Optional.of(why);
    return new Refusal(Refusal.Why.PROVIDER, why);
  }

  private static Optional<JsonNode> json(String text) {
    if (!text.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.readObject(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Writes the call down, then charges it: what is charged can be read after a crash. */
  private void settle(Upstream.Question question, Till.Tab tab, Usage usage) throws IOException {
    try {
      write(Optional.of(question), usage, tab.dollars(usage), Optional.empty());
    } finally {
      tab.close(usage);
    }
  }

  private void refuse(Refusal refusal) throws IOException {
    write(Optional.empty(), Usage.NONE, Optional.empty(), Optional.of(refusal));
    error(refusal);
  }

  private void error(Refusal refusal) {
    client.begin(refusal.status(), "application/json", Map.of());
    client.end(request.protocol().error(refusal).toString());
  }

  private void write(
      Optional<Upstream.Question> question,
      Usage usage,
      Optional<BigDecimal> dollars,
      Optional<Refusal> refusal)
      throws IOException {
    int status =
        refusal.map(Refusal::status).or(() -> answer.map(Upstream.Answer::status)).orElse(0);
    desk.log()
        .write(
            new CallLog.Call(
                request.protocol(),
                request.how(),
                request.model(),
                request.other(),
                request.phase(),
                status,
                Math.round((desk.nanos().getAsLong() - began) / 1e6) / 1000.0,
                usage,
                estimated,
                dollars,
                answer.map(Upstream.Answer::retries).orElse(0),
                refusal.map(Refusal::message),
                cut,
                question.map(Upstream.Question::hash),
                request.asked().toString(),
                answer.map(
                    begun ->
                        new CallLog.Answered(begun.status(), begun.type(), answered.toString()))));
  }
}
