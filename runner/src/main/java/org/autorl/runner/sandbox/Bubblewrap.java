package org.autorl.runner.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.autorl.records.Isolation;

/**
 * Own mount, pid, ipc, uts, user and network namespaces; no capability; the host's programs to
 * read, and nothing else that is not mounted.
 *
 * @param program path of {@code bwrap}
 */
public record Bubblewrap(Path program) implements Sandbox {
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
    if (Files.isExecutable(Processes.SETSID)) {
      // A Ctrl-C at the terminal is for the runner, which ends its processes in order.
      command.add(Processes.SETSID.toString());
    }
    command.add(program.toString());
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
    command.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    spec.scratch()
        .ifPresent(room -> command.addAll(List.of("--size", Long.toString(room.count()))));
    command.addAll(List.of("--tmpfs", "/tmp", "--tmpfs", "/home"));
    for (Mount mount : spec.mounts()) {
      command.add(bind(mount));
      command.add(mount.host().toAbsolutePath().toString());
      command.add(mount.inside());
    }
    if (spec.scratch().isPresent()) {
      for (String folder : List.of("/dev", "/home", "/")) {
        command.addAll(List.of("--remount-ro", folder));
      }
    }
    new TreeMap<>(spec.environment())
        .forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
    command.addAll(List.of("--chdir", inside(spec)));
    command.addAll(spec.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(Map.of("PATH", "").keySet());
    return builder;
  }

  @Override
  public void askToEnd(Process process) {
    // A signal to bwrap itself would end everything at once: ask the first process within.
    process.children().flatMap(ProcessHandle::children).forEach(ProcessHandle::destroy);
  }

  @Override
  public void kill(Process process) throws InterruptedException {
    // The first process within ends after all others of its namespace, and later than bwrap itself.
    List<ProcessHandle> within = process.children().toList();
    within.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
    Processes.awaitNone(
        () -> within.stream().map(ProcessHandle::pid).filter(Processes::runs).toList());
  }

  /** A device, such as a GPU, can be opened only if it is bound as one. */
  private static String bind(Mount mount) {
    return mount.host().startsWith("/dev")
        ? "--dev-bind"
        : mount.writable() ? "--bind" : "--ro-bind";
  }

  private static String inside(SandboxSpec spec) {
    return spec.mounts().stream()
        .filter(m -> m.host().equals(spec.cwd()))
        .map(Mount::inside)
        .findFirst()
        .orElse("/tmp");
  }
}
