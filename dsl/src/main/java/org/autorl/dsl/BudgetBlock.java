package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.time.Duration;
import java.util.Map;
import org.autorl.records.Budget;
import org.autorl.records.Bytes;

/** {@code budget { ... }}: caps of one attempt. */
public final class BudgetBlock extends Block {
  private final Slot<Duration> wallClockSaid = mandatory("wallClock");
  private final Slot<Duration> agentTimeSaid = optional("agentTime");
  private final Slot<Integer> submissionsSaid = mandatory("submissions");
  private final Slot<Bytes> diskSaid = mandatory("disk");
  private final Slot<Bytes> memorySaid = mandatory("memory");
  private final Slot<Budget.Gpus> gpusSaid = optional("gpus");
  private final Slot<Duration> gpuTimeSaid = optional("gpuTime");
  private final Slot<Number> tokensSaid = optional("tokens");
  private final Slot<Number> dollarsSaid = optional("dollars");

  BudgetBlock(String owner, Reading reading) {
    super("budget", "`budget` of `" + owner + "`", reading);
  }

  /** Time of the agent. */
  @Word(
      value =
          "Time from the agent's start, less the time that its calls of `/submit` wait for the grader.",
      example = "wallClock 150.seconds")
  public void wallClock(Duration time) {
    wallClockSaid.say(time);
  }

  /** Time in which the agent itself works. */
  @Word(
      value =
          "Of the wall clock, the time in which the agent's own program is at work and not its"
              + " trainers. Default: all of it.",
      example = "agentTime 2.hours")
  public void agentTime(Duration time) {
    agentTimeSaid.say(time);
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

  /** GPUs of the attempt. */
  @Word(
      value = "GPUs that the agent has, and the memory that each needs. Default: none.",
      example = "gpus 2, memory: 80.GB")
  public void gpus(
      @NamedParam(value = "memory", type = Bytes.class, required = true) Map<String, ?> named,
      int count) {
    if (count < 1) {
      reading()
          .problem(
              reading().here("gpus"),
              "`gpus` is " + count,
              "an attempt without GPUs does not name them",
              "Leave `gpus` out.");
    } else {
      gpusSaid.say(new Budget.Gpus(count, named(named, "memory", Bytes.class)));
    }
  }

  /** GPU time. */
  @Word(
      value = "Time of all GPUs together: two GPUs for an hour are two hours. Default: no cap.",
      example = "gpuTime 24.hours")
  public void gpuTime(Duration time) {
    gpuTimeSaid.say(time);
  }

  /** Tokens of the agent's model. */
  @Word(
      value = "Tokens that the agent's model reads and writes. Default: no cap.",
      example = "tokens 50_000_000")
  public void tokens(Number count) {
    tokensSaid.say(count);
  }

  /** Cost of the agent's model. */
  @Word(
      value = "Dollars that calls of the agent's model may cost. Default: no cap.",
      example = "dollars 50")
  public void dollars(Number amount) {
    dollarsSaid.say(amount);
  }

  @Override
  void checkValues() {
    requireTime(
        wallClockSaid, "a wall clock is longer than nothing", "Write `wallClock 150.seconds`.");
    requireTime(agentTimeSaid, "a time is longer than nothing", "Leave it out for no cap.");
    requireTime(gpuTimeSaid, "a time is longer than nothing", "Leave it out for no cap.");
    require(
        submissionsSaid,
        count -> count > 0,
        "`submissions` is %d",
        "a budget allows at least one submission",
        "Write `submissions 8`.");
    requireSize(diskSaid, "Write `disk 512.MB`.");
    requireSize(memorySaid, "Write `memory 6.GB`.");
    require(
        tokensSaid,
        count -> isWhole(count) && count.longValue() > 0,
        "`tokens` is %s",
        "tokens are a whole number, at least one",
        "Leave it out for no cap.");
    require(
        dollarsSaid,
        amount -> amount.doubleValue() > 0,
        "`dollars` is %s",
        "an amount is more than nothing",
        "Leave it out for no cap.");
    require(
        gpuTimeSaid,
        time -> gpusSaid.isSaid(),
        "`gpuTime` caps GPUs that the attempt does not have",
        "`gpus` says how many there are",
        "Add `gpus 1, memory: 80.GB`, or take `gpuTime` out.");
  }

  private void requireTime(Slot<Duration> slot, String allowed, String hint) {
    require(
        slot,
        time -> time.compareTo(Duration.ZERO) > 0,
        "`" + slot.word() + "` leaves no time",
        allowed,
        hint);
  }

  private void requireSize(Slot<Bytes> slot, String hint) {
    require(
        slot,
        size -> size.count() > 0,
        "`" + slot.word() + "` is %s",
        "a size is more than nothing",
        hint);
  }

  private static boolean isWhole(Number number) {
    return number instanceof Integer || number instanceof Long;
  }

  Budget budget() {
    return new Budget(
        wallClockSaid.value(),
        agentTimeSaid.found(),
        submissionsSaid.value(),
        diskSaid.value(),
        memorySaid.value(),
        gpusSaid.found(),
        gpuTimeSaid.found(),
        tokensSaid.found().map(Number::longValue),
        dollarsSaid.found().map(Number::doubleValue));
  }
}
