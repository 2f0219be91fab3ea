package org.autorl.site.changes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.autorl.records.Digest;
import org.autorl.records.Json;
import org.autorl.site.page.Text;
import org.autorl.site.read.Result;
import org.autorl.site.read.Summary;

/**
 * Records of changes beside the runs that they are about. A record that does not fit its run is a
 * problem and changes nothing: the score that it names must be the one that the run's record has.
 */
public final class Changes {
  /** A record that cannot be read, or does not fit. */
  public record Problem(String file, String problem) {}

  /** A change that an attempt's page tells of. */
  public record Mark(Change change, Change.Score score) {}

  /**
   * Runs after all changes.
   *
   * @param runs where attempts whose scores were withdrawn have none
   * @param changes that fit, newest first
   */
  public record Applied(List<Summary> runs, List<Change> changes, List<Problem> problems) {}

  /** What the runs' records have must be the same to this, as pages show one digit. */
  private static final double SAME = 0.05 + 1e-9;

  /** Newest first; the order of the page and the feed. */
  static final Comparator<Change> NEWEST_FIRST =
      Comparator.comparing(Change::at).reversed().thenComparing(Change::id);

  private final Map<String, List<Change>> byRun;
  private final List<Problem> problems;

  private Changes(Map<String, List<Change>> byRun, List<Problem> problems) {
    this.byRun = byRun;
    this.problems = problems;
  }

  /** Reads the records in these folders of results. */
  public static Changes read(List<Path> results) throws IOException {
    Map<String, List<Change>> byRun = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Path root : results) {
      for (ChangeReader.Read read : ChangeReader.all(root)) {
        read.problems().forEach(problem -> problems.add(new Problem(read.file(), problem)));
        if (read.change().isPresent() && !ids.add(read.change().get().id())) {
          problems.add(new Problem(read.file(), "another folder of results has the same name"));
        } else {
          read.change()
              .ifPresent(
                  change ->
                      byRun.computeIfAbsent(change.run(), k -> new ArrayList<>()).add(change));
        }
      }
    }
    byRun.values().forEach(own -> own.sort(NEWEST_FIRST));
    return new Changes(byRun, problems);
  }

  /** Changes whenever a run's pages must, because of records here; empty without any. */
  public String stamp(String run) {
    return of(run).isEmpty()
        ? ""
        : Digest.sha256(Json.canonical(Json.tree(of(run)))).substring(0, 16);
  }

  private List<Change> of(String run) {
    return byRun.getOrDefault(run, List.of());
  }

  /** What the pages of a run tell, newest first. */
  public List<Mark> marks(Summary run) {
    return fit(run).changes().stream()
        .flatMap(change -> change.scores().stream().map(score -> new Mark(change, score)))
        .toList();
  }

  /** All runs as the board shows them. */
  public Applied applied(Collection<Summary> runs) {
    List<Summary> after = new ArrayList<>();
    List<Change> good = new ArrayList<>();
    List<Problem> bad = new ArrayList<>(problems);
    Set<String> unknown = new HashSet<>(byRun.keySet());
    for (Summary run : runs) {
      unknown.remove(run.id());
      Fit fit = fit(run);
      good.addAll(fit.changes());
      bad.addAll(fit.problems());
      after.add(fit.changes().isEmpty() ? run : without(run, fit.changes()));
    }
    for (String run : unknown) {
      of(run).forEach(c -> bad.add(problem(c, "there is no run `%s` here".formatted(run))));
    }
    good.sort(NEWEST_FIRST);
    bad.sort(Comparator.comparing(Problem::file).thenComparing(Problem::problem));
    return new Applied(after, good, bad);
  }

  private static Summary without(Summary run, List<Change> changes) {
    Map<String, String> withdrawn = new HashMap<>();
    for (Change change : changes) {
      if (change.kind() == Change.Kind.WITHDRAWN) {
        change.scores().forEach(score -> withdrawn.put(score.title(), change.id()));
      }
    }
    return run.with(
        run.results().stream()
            .map(
                result ->
                    Optional.ofNullable(withdrawn.get(title(result)))
                        .map(result::withdrawn)
                        .orElse(result))
            .toList());
  }

  private static String title(Result result) {
    return result.task() + ", seed " + result.seed();
  }

  private record Fit(List<Change> changes, List<Problem> problems) {}

  /** Newest first, each change must come to what the one after it began with. */
  private Fit fit(Summary run) {
    Map<String, Optional<Double>> scores = new LinkedHashMap<>();
    run.results().forEach(result -> scores.put(title(result), result.sealed()));
    Set<String> seen = new HashSet<>();
    boolean accepted = false;
    List<Change> good = new ArrayList<>();
    List<Problem> bad = new ArrayList<>();
    for (Change change : of(run.id())) {
      List<Problem> own = new ArrayList<>();
      if (change.kind() == Change.Kind.ACCEPTED && accepted) {
        own.add(problem(change, "the run is accepted by another record, too"));
      }
      accepted |= change.kind() == Change.Kind.ACCEPTED;
      for (Change.Score score : change.scores()) {
        misfit(change, score, scores, seen).ifPresent(why -> own.add(problem(change, why)));
      }
      for (Change.Score score : change.scores()) {
        scores.replace(score.title(), score.was());
        seen.add(score.title());
      }
      bad.addAll(own);
      if (own.isEmpty()) {
        good.add(change);
      }
    }
    return new Fit(good, bad);
  }

  private static Optional<String> misfit(
      Change change, Change.Score score, Map<String, Optional<Double>> scores, Set<String> seen) {
    if (!scores.containsKey(score.title())) {
      return Optional.of(
          "run `%s` has no attempt %s; it has %s"
              .formatted(change.run(), score.title(), String.join("; ", scores.keySet())));
    }
    if (change.kind() == Change.Kind.WITHDRAWN && seen.contains(score.title())) {
      return Optional.of(score.title() + " has a later change; a withdrawn score has none");
    }
    Optional<Double> then = scores.getOrDefault(score.title(), Optional.empty());
    boolean withdrawn = change.kind() == Change.Kind.WITHDRAWN;
    Optional<Double> told = withdrawn ? score.was() : score.now();
    if (!same(told, then)) {
      return Optional.of(
          "%s: `%s` is %s, and the score is %s"
              .formatted(score.title(), withdrawn ? "was" : "now", shown(told), shown(then)));
    }
    return !withdrawn && same(score.was(), score.now())
        ? Optional.of(score.title() + ": `was` and `now` are the same")
        : Optional.empty();
  }

  private static boolean same(Optional<Double> one, Optional<Double> other) {
    return one.isPresent() == other.isPresent()
        && Math.abs(one.orElse(0.0) - other.orElse(0.0)) <= SAME;
  }

  private static String shown(Optional<Double> score) {
    return score.map(Text::number).orElse("not there");
  }

  private static Problem problem(Change change, String why) {
    return new Problem(change.id() + ".json", why);
  }
}
