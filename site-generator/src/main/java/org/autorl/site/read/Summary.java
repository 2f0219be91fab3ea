package org.autorl.site.read;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.AgentStack;
import org.autorl.records.Isolation;

/**
 * What the pages over all runs need of one; small, for there may be a hundred thousand.
 *
 * @param id also the name of its folder of pages
 * @param results of all its attempts, a task after the other, seed by seed
 * @param problems what of it could not be read
 * @param source what it was read from
 */
public record Summary(
    String id,
    String suite,
    String suiteFingerprint,
    int protocol,
    AgentStack agent,
    Isolation isolation,
    Instant startedAt,
    String version,
    Optional<String> commit,
    List<Result> results,
    List<String> problems,
    Source source) {
  /**
   * What a summary was made from.
   *
   * @param suite digest of {@code suite.json}
   * @param stamp of the run's folder and of what else its pages show: another one means that
   *     something has changed
   */
  public record Source(String suite, long stamp) {}

  public Summary {
    results = List.copyOf(results);
    problems = List.copyOf(problems);
  }

  /** This run with other results. */
  public Summary with(List<Result> others) {
    return with(others, problems);
  }

  /** This run with what else of it could not be read. */
  public Summary alsoUnread(List<String> more) {
    List<String> all = new ArrayList<>(problems);
    all.addAll(more);
    return with(results, all);
  }

  private Summary with(List<Result> results, List<String> problems) {
    return new Summary(
        id,
        suite,
        suiteFingerprint,
        protocol,
        agent,
        isolation,
        startedAt,
        version,
        commit,
        results,
        problems,
        source);
  }

  /** Folders of its attempts, below its own. */
  List<String> attempts() {
    return results.stream().map(result -> RunReader.own(result.task(), result.seed())).toList();
  }
}
