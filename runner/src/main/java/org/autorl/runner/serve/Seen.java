package org.autorl.runner.serve;

import java.util.List;
import java.util.Optional;
import org.autorl.records.AttemptRecord;
import org.autorl.records.RunRecord;
import org.autorl.runner.folder.AttemptFolder;

/**
 * What was found in folders of runs at one moment.
 *
 * @param broken what could not be read
 * @param stamp changes with all that the static site is made of, and not with what an agent at work
 *     prints and spends
 */
record Seen(List<Run> runs, List<Broken> broken, String stamp) {
  /**
   * A run.
   *
   * @param name of its folder
   * @param held a runner is at work on it, or died and could not say so
   */
  record Run(String name, RunRecord record, boolean held, List<Attempt> attempts) {}

  /** An attempt; its folder need not be there. */
  record Attempt(AttemptFolder folder, AttemptRecord record) {}

  /**
   * A folder or a file that could not be read.
   *
   * @param place for people
   */
  record Broken(String place, String why) {}

  /** An attempt by the name of its run's folder, its task and its seed. */
  record Name(String run, String task, long seed) {}

  /** The attempt of that name. */
  Optional<Attempt> attempt(Name name) {
    return runs.stream()
        .filter(run -> run.name().equals(name.run()))
        .flatMap(run -> run.attempts().stream())
        .filter(attempt -> attempt.record().task().equals(name.task()))
        .filter(attempt -> attempt.record().seed() == name.seed())
        .findFirst();
  }
}
