package org.autorl.runner.grading;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.autorl.records.Verdict;

/**
 * Holds a grading to its time, so that a grader that hangs holds nobody up for ever.
 *
 * @param limit of one policy on one split
 */
record TimeLimit(Duration limit) {
  /** The grading's result; if there is none in time, that the grader has failed. */
  GradeResult within(Callable<GradeResult> grading) {
    FutureTask<GradeResult> task = new FutureTask<>(grading);
    Thread thread = new Thread(task, "grading");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return failed("the grading took longer than " + limit.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("grading was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      return failed(String.valueOf(e.getCause()));
    } finally {
      // Who waits for a worker hears of this, and ends the worker.
      task.cancel(true);
    }
  }

  private static GradeResult failed(String why) {
    return new GradeResult(new Verdict.GraderFailed(why), List.of(), Optional.empty());
  }
}
