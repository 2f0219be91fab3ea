package org.autorl.runner.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Json;
import org.autorl.records.Lifecycle;
import org.autorl.records.Spent;
import org.autorl.runner.folder.AttemptFolder;
import org.eclipse.jetty.util.URIUtil;

/** Makes views of what was seen. It reads ledgers, logs and trajectories of running attempts. */
final class Views {
  /** How many lines of a file's end a page shows. */
  private record Depth(int log, int steps) {}

  private static final Depth SHORT = new Depth(12, 8);
  private static final Depth LONG = new Depth(80, 40);
  private static final int ENDED = 12;

  private final InstantSource time;

  Views(InstantSource time) {
    this.time = time;
  }

  /**
   * All that goes on.
   *
   * @param problems more of them, such as pages that could not be rendered
   */
  LiveView overview(Seen seen, List<Seen.Broken> problems) {
    List<LiveView.Attempt> attempts = new ArrayList<>();
    List<LiveView.Item> waiting = new ArrayList<>();
    List<Seen.Broken> broken = new ArrayList<>(seen.broken());
    broken.addAll(problems);
    for (Seen.Run run : seen.runs()) {
      for (Seen.Attempt attempt : run.attempts()) {
        if (run.held() && attempt.record().lifecycle() == Lifecycle.RUNNING) {
          attempts.add(view(run, attempt, SHORT, broken));
        }
      }
      waiting(run).ifPresent(waiting::add);
    }
    return new LiveView(
        Words.time(time.instant()), attempts, waiting, ended(seen), problems(broken));
  }

  /** One attempt, running or not; empty if there is none of that name. */
  Optional<LiveView> attempt(Seen seen, Seen.Name name) {
    Optional<Seen.Attempt> found = seen.attempt(name);
    return found.map(
        attempt -> {
          List<Seen.Broken> broken = new ArrayList<>();
          Seen.Run run =
              seen.runs().stream()
                  .filter(r -> r.attempts().contains(attempt))
                  .findFirst()
                  .orElseThrow();
          LiveView.Attempt view = view(run, attempt, LONG, broken);
          return new LiveView(
              Words.time(time.instant()), List.of(view), List.of(), List.of(), problems(broken));
        });
  }

  private static List<LiveView.Item> problems(List<Seen.Broken> broken) {
    return broken.stream()
        .map(one -> new LiveView.Item(Tail.shown(one.place()), "", Tail.shown(one.why())))
        .toList();
  }

  /** What of a run is still to be done; empty if nothing. */
  private static Optional<LiveView.Item> waiting(Seen.Run run) {
    long queued = count(run, Lifecycle.QUEUED);
    long running = count(run, Lifecycle.RUNNING);
    if (queued + running == 0 || run.held() && queued == 0) {
      return Optional.empty();
    }
    String note =
        run.held()
            ? "%d of %d attempts have not begun".formatted(queued, run.attempts().size())
            : "interrupted, %d of %d attempts are not over; `autorl resume` goes on"
                .formatted(queued + running, run.attempts().size());
    return Optional.of(new LiveView.Item(run.name(), "", note));
  }

  private static long count(Seen.Run run, Lifecycle state) {
    return run.attempts().stream().filter(a -> a.record().lifecycle() == state).count();
  }

  private static List<LiveView.Item> ended(Seen seen) {
    record Ended(Seen.Run run, AttemptRecord record) {}
    Stream<Ended> all =
        seen.runs().stream()
            .flatMap(run -> run.attempts().stream().map(a -> new Ended(run, a.record())))
            .filter(ended -> ended.record().lifecycle() == Lifecycle.ENDED);
    return all.sorted(
            Comparator.comparing((Ended e) -> e.record().endedAt().orElse(Instant.MIN)).reversed())
        .limit(ENDED)
        .map(
            e ->
                new LiveView.Item(
                    title(e.record()) + ", " + e.run().record().agent().scaffold(),
                    page(e.run(), e.record()),
                    e.record().state()
                        + e.record().sealed().map(s -> ", sealed " + Words.score(s)).orElse("")))
        .toList();
  }

  private LiveView.Attempt view(
      Seen.Run run, Seen.Attempt attempt, Depth depth, List<Seen.Broken> broken) {
    AttemptRecord record = attempt.record();
    AttemptFolder folder = attempt.folder();
    Practice practice = practice(run, attempt, broken);
    boolean ended = record.lifecycle() == Lifecycle.ENDED;
    return new LiveView.Attempt(
        title(record),
        URIUtil.encodePath(
            "/live/%s/%s/seed-%d/".formatted(run.name(), record.task(), record.seed())),
        run.name(),
        run.record().agent().scaffold()
            + run.record().agent().driver().map(driver -> ", driver " + driver).orElse(""),
        ended ? record.state() + ": " + record.explanation() : phase(run, practice),
        practice.news(),
        sign(folder),
        practice.baseline().map(Words::score).orElse("–"),
        practice.best().map(Words::score).orElse("–"),
        practice.gain(practice.best()),
        bars(record),
        practice.rows(),
        practice.drawing(),
        String.join("\n", Tail.lines(folder.agentLog(), depth.log())),
        steps(folder.trajectory(), depth.steps()),
        ended ? page(run, record) : "");
  }

  private static Practice practice(Seen.Run run, Seen.Attempt attempt, List<Seen.Broken> broken) {
    try {
      return Practice.of(attempt.folder());
    } catch (IOException | IllegalArgumentException e) {
      broken.add(
          new Seen.Broken(
              run.name() + ", " + title(attempt.record()), String.valueOf(e.getMessage())));
      return Practice.none();
    }
  }

  private static String phase(Seen.Run run, Practice practice) {
    return run.held()
        ? practice.phase()
        : practice.phase() + "; no runner is at work, `autorl resume` goes on";
  }

  private static String title(AttemptRecord record) {
    return record.task() + ", seed " + record.seed();
  }

  private static String page(Seen.Run run, AttemptRecord record) {
    return URIUtil.encodePath(
        "/runs/%s/%s/seed-%d/index.html"
            .formatted(run.record().id(), record.task(), record.seed()));
  }

  /** When a file of the attempt was last written. */
  private static String sign(AttemptFolder folder) {
    return Stream.of(folder.attemptJson(), folder.ledger(), folder.trajectory(), folder.agentLog())
        .flatMap(file -> written(file).stream())
        .max(Comparator.naturalOrder())
        .map(Words::time)
        .orElse("–");
  }

  private static Optional<Instant> written(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What has a limit and is measured. */
  private static List<LiveView.Bar> bars(AttemptRecord record) {
    List<LiveView.Bar> bars = new ArrayList<>();
    for (Spent spent : record.spent()) {
      if (spent.limit().isPresent() && spent.amount().isPresent()) {
        double share = spent.amount().get() / Math.max(spent.limit().get(), Double.MIN_NORMAL);
        bars.add(
            new LiveView.Bar(
                spent.kind(),
                Words.spent(spent, spent.amount().get()),
                Math.round(1000 * Math.min(1, Math.max(0, share))) / 1000.0));
      }
    }
    return bars;
  }

  private static List<LiveView.Line> steps(Path trajectory, int most) {
    List<LiveView.Line> steps = new ArrayList<>();
    for (String line : Tail.raw(trajectory, most)) {
      try {
        steps.add(step(Json.readObject(line)));
      } catch (IllegalArgumentException e) {
        // It is being written.
      }
    }
    return steps;
  }

  private static LiveView.Line step(ObjectNode line) {
    String at = line.path("at").asText();
    String kind = line.path("kind").asText();
    return new LiveView.Line(
        at.length() < 19 ? at : at.substring(11, 19), Tail.shown(kind), Tail.shown(gist(line)));
  }

  private static String gist(ObjectNode line) {
    switch (line.path("kind").asText()) {
      case "call":
        return "%s %s: %d"
            .formatted(
                line.path("method").asText(),
                line.path("route").asText(),
                line.path("status").asInt());
      case "step":
        List<String> parts = new ArrayList<>();
        if (!line.path("text").asText().isBlank()) {
          parts.add(line.path("text").asText().replaceAll("\\s+", " "));
        }
        for (JsonNode call : line.path("calls")) {
          parts.add("calls %s".formatted(call.path("name").asText()));
        }
        line.path("results")
            .forEach(
                result -> parts.add(result.path("error").asBoolean() ? "an error" : "a result"));
        return String.join("; ", parts);
      default:
        ObjectNode rest = line.deepCopy();
        rest.remove(List.of("at", "kind"));
        return Json.canonical(rest);
    }
  }
}
