package org.autorl.trainers.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.autorl.trainers.script.Progress;

/** Progress as a bar on a terminal, with the last update's metrics beside it. */
final class BarProgress implements Progress {
  // Asking a terminal for its width needs more than a sandbox has.
  private static final int WIDTH = 100;

  private final PrintStream err;
  private Optional<ProgressBar> bar = Optional.empty();

  BarProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public void begin(String algorithm, int steps) {
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(algorithm)
                .setInitialMax(steps)
                .setUpdateIntervalMillis(250)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                .build());
  }

  @Override
  public void step(int step, Map<String, Double> metrics) {
    bar.ifPresent(b -> b.stepTo(step).setExtraMessage(" " + LineProgress.shown(metrics)));
  }

  @Override
  public void end() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }

  @Override
  public void say(String line) {
    err.println("autorl: " + line);
  }
}
