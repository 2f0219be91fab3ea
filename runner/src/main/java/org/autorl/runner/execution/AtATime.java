package org.autorl.runner.execution;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** As many things at a time as there are processors. */
final class AtATime {
  private AtATime() {}

  /** What is done with each. */
  interface Work<T, R> {
    R of(T one) throws IOException;
  }

  /** The results, in order; of the failures, the first in that order. */
  static <T, R> List<R> map(List<T> all, Work<T, R> work) throws IOException {
    // A sandbox ends with the thread that started it: these stay until all is done.
    ExecutorService hands =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<R>> results = new ArrayList<>();
      for (T one : all) {
        results.add(hands.submit(() -> work.of(one)));
      }
      List<R> done = new ArrayList<>();
      for (Future<R> result : results) {
        done.add(result.get());
      }
      return done;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while programs were run");
    } finally {
      hands.shutdownNow();
    }
  }
}
