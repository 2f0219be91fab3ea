package org.autorl.dsl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import org.autorl.records.Digest;
import org.autorl.records.GraderRule;
import org.autorl.records.Metric;

/** {@code program('eval.py') { ... }}: a program of the task's own grades completions. */
public final class ProgramBlock extends GraderBlock {
  private final String path;
  private final Slot<Duration> timeoutSaid = mandatory("timeout");

  ProgramBlock(String path, String task, Reading reading) {
    super("program", task, reading);
    this.path = path;
  }

  /** Time of one completion. */
  @Word(value = "Time that the program has for one completion.", example = "timeout 10.seconds")
  public void timeout(Duration time) {
    timeoutSaid.say(time);
  }

  @Override
  void checkValues() {
    super.checkValues();
    new NamedPaths(reading()).check(place(), "program", path);
    require(
        timeoutSaid,
        time -> time.compareTo(Duration.ZERO) > 0,
        "`timeout` leaves no time",
        "a program needs some time",
        "Write `timeout 10.seconds`.");
  }

  @Override
  Metric usual() {
    return share("score");
  }

  @Override
  GraderRule rule() {
    try {
      byte[] content = Files.readAllBytes(reading().folder().resolve(path));
      return new GraderRule.Program(
          scoring(), reading().fromRoot(path), Digest.sha256(content), timeoutSaid.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
