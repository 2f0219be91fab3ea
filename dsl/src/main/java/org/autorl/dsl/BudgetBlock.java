package org.autorl.dsl;

import java.time.Duration;
import org.autorl.records.Budget;
import org.autorl.records.Bytes;

/** {@code budget { ... }}: caps of one attempt. */
public final class BudgetBlock extends Block {
  private final Slot<Duration> wallClockSaid = mandatory("wallClock");
  private final Slot<Integer> submissionsSaid = mandatory("submissions");
  private final Slot<Bytes> diskSaid = mandatory("disk");
  private final Slot<Bytes> memorySaid = mandatory("memory");

  BudgetBlock(String task, Reading reading) {
    super("budget", "`budget` of `" + task + "`", reading);
  }

  /** Time of the agent. */
  @Word(
      value = "Time from the agent's start, less the time that it waits for the grader.",
      example = "wallClock 150.seconds")
  public void wallClock(Duration time) {
    wallClockSaid.say(time);
  }

  /** How many submissions are graded. */
  @Word(value = "How many submissions are graded, at least one.", example = "submissions 8")
  public void submissions(int count) {
    submissionsSaid.say(count);
  }

  /** Size of the workspace. */
  @Word(value = "All files of the workspace together.", example = "disk 512.MB")
  public void disk(Bytes size) {
    diskSaid.say(size);
  }

  /** Memory of the attempt. */
  @Word(value = "Memory of all processes of the attempt together.", example = "memory 6.GB")
  public void memory(Bytes size) {
    memorySaid.say(size);
  }

  @Override
  void checkValues() {
    require(
        wallClockSaid,
        time -> time.compareTo(Duration.ZERO) > 0,
        "`wallClock` leaves no time",
        "a wall clock is longer than nothing",
        "Write `wallClock 150.seconds`.");
    require(
        submissionsSaid,
        count -> count > 0,
        "`submissions` is %d",
        "a budget allows at least one submission",
        "Write `submissions 8`.");
    require(
        diskSaid,
        size -> size.count() > 0,
        "`disk` is %s",
        "a size is more than nothing",
        "Write `disk 512.MB`.");
    require(
        memorySaid,
        size -> size.count() > 0,
        "`memory` is %s",
        "a size is more than nothing",
        "Write `memory 6.GB`.");
  }

  Budget budget() {
    return new Budget(
        wallClockSaid.value(), submissionsSaid.value(), diskSaid.value(), memorySaid.value());
  }
}
