package org.autorl.runner.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.autorl.records.Budget;
import org.autorl.runner.budget.GpuMeter;
import org.autorl.runner.budget.GpuTable;
import org.autorl.runner.budget.Kind;
import org.autorl.runner.budget.Meter;
import org.autorl.runner.report.AttemptAccount;
import org.autorl.runner.sandbox.Sandbox;

/** What an agent's processes take of the machine: disk, memory and GPUs. */
final class Usage implements AutoCloseable {
  private static final Duration SAMPLE = Duration.ofSeconds(2);

  private final Budget budget;
  private final List<Path> files;
  private final Sandbox sandbox;
  private final Optional<GpuMeter> gpus;
  private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
  private volatile Optional<Process> process = Optional.empty();
  private volatile Optional<Watch> watch = Optional.empty();

  /**
   * Of an agent that does not run yet.
   *
   * @param files all that it can write to on the disk, the workspace first
   * @param gpus none where there is no GPU
   * @param gpuSeconds spent in an earlier part of the attempt
   */
  Usage(
      Budget budget,
      List<Path> files,
      Sandbox sandbox,
      Optional<GpuTable> gpus,
      double gpuSeconds) {
    this.budget = budget;
    this.files = files;
    this.sandbox = sandbox;
    this.gpus = gpus.map(table -> new GpuMeter(table, this::pids, System::nanoTime, gpuSeconds));
  }

  /** Follows the agent from its start. */
  void follow(Process agent) {
    process = Optional.of(agent);
    watch = Optional.of(Watch.over(sandbox, agent, budget, files));
    gpus.ifPresent(
        meter ->
            // Ends with the sampler.
            sampler.scheduleWithFixedDelay(
                () -> sample(meter), SAMPLE.toMillis(), SAMPLE.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static void sample(GpuMeter meter) {
    try {
      meter.sample();
    } catch (IOException e) {
      // A driver that is busy says nothing this time; the next sample counts the time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<Long> pids() {
    return process.stream()
        .flatMap(agent -> Stream.concat(Stream.of(agent.toHandle()), agent.descendants()))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** Measures disk and memory once more, at the end. */
  void measure() throws IOException {
    if (watch.isPresent()) {
      watch.get().measure();
    }
  }

  /** Of disk and memory, what the agent was ended for. */
  Optional<Kind> overdrawn() throws IOException {
    return watch.isPresent() ? watch.get().overdrawn() : Optional.empty();
  }

  /** For the agent and for its limits: what it takes now. */
  Map<Kind, Meter> meters() {
    Map<Kind, Meter> meters = new EnumMap<>(Kind.class);
    meters.put(Kind.DISK, () -> watch.map(w -> w.disk().spent()).orElse(0.0));
    meters.put(Kind.MEMORY, () -> watch.map(w -> w.memory().spent()).orElse(0.0));
    gpus.ifPresent(meter -> meters.put(Kind.GPU, meter));
    return meters;
  }

  /** For the ledger: the most that it has taken. */
  void writeTo(ObjectNode event) {
    watch.ifPresent(
        w -> {
          event.put(AttemptAccount.MEASURED.get(Kind.DISK), (long) w.disk().peak());
          event.put(AttemptAccount.MEASURED.get(Kind.MEMORY), (long) w.memory().peak());
        });
    gpus.ifPresent(meter -> event.put(AttemptAccount.MEASURED.get(Kind.GPU), meter.spent()));
  }

  @Override
  public void close() throws InterruptedException {
    sampler.shutdownNow();
    if (watch.isPresent()) {
      watch.get().close();
    }
  }
}
