package org.autorl.runner.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
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
import org.autorl.records.Isolation;
import org.autorl.runner.budget.Gauge;
import org.autorl.runner.budget.GpuMeter;
import org.autorl.runner.budget.GpuTable;
import org.autorl.runner.budget.Kind;
import org.autorl.runner.budget.Meter;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.report.AttemptAccount;
import org.autorl.runner.sandbox.Sandbox;

/** What an agent's processes take of the machine: disk, memory and GPUs. */
final class Usage implements AutoCloseable {
  private static final Duration SAMPLE = Duration.ofSeconds(2);

  /** What a sandbox keeps in memory as files, beside the workspace. */
  private static final List<String> SCRATCH = List.of("tmp", "home", "dev/shm");

  private final Path workspace;
  private final Path log;
  private final Sandbox sandbox;
  private final Gauge disk = new Gauge();
  private final Gauge memory = new Gauge();
  private final Optional<GpuMeter> gpus;
  private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
  private volatile Optional<Process> process = Optional.empty();

  /**
   * Of an agent that does not run yet.
   *
   * @param log counts as disk: it is the agent's to fill
   * @param gpus none where there is no GPU
   * @param gpuSeconds spent in an earlier part of the attempt
   */
  Usage(Path workspace, Path log, Sandbox sandbox, Optional<GpuTable> gpus, double gpuSeconds) {
    this.workspace = workspace;
    this.log = log;
    this.sandbox = sandbox;
    this.gpus = gpus.map(table -> new GpuMeter(table, this::pids, System::nanoTime, gpuSeconds));
  }

  /** Follows the agent from its start. */
  void follow(Process agent) {
    process = Optional.of(agent);
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

  /** Measures disk and memory. */
  void measure() throws IOException {
    long bytes = Folders.size(workspace) + (Files.exists(log) ? Files.size(log) : 0);
    for (Path folder : scratch()) {
      bytes += Files.isDirectory(folder) ? Folders.size(folder) : 0;
    }
    disk.set(bytes);
    memory.set(process.map(Memory::of).orElse(0L));
  }

  /** The sandbox's own folders, as the kernel shows them from outside. */
  private List<Path> scratch() {
    if (sandbox.isolation() != Isolation.BUBBLEWRAP) {
      return List.of();
    }
    Optional<Path> root =
        process.stream()
            .flatMap(Process::children)
            .flatMap(ProcessHandle::children)
            .map(inside -> Path.of("/proc", Long.toString(inside.pid()), "root"))
            .findFirst();
    return root.stream().flatMap(at -> SCRATCH.stream().map(at::resolve)).toList();
  }

  /** For the agent and for its limits: what it takes now. */
  Map<Kind, Meter> meters() {
    Map<Kind, Meter> meters = new EnumMap<>(Kind.class);
    meters.put(Kind.DISK, disk);
    meters.put(Kind.MEMORY, memory);
    gpus.ifPresent(meter -> meters.put(Kind.GPU, meter));
    return meters;
  }

  /** For the ledger: the most that it has taken. */
  void writeTo(ObjectNode event) {
    event.put(AttemptAccount.MEASURED.get(Kind.DISK), (long) disk.peak());
    event.put(AttemptAccount.MEASURED.get(Kind.MEMORY), (long) memory.peak());
    gpus.ifPresent(meter -> event.put(AttemptAccount.MEASURED.get(Kind.GPU), meter.spent()));
  }

  @Override
  public void close() {
    sampler.shutdownNow();
  }
}
