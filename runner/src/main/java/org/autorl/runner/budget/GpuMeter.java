package org.autorl.runner.budget;

import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * GPU-seconds of some processes, by samples: the time since the last sample counts once for each
 * GPU that they are on now. Two GPUs for an hour are two hours; two processes on one GPU are one.
 */
public final class GpuMeter implements Meter {
  private static final double SECOND = 1e9;

  private final GpuTable table;
  private final Supplier<Set<Long>> processes;
  private final LongSupplier nanos;
  private long last;
  private double seconds;

  /**
   * A meter that has not sampled yet.
   *
   * @param processes whose use counts, by the host's numbers
   * @param nanos elapsed nanoseconds, such as {@code System::nanoTime}
   * @param before seconds that it goes on from
   */
  public GpuMeter(
      GpuTable table, Supplier<Set<Long>> processes, LongSupplier nanos, double before) {
    this.table = table;
    this.processes = processes;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
    this.seconds = before;
  }

  /** Looks, and counts the time since it last did. */
  public synchronized void sample() throws IOException, InterruptedException {
    Set<Long> ours = processes.get();
    long gpus =
        table.uses().stream()
            .filter(use -> ours.contains(use.pid()))
            .map(GpuTable.Use::gpu)
            .distinct()
            .count();
    long now = nanos.getAsLong();
    seconds += gpus * (now - last) / SECOND;
    last = now;
  }

  @Override
  public synchronized double spent() {
    return seconds;
  }
}
