package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.autorl.runner.hub.Transfer;

/** A fetch as a bar on a terminal. */
final class BarTransfer implements Transfer {
  private Optional<ProgressBar> bar = Optional.empty();

  /** Whether standard error is a terminal, whatever standard output is. */
  static boolean isWatched() {
    try {
      String to = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return to.startsWith("/dev/pts/") || to.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public void begin(String what, long bytes, long there) {
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(bytes)
                .startsFrom(there, java.time.Duration.ZERO)
                .setUnit(" MiB", 1 << 20)
                .showSpeed()
                .setUpdateIntervalMillis(250)
                .build());
  }

  @Override
  public void advance(long bytes) {
    bar.ifPresent(shown -> shown.stepBy(bytes));
  }

  @Override
  public void end() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }

  @Override
  public void say(String line) {
    System.err.println("autorl: " + line);
  }
}
