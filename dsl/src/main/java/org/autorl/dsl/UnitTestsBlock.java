package org.autorl.dsl;

import java.time.Duration;
import org.autorl.records.GraderRule;
import org.autorl.records.Metric;

/** {@code unitTests { ... }}: completions are programs that are run on hidden tests. */
public final class UnitTestsBlock extends GraderBlock {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Slot<String> languageSaid = mandatory("language");
  private final Slot<Duration> timeoutSaid = optional("timeout");
  private final Slot<Integer> samplesSaid = optional("samples");
  private final Slot<Integer> passesSaid = optional("k");

  UnitTestsBlock(String task, Reading reading) {
    super("unitTests", task, reading);
  }

  /** The language of programs. */
  @Word(value = "The language of the programs.", example = "language 'python'")
  public void language(String name) {
    languageSaid.say(name);
  }

  /** Time of one program. */
  @Word(
      value = "Time that one program has for its tests. Default: 3 seconds.",
      example = "timeout 3.seconds")
  public void timeout(Duration time) {
    timeoutSaid.say(time);
  }

  /** Programs for an item. */
  @Word(value = "Programs that are made for each item. Default: `k`.", example = "samples 10")
  public void samples(int count) {
    samplesSaid.say(count);
  }

  /** The k of pass@k. */
  @Word(value = "Programs of which one must pass: the k of pass@k. Default: 1.", example = "k 1")
  public void k(int count) {
    passesSaid.say(count);
  }

  @Override
  void checkValues() {
    super.checkValues();
    require(
        languageSaid,
        Known.LANGUAGES::contains,
        "`%s` is no language that programs are run in",
        "languages are " + Words.list(Known.LANGUAGES),
        "Name one of them.");
    require(
        timeoutSaid,
        time -> time.compareTo(Duration.ZERO) > 0,
        "`timeout` leaves no time",
        "a program needs some time",
        "Write `timeout 3.seconds`.");
    require(
        passesSaid, k -> k > 0, "`k` is %d", "pass@k counts from 1", "Leave it out for pass@1.");
    require(
        samplesSaid,
        count -> count >= passesSaid.valueOr(1),
        "`samples` is %d",
        "pass@k needs at least k samples",
        "Leave it out for k samples.");
  }

  @Override
  Metric usual() {
    return share("pass@" + passesSaid.valueOr(1));
  }

  @Override
  GraderRule rule() {
    int k = passesSaid.valueOr(1);
    return new GraderRule.UnitTests(
        scoring(), languageSaid.value(), k, samplesSaid.valueOr(k), timeoutSaid.valueOr(TIMEOUT));
  }
}
