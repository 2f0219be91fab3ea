package org.autorl.runner.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.autorl.records.Bytes;
import org.autorl.records.Isolation;

/**
 * Own mount, pid, ipc, uts, user and network namespaces; no capability; system calls that nothing
 * here needs are refused; the host's programs to read, and nothing else that is not mounted.
 *
 * @param program path of {@code bwrap}
 * @param filter file with the filter of system calls
 * @param groups that sandboxes with a limit of memory get one of
 */
public record Bubblewrap(Path program, Optional<Path> filter, Optional<ControlGroups> groups)
    implements Sandbox {
  private static final List<String> SYSTEM =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64");

  /** Of /etc only what programs need to start. */
  private static final List<String> SETTINGS =
      List.of(
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/etc/alternatives",
          "/etc/localtime",
          "/etc/java-17-openjdk",
          "/etc/java-21-openjdk",
          "/etc/java-25-openjdk");

  /** Root outside is the owner of these inside, whatever it is called there. */
  private static final List<String> READ_ONLY =
      List.of(
          "/proc/sys",
          "/proc/sysrq-trigger",
          "/proc/mtrr",
          "/proc/acpi",
          "/proc/fs",
          "/proc/pressure",
          "/proc/scsi");

  private static final List<String> HIDDEN =
      List.of(
          "/proc/kcore",
          "/proc/kmsg",
          "/proc/kpagecgroup",
          "/proc/kpagecount",
          "/proc/kpageflags",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/pagetypeinfo",
          "/proc/sched_debug",
          "/proc/slabinfo",
          "/proc/timer_list",
          "/proc/vmallocinfo");

  private static final String MARK = "AUTORL_SANDBOX_";

  /** With all that this machine has to hold processes in. */
  static Bubblewrap on(Path program) {
    Optional<CallFilter.Processor> processor =
        CallFilter.Processor.named(System.getProperty("os.arch"))
            .filter(known -> CallFilter.isOffered());
    return new Bubblewrap(program, processor.map(Bubblewrap::written), ControlGroups.here());
  }

  /** A shell opens it: Java itself hands no files to its children. */
  private static Path written(CallFilter.Processor processor) {
    try {
      Path file = Files.createTempFile("autorl-calls", ".bpf");
      file.toFile().deleteOnExit();
      return Files.write(file, CallFilter.bytes(processor));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Isolation isolation() {
    return Isolation.BUBBLEWRAP;
  }

  @Override
  public String seen(Mount mount) {
    return mount.inside();
  }

  @Override
  public ProcessBuilder builder(SandboxSpec spec) throws IOException {
    List<String> command = new ArrayList<>();
    // Its child is the first process of a pid namespace: when that ends, all in it end.
    command.addAll(
        List.of(
            "--unshare-all",
            "--die-with-parent",
            "--new-session",
            "--cap-drop",
            "ALL",
            "--uid",
            "1000",
            "--gid",
            "1000",
            "--hostname",
            "workspace",
            "--clearenv"));
    for (String folder : SYSTEM) {
      Path path = Path.of(folder);
      if (Files.isSymbolicLink(path)) {
        command.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), folder));
      } else if (Files.isDirectory(path)) {
        command.addAll(List.of("--ro-bind", folder, folder));
      }
    }
    SETTINGS.forEach(path -> command.addAll(List.of("--ro-bind-try", path, path)));
    command.addAll(List.of("--proc", "/proc"));
    READ_ONLY.forEach(path -> command.addAll(List.of("--ro-bind-try", path, path)));
    for (String path : HIDDEN) {
      if (Files.exists(Path.of(path))) {
        command.addAll(List.of("--ro-bind", "/dev/null", path));
      }
    }
    command.addAll(List.of("--dev", "/dev"));
    addScratch(command, spec);
    for (Mount mount : spec.mounts()) {
      command.add(bind(mount));
      command.add(mount.host().toAbsolutePath().toString());
      command.add(mount.inside());
    }
    // Nothing is written where nothing counts it.
    command.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/"));
    new TreeMap<>(spec.environment())
        .forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
    command.addAll(List.of("--chdir", inside(spec)));
    filter.ifPresent(file -> command.addAll(List.of("--seccomp", "3")));
    command.addAll(spec.limits().prefix(true));
    command.addAll(spec.command());
    // Of a variable that nobody has: the word that its processes are known by.
    String start = "exec %s --unsetenv %s$$ \"$@\"".formatted(Start.quoted(program), MARK);
    ProcessBuilder builder =
        new ProcessBuilder(
            Start.words(
                groups,
                spec.limits(),
                filter.map(file -> start + " 3<" + Start.quoted(file)).orElse(start),
                command));
    builder.environment().keySet().retainAll(Map.of("PATH", "").keySet());
    return builder;
  }

  @Override
  public void askToEnd(Process process) {
    // A signal to bwrap itself would end everything at once: ask the first process within.
    process.children().flatMap(ProcessHandle::children).forEach(ProcessHandle::destroy);
  }

  @Override
  public void kill(Process process) throws InterruptedException, StillRunning {
    // The first process within ends after all others of its namespace, and later than bwrap itself.
    List<ProcessHandle> within = process.children().toList();
    within.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    Processes.end(
        () ->
            within.isEmpty()
                ? Processes.withWord(MARK + process.pid())
                : within.stream().filter(first -> Processes.runs(first.pid())).toList());
    if (groups.isPresent()) {
      Processes.end(() -> groups.get().members(process.pid()));
      groups.get().remove(process.pid());
    }
  }

  @Override
  public Bytes memory(Process process) {
    return groups
        .flatMap(found -> found.memory(process.pid()))
        .orElseGet(() -> new Bytes(Processes.resident(process) + Processes.scratch(process)));
  }

  @Override
  public boolean ranOut(Process process) {
    return groups.map(found -> found.ranOut(process.pid())).orElse(false);
  }

  @Override
  public Protections protections() {
    return new Protections(
        "own mount, pid, ipc, uts, user and network namespaces",
        filter.isPresent() ? "refused by seccomp" : "not refused",
        groups,
        true,
        "with their pid namespace");
  }

  /** A device, such as a GPU, can be opened only if it is bound as one. */
  private static String bind(Mount mount) {
    return mount.host().startsWith("/dev")
        ? "--dev-bind"
        : mount.writable() ? "--bind" : "--ro-bind";
  }

  private static void addScratch(List<String> command, SandboxSpec spec) {
    for (String folder : spec.limits().rooms()) {
      spec.limits()
          .scratch()
          .ifPresent(room -> command.addAll(List.of("--size", Long.toString(room.count()))));
      command.addAll(List.of("--tmpfs", folder));
    }
  }

  private static String inside(SandboxSpec spec) {
    return spec.mounts().stream()
        .filter(m -> m.host().equals(spec.cwd()))
        .map(Mount::inside)
        .findFirst()
        .orElse("/tmp");
  }
}
