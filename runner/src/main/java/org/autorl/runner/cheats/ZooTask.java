package org.autorl.runner.cheats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Budget;
import org.autorl.records.Bytes;
import org.autorl.records.Level;
import org.autorl.records.Split;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.records.TaskData;

/**
 * A task as the zoo attacks it: the same policy, rules, sources and seeds, with fewer items and a
 * smaller budget, so that the whole zoo takes minutes.
 *
 * @param changes a sentence for each thing that is smaller
 */
public record ZooTask(Task task, List<String> changes) {
  /** Practice items, and sealed items, at most. */
  static final int HIDDEN = 20;

  /** Visible items at most. */
  static final int VISIBLE = 200;

  static final Duration WALL_CLOCK = Duration.ofSeconds(20);
  static final Bytes DISK = Bytes.ofMebibytes(128);
  static final Bytes MEMORY = Bytes.ofMebibytes(1024);
  static final int SUBMISSIONS = 8;

  public ZooTask {
    changes = List.copyOf(changes);
  }

  /**
   * The smaller task.
   *
   * @param wallClock of the agent, if one needs another than the zoo's; then memory is the task's
   *     own, for only who trains needs more time
   */
  public static ZooTask of(Task task, Optional<Duration> wallClock) {
    List<String> changes = new ArrayList<>();
    TaskData data =
        new TaskData(
            fewer(task.data().visible(), VISIBLE, "visible", changes),
            fewer(task.data().practice(), HIDDEN, "practice", changes),
            fewer(task.data().sealed(), HIDDEN, "sealed", changes));
    Budget budget = task.budget();
    boolean trains = wallClock.filter(time -> time.compareTo(WALL_CLOCK) > 0).isPresent();
    Budget smaller =
        Budget.of(
            wallClock.orElse(smaller(budget.wallClock(), WALL_CLOCK)),
            Math.min(budget.submissions(), SUBMISSIONS),
            smaller(budget.disk(), DISK),
            trains ? budget.memory() : smaller(budget.memory(), MEMORY));
    changes.add(
        "%d s for the agent, %d submissions, %s of disk, %s of memory"
            .formatted(
                smaller.wallClock().toSeconds(),
                smaller.submissions(),
                smaller.disk(),
                smaller.memory()));
    return new ZooTask(
        new Task(
            task.id(),
            task.about(),
            task.embedded(),
            task.prompt(),
            task.files(),
            task.policy(),
            data,
            task.environment(),
            smaller,
            task.network(),
            task.modes(),
            task.submission(),
            task.grader(),
            task.gates(),
            task.published()),
        changes);
  }

  /** The suite with this task in the place of the one that it is made of, and one seed. */
  public Suite in(Suite suite, long seed) {
    List<Level> levels =
        suite.levels().stream()
            .map(
                level ->
                    new Level(
                        level.number(),
                        level.title(),
                        level.adds(),
                        level.tasks().stream()
                            .map(other -> other.id().equals(task.id()) ? task : other)
                            .toList()))
            .toList();
    return new Suite(
        suite.name(),
        suite.about(),
        suite.protocol(),
        suite.paper(),
        List.of(seed),
        suite.combination(),
        suite.ties(),
        levels);
  }

  private static Split fewer(Split split, int most, String name, List<String> changes) {
    if (split.items() <= most) {
      return split;
    }
    changes.add("the first %d of %d %s items".formatted(most, split.items(), name));
    return new Split(split.source(), most);
  }

  private static <T extends Comparable<T>> T smaller(T one, T other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
