package org.autorl.runner.attempt;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.autorl.runner.budget.AttemptClock;
import org.autorl.runner.budget.Enforcer;
import org.autorl.runner.budget.Phase;
import org.autorl.runner.sandbox.Sandbox;

/**
 * Watches an agent until it ends, or until there is a reason to end it.
 *
 * @param reasons in the order in which they are looked at
 * @param chores done in each round while there is no reason to end
 * @param grace how long an agent that is asked to end may take
 */
record Supervision(
    Process process,
    Sandbox sandbox,
    AttemptClock clock,
    List<Reason> reasons,
    List<Chore> chores,
    Duration grace) {
  private static final Duration GLANCE = Duration.ofMillis(500);

  /** Something to be done in each round. */
  @FunctionalInterface
  interface Chore {
    void run() throws IOException, InterruptedException;
  }

  /** Whether it is time to end the agent. */
  @FunctionalInterface
  interface Check {
    boolean holds() throws IOException;
  }

  /**
   * A reason to end the agent.
   *
   * @param end how the ledger calls it
   * @param how one that ends agents
   */
  record Reason(String end, Enforcer how, Check check) {}

  /**
   * How an agent ended.
   *
   * @param killed whether it was still alive when it should not have been
   */
  record Ending(String end, boolean killed) {}

  /** When this returns, nothing of the agent runs any more. */
  Ending toTheEnd() throws IOException, InterruptedException {
    while (!process.waitFor(round().toMillis(), TimeUnit.MILLISECONDS)) {
      Optional<Reason> reason = reason(false);
      if (reason.isPresent()) {
        return end(reason.get());
      }
      for (Chore chore : chores) {
        chore.run();
      }
    }
    clock.enter(Phase.REST);
    // Who takes too much is ended between two glances.
    Optional<Reason> reason = reason(true);
    sandbox.kill(process);
    return reason
        .map(found -> new Ending(found.end(), true))
        .orElseGet(() -> new Ending("exit " + process.exitValue(), false));
  }

  /** Until the next glance; not longer than the agent's time, for that is held to the moment. */
  private Duration round() {
    Duration left = clock.remaining();
    return left.isZero() || left.compareTo(GLANCE) > 0 ? GLANCE : left;
  }

  private Optional<Reason> reason(boolean onlyKilling) throws IOException {
    for (Reason reason : reasons) {
      boolean matters = !onlyKilling || reason.how() == Enforcer.KILLING;
      if (matters && reason.check().holds()) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  private Ending end(Reason reason) throws IOException, InterruptedException {
    if (reason.how() == Enforcer.ASKING) {
      Duration until = clock.account().of(Phase.GRACE).plus(grace);
      clock.enter(Phase.GRACE);
      sandbox.askToEnd(process);
      while (!process.waitFor(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
        // Who has no time left still has no right to more of the machine.
        if (clock.account().of(Phase.GRACE).compareTo(until) >= 0 || reason(true).isPresent()) {
          break;
        }
      }
    }
    boolean killed = process.isAlive();
    sandbox.kill(process);
    return new Ending(reason.end(), killed);
  }
}
