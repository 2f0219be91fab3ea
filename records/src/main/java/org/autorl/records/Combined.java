package org.autorl.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Several tasks in one number: how much better an agent stack made the policy, as a suite says. */
public final class Combined {
  private Combined() {}

  /**
   * The improvement over tasks: of each the mean over its attempts, then the suite's combination.
   *
   * @param tasks ids; they have one unit
   * @param attempts of one agent stack
   * @return in the tasks' unit; empty if one of the tasks has no improvement, or units differ
   */
  public static Optional<Double> improvement(
      Suite suite, List<String> tasks, List<AttemptRecord> attempts) {
    Map<Integer, List<Double>> levels = new TreeMap<>();
    for (String id : tasks) {
      OptionalDouble mean =
          attempts.stream()
              .filter(attempt -> attempt.task().equals(id))
              .flatMap(attempt -> attempt.improvement().stream())
              .mapToDouble(Double::doubleValue)
              .average();
      Optional<Level> level = suite.levelOf(id);
      if (mean.isEmpty() || level.isEmpty()) {
        return Optional.empty();
      }
      levels
          .computeIfAbsent(level.get().number(), number -> new ArrayList<>())
          .add(mean.getAsDouble());
    }
    return oneUnit(suite, tasks) ? Optional.of(combined(suite, levels)) : Optional.empty();
  }

  private static boolean oneUnit(Suite suite, List<String> tasks) {
    return tasks.stream()
            .flatMap(id -> suite.task(id).stream())
            .map(task -> task.grader().metric().unit())
            .distinct()
            .count()
        == 1;
  }

  private static double combined(Suite suite, Map<Integer, List<Double>> levels) {
    return switch (suite.combination()) {
      case MEAN_OVER_TASKS -> mean(levels.values().stream().flatMap(List::stream).toList());
      case MEAN_OVER_LEVELS -> mean(levels.values().stream().map(Combined::mean).toList());
    };
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
