package org.autorl.trainers.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.autorl.trainers.script.Progress;

/** Progress as plain lines: the first step, then about twenty more. */
final class LineProgress implements Progress {
  private static final int LINES = 20;

  private final PrintStream err;
  private String algorithm = "";
  private int steps = 1;

  LineProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public void begin(String algorithm, int steps) {
    this.algorithm = algorithm;
    this.steps = steps;
  }

  @Override
  public void step(int step, Map<String, Double> metrics) {
    if (step == 1 || step == steps || step % ((steps + LINES - 1) / LINES) == 0) {
      err.printf("%s: step %d of %d, %s%n", algorithm, step, steps, shown(metrics));
    }
  }

  @Override
  public void end() {}

  @Override
  public void say(String line) {
    err.println("autorl: " + line);
  }

  /** What one wants to see of an update. */
  static String shown(Map<String, Double> metrics) {
    return Stream.of("reward", "rewards/accuracies", "loss", "kl")
        .flatMap(
            key ->
                Optional.ofNullable(metrics.get(key))
                    .map(value -> String.format(Locale.ROOT, "%s %.3f", key, value))
                    .stream())
        .collect(Collectors.joining(", "));
  }
}
