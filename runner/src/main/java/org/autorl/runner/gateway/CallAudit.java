package org.autorl.runner.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.records.Json;

/**
 * What an attempt's trajectory says of its model calls, and where the calls that were kept say
 * otherwise.
 *
 * @param count of calls in the trajectory
 * @param tokens of all of them
 * @param dollars of all of them, as far as prices were known
 */
public record CallAudit(int count, long tokens, BigDecimal dollars, List<Finding> findings) {
  private static final List<Protocol> PROTOCOLS =
      List.of(
          new OpenAiChat(), new OpenAiResponses(), new AnthropicMessages(), new GeminiContent());

  public CallAudit {
    findings = List.copyOf(findings);
  }

  /**
   * Something that does not fit.
   *
   * @param line counted from 1
   */
  public record Finding(Path file, int line, String what) {}

  /**
   * A call that was kept.
   *
   * @param line counted from 1
   * @param usage that its answer tells; empty if it was left out or tells none
   */
  private record Kept(int line, String api, String model, int status, Optional<Usage> usage) {}

  /**
   * Reads both files; one that is not there has no calls.
   *
   * @param trajectory in whose lines are calls with their tokens
   * @param kept what was asked and answered
   */
  public static CallAudit of(Path trajectory, Path kept) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Map<Integer, Kept> calls = kept(kept);
    Map<Integer, Kept> untold = new LinkedHashMap<>(calls);
    long tokens = 0;
    BigDecimal dollars = BigDecimal.ZERO;
    int count = 0;
    int number = 0;
    try (BufferedReader lines = reader(trajectory)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        number++;
        Optional<ObjectNode> line = object(text);
        if (line.isEmpty() || !line.get().path("kind").asText().equals("model")) {
          continue;
        }
        count++;
        ObjectNode told = line.get();
        tokens += Usage.of(told.path("tokens")).total();
        dollars = dollars.add(told.path("dollars").decimalValue());
        int call = told.path("call").asInt();
        int at = number;
        if (call != count) {
          findings.add(new Finding(trajectory, at, "it is call %d, not %d".formatted(count, call)));
        }
        Optional<Kept> own = Optional.ofNullable(untold.remove(call));
        if (own.isEmpty()) {
          findings.add(
              new Finding(
                  trajectory, at, "call %d is not in %s".formatted(call, kept.getFileName())));
        }
        own.flatMap(one -> difference(told, one, kept))
            .ifPresent(what -> findings.add(new Finding(trajectory, at, what)));
      }
    }
    // The last one may have been kept by a runner that was killed before it could tell.
    int last = calls.keySet().stream().reduce(0, Math::max);
    untold.remove(last);
    untold.forEach(
        (call, one) ->
            findings.add(
                new Finding(
                    kept,
                    one.line(),
                    "call %d is not in %s".formatted(call, trajectory.getFileName()))));
    return new CallAudit(count, tokens, dollars, findings);
  }

  /** What a line of the trajectory says otherwise than what was kept of its call. */
  private static Optional<String> difference(ObjectNode told, Kept kept, Path file) {
    String call = "call " + told.path("call").asInt();
    String there = "line %d of %s".formatted(kept.line(), file.getFileName());
    if (!told.path("api").asText().equals(kept.api())
        || !told.path("model").asText().equals(kept.model())) {
      return Optional.of(
          "%s is of %s by %s, and %s has one of %s by %s"
              .formatted(
                  call,
                  told.path("model").asText(),
                  told.path("api").asText(),
                  there,
                  kept.model(),
                  kept.api()));
    }
    boolean refused = told.has("refused");
    if (!refused && kept.status() > 0 && kept.status() != told.path("status").asInt()) {
      return Optional.of(
          "%s has the status %d, and %s has %d"
              .formatted(call, told.path("status").asInt(), there, kept.status()));
    }
    Usage usage = Usage.of(told.path("tokens"));
    Optional<Usage> expected =
        refused ? Optional.of(Usage.NONE) : kept.usage().filter(u -> !told.has("estimated"));
    return expected
        .filter(other -> !other.equals(usage))
        .map(
            other ->
                "%s has the tokens %s, and %s gives %s"
                    .formatted(
                        call, usage.json(), refused ? "a refused one" : there, other.json()));
  }

  /** By number. Of one that a killed runner had begun, and that was made again, the last counts. */
  private static Map<Integer, Kept> kept(Path file) throws IOException {
    Map<Integer, Kept> calls = new LinkedHashMap<>();
    int number = 0;
    try (BufferedReader lines = reader(file)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        number++;
        int at = number;
        object(text).ifPresent(call -> calls.put(call.path("call").asInt(), kept(at, call)));
      }
    }
    return calls;
  }

  private static Kept kept(int line, ObjectNode call) {
    String api = call.path("api").asText();
    int status = call.path("status").asInt();
    Optional<Usage> usage =
        call.path("how").asText().equals("count") || status >= 300
            ? Optional.of(Usage.NONE)
            : PROTOCOLS.stream()
                .filter(protocol -> protocol.api().equals(api))
                .findFirst()
                .filter(protocol -> call.path("answer").isTextual())
                .flatMap(protocol -> usage(protocol, call));
    return new Kept(line, api, call.path("model").asText(), status, usage);
  }

  /** The usage that an answer tells, read as the gateway has read it. */
  private static Optional<Usage> usage(Protocol protocol, ObjectNode call) {
    String answer = call.path("answer").textValue();
    if (!call.path("type").asText().startsWith("text/event-stream")) {
      return object(answer).flatMap(protocol::usage);
    }
    Reading reading = Reading.NOTHING;
    try {
      Sse events = new Sse(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
      for (Optional<Sse.Event> next = events.next(); next.isPresent(); next = events.next()) {
        Optional<ObjectNode> data = object(next.get().data());
        if (data.isPresent()) {
          reading = protocol.read(reading, data.get());
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return reading.whole() ? reading.usage() : Optional.empty();
  }

  private static BufferedReader reader(Path file) throws IOException {
    return Files.exists(file)
        // Bytes that are no text are told by the sums.
        ? new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))
        : new BufferedReader(java.io.Reader.nullReader());
  }

  private static Optional<ObjectNode> object(String text) {
    return Stream.of(text)
        .filter(line -> line.startsWith("{"))
        .flatMap(
            line -> {
              try {
                return Stream.of(Json.readObject(line));
              } catch (IllegalArgumentException e) {
                return Stream.of();
              }
            })
        .findFirst();
  }
}
