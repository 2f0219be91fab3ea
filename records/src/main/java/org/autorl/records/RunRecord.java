package org.autorl.records;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One agent on one suite: {@code run.json}.
 *
 * @param suiteFingerprint of {@code suite.json} beside it
 * @param commit of the project that ran, if it ran from a checkout
 * @param dirty whether that checkout had changes
 * @param tasks ids, in order
 * @param taskFile name of the file that states the suite, without its folder
 * @param worker absent in runs from before there was a choice
 */
public record RunRecord(
    String id,
    String suite,
    String suiteFingerprint,
    int protocol,
    AgentStack agent,
    List<String> tasks,
    List<Long> seeds,
    Isolation isolation,
    Machine machine,
    String version,
    Optional<String> commit,
    boolean dirty,
    Instant startedAt,
    Optional<InferenceWorker> worker,
    Optional<String> taskFile) {
  public RunRecord {
    tasks = List.copyOf(tasks);
    seeds = List.copyOf(seeds);
  }
}
