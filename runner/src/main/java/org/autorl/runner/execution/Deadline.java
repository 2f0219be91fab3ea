package org.autorl.runner.execution;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends processes when their time is up, so that nothing waits for them for ever. */
final class Deadline implements AutoCloseable {
  private final AtomicBoolean passed = new AtomicBoolean();
  private final CompletableFuture<Void> end;

  Deadline(Duration time, List<Peer> peers) {
    end =
        CompletableFuture.runAsync(
            () -> {
              passed.set(true);
              peers.forEach(Peer::kill);
            },
            CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
  }

  boolean passed() {
    return passed.get();
  }

  /** Calls it off. */
  @Override
  public void close() {
    end.cancel(false);
  }
}
