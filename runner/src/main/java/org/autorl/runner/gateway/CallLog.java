package org.autorl.runner.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Json;
import org.autorl.runner.folder.AppendedLines;

/**
 * Writes calls down: a line each in the trajectory, and one with what was asked and answered beside
 * it. Calls that cost something are always written; of refused ones only so many, and of bodies
 * only so much, for the host's disk is not the agent's.
 */
final class CallLog implements AutoCloseable {
  private static final int REFUSED = 10_000;
  private static final long ASKED = 256L << 20;
  private static final long ANSWERED = 256L << 20;

  private final AppendedLines trajectory;
  private final AppendedLines calls;
  private final InstantSource time;
  private final Total before;
  private int number;
  private int refused;
  private long leftOut;
  private long askedRoom = ASKED;
  private long answeredRoom = ANSWERED;

  private CallLog(AppendedLines trajectory, AppendedLines calls, InstantSource time, Total before) {
    this.trajectory = trajectory;
    this.calls = calls;
    this.time = time;
    this.before = before;
    this.number = before.calls();
  }

  /**
   * What calls have taken together.
   *
   * @param calls the last one's number
   */
  record Total(int calls, Usage usage, BigDecimal dollars) {}

  /**
   * What there is to tell of a call.
   *
   * @param asked the model that was asked for, where another answered
   * @param estimated whether the provider never told the usage
   * @param cut why the answer broke off
   * @param answer of the provider, as it came
   */
  record Call(
      Protocol protocol,
      String how,
      String model,
      Optional<String> asked,
      Optional<String> phase,
      int status,
      double seconds,
      Usage usage,
      boolean estimated,
      Optional<BigDecimal> dollars,
      int retries,
      Optional<String> refused,
      Optional<String> cut,
      Optional<String> hash,
      String request,
      Optional<Answered> answer) {}

  /** What a provider has answered. */
  record Answered(int status, String type, String text) {}

  /** Opens the files of an attempt, to go on where they end. */
  static CallLog open(Path trajectory, Path calls, InstantSource time) throws IOException {
    Total before = total(trajectory);
    AppendedLines first = AppendedLines.open(trajectory);
    return new CallLog(first, AppendedLines.open(calls), time, before);
  }

  /** What the calls of a trajectory have taken. */
  static Total total(Path trajectory) throws IOException {
    Total total = new Total(0, Usage.NONE, BigDecimal.ZERO);
    for (JsonNode line : lines(trajectory)) {
      if (line.path("kind").asText().equals("model")) {
        total =
            new Total(
                Math.max(total.calls(), line.path("call").asInt()),
                total.usage().plus(Usage.of(line.path("tokens"))),
                total.dollars().add(line.path("dollars").decimalValue()));
      }
    }
    return total;
  }

  /** The objects of a file of lines; half a line at its end is none. */
  static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (Files.exists(file)) {
      try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          read(line).ifPresent(lines::add);
        }
      }
    }
    return lines;
  }

  private static Optional<JsonNode> read(String line) {
    try {
      return Optional.of(Json.readObject(line));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What was spent before this log was opened. */
  Total before() {
    return before;
  }

  /** Writes a call down. */
  synchronized void write(Call call) throws IOException {
    boolean free = call.usage().equals(Usage.NONE) && call.refused().isPresent();
    if (free && ++refused > REFUSED) {
      leftOut++;
      return;
    }
    number++;
    ObjectNode bodies = line().put("call", number).put("how", call.how());
    bodies.put("api", call.protocol().api()).put("model", call.model());
    call.hash().ifPresent(hash -> bodies.put("hash", hash));
    if (askedRoom >= call.request().length()) {
      askedRoom -= call.request().length();
      bodies.put("request", call.request());
    } else {
      bodies.put("requestLeftOut", call.request().length());
    }
    call.answer().ifPresent(answer -> put(bodies, answer));
    calls.write(bodies);
    trajectory.write(told(call));
  }

  private void put(ObjectNode bodies, Answered answer) {
    bodies.put("status", answer.status()).put("type", answer.type());
    if (answeredRoom >= answer.text().length()) {
      answeredRoom -= answer.text().length();
      bodies.put("answer", answer.text());
    } else {
      bodies.put("answerLeftOut", answer.text().length());
    }
  }

  private ObjectNode told(Call call) {
    ObjectNode line = line().put("kind", "model").put("call", number);
    line.put("api", call.protocol().api()).put("model", call.model());
    call.asked().ifPresent(asked -> line.put("asked", asked));
    call.phase().ifPresent(phase -> line.put("phase", phase));
    line.put("status", call.status()).put("streamed", call.how().equals("stream"));
    if (call.how().equals("count")) {
      line.put("counted", true);
    }
    line.put("seconds", call.seconds()).set("tokens", call.usage().json());
    if (call.estimated()) {
      line.put("estimated", true);
    }
    call.dollars().ifPresent(dollars -> line.put("dollars", dollars));
    line.put("retries", call.retries());
    call.refused().ifPresent(why -> line.put("refused", why));
    call.cut().ifPresent(why -> line.put("cut", why));
    return line;
  }

  private ObjectNode line() {
    return Json.object().put("at", time.instant().toString());
  }

  @Override
  public synchronized void close() throws IOException {
    try (trajectory;
        calls) {
      if (leftOut > 0) {
        trajectory.write(line().put("kind", "refused model calls left out").put("calls", leftOut));
      }
    }
  }
}
