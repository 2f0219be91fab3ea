package org.autorl.runner.agent.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Json;

/**
 * Writes what an agent prints into its trajectory, as steps, as soon as each is complete: what was
 * told stays if the runner dies. An agent prints what it likes: lines that are no events are passed
 * over, and after {@value #BYTES} bytes steps are only counted. Used by one thread.
 */
public final class Transcript implements AutoCloseable {
  static final int LINE = 4 << 20;
  static final int BYTES = 32 << 20;

  private final EventStream stream;
  private final OutputStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private Instant at;

  /** When the first event came that no step was made of yet. */
  private Optional<Instant> begun = Optional.empty();

  private long written;
  private long leftOut;
  private long broken;

  private Transcript(EventStream stream, Instant start, OutputStream out) {
    this.stream = stream;
    this.at = start;
    this.out = out;
  }

  /**
   * Begins with one session of an agent.
   *
   * @param trajectory is appended to, a whole line at a time: others may, too
   */
  public static Transcript open(EventFormat format, Instant start, Path trajectory)
      throws IOException {
    return new Transcript(
        format.stream(),
        start,
        Files.newOutputStream(trajectory, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /**
   * Takes what was printed next; it may begin and end within a line.
   *
   * @param count of bytes, from the array's beginning
   * @param now when it came, by the runner's clock: an agent's own times are only what it says
   */
  public void take(byte[] printed, int count, Instant now) throws IOException {
    at = now.isAfter(at) ? now : at;
    for (int i = 0; i < count; i++) {
      if (printed[i] == '\n') {
        line();
      } else if (line.size() <= LINE) {
        line.write(printed[i]);
      }
    }
  }

  /** Writes what is left at the end of the session, and what the agent claims of itself. */
  @Override
  public void close() throws IOException {
    try (out) {
      line();
      steps(stream.rest());
      if (leftOut + broken > 0) {
        put("steps left out", at, Json.object().put("steps", leftOut).put("brokenLines", broken));
      }
      put("claimed", at, stream.claim().json());
    }
  }

  private void line() throws IOException {
    boolean tooLong = line.size() > LINE;
    String text = tooLong ? "" : line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    if (tooLong || text.startsWith("{")) {
      Optional<ObjectNode> event = event(text);
      broken += event.isPresent() ? 0 : 1;
      begun = begun.or(() -> event.map(any -> at));
      steps(event.map(stream::read).orElse(List.of()));
    }
  }

  private static Optional<ObjectNode> event(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Json.readObject(text));
    } catch (IllegalArgumentException e) {
      // A line that was cut off, two that ran into each other, or none of its events at all.
      return Optional.empty();
    }
  }

  /** A call that is told with its answer began before it. */
  private void steps(List<Step> steps) throws IOException {
    for (Step step : steps) {
      if (written > BYTES) {
        leftOut++;
      } else {
        put("step", step.source() == Step.Source.AGENT ? begun.orElse(at) : at, step.json());
      }
      begun = Optional.empty();
    }
  }

  private void put(String kind, Instant time, ObjectNode line) throws IOException {
    line.put("at", time.toString()).put("kind", kind);
    byte[] bytes = (Json.canonical(line) + "\n").getBytes(StandardCharsets.UTF_8);
    written += bytes.length;
    out.write(bytes);
  }
}
