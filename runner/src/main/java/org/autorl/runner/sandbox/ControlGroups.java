package org.autorl.runner.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Bytes;

/**
 * Control groups of the kernel that this runner can make, one for each sandbox, named by the
 * process that it starts with: version 1 (https://docs.kernel.org/admin-guide/cgroup-v1/) or 2
 * (https://docs.kernel.org/admin-guide/cgroup-v2.html).
 *
 * @param version 1 or 2
 * @param parents folders that groups are made in: with version 1 that of memory, then that of
 *     processes; with version 2 one
 */
public record ControlGroups(int version, List<Path> parents) {
  private static final String NAME = "autorl-";
  private static final String MEMBERS = "cgroup.procs";

  public ControlGroups {
    parents = List.copyOf(parents);
  }

  /** Those of this process; empty if there are none that it may write to. */
  public static Optional<ControlGroups> here() {
    try {
      return candidates(
              Files.readAllLines(Path.of("/proc/self/cgroup")),
              Files.readAllLines(Path.of("/proc/self/mountinfo")))
          .stream()
          .filter(ControlGroups::works)
          .findFirst();
    } catch (IOException e) {
      // No Linux, or one that does not tell.
      return Optional.empty();
    }
  }

  /**
   * Those that groups could be made in, the best first.
   *
   * @param memberships lines of {@code /proc/self/cgroup}
   * @param mounts lines of {@code /proc/self/mountinfo}
   */
  static List<ControlGroups> candidates(List<String> memberships, List<String> mounts) {
    Optional<Path> memory = folder(memberships, mounts, "memory");
    Optional<Path> pids = folder(memberships, mounts, "pids");
    List<ControlGroups> candidates = new ArrayList<>();
    if (memory.isPresent() && pids.isPresent()) {
      candidates.add(new ControlGroups(1, List.of(memory.get(), pids.get())));
    }
    folder(memberships, mounts, "")
        .ifPresent(
            own -> {
              // A group with processes hands no controllers down, so its parent's are tried, too.
              for (Path parent : List.of(own, own.resolve("..").normalize())) {
                if (handsDown(parent)) {
                  candidates.add(new ControlGroups(2, List.of(parent)));
                }
              }
            });
    return candidates;
  }

  /** Where the group of this process lies, for a controller of version 1; none for version 2. */
  private static Optional<Path> folder(
      List<String> memberships, List<String> mounts, String controller) {
    for (String membership : memberships) {
      String[] parts = membership.split(":", 3);
      if (parts.length == 3 && Arrays.asList(parts[1].split(",", -1)).contains(controller)) {
        return mounts.stream()
            .map(line -> line.split(" ", -1))
            .filter(fields -> isOf(fields, controller))
            .filter(fields -> parts[2].startsWith(fields[3]))
            .map(
                fields -> {
                  String below = parts[2].substring(fields[3].equals("/") ? 0 : fields[3].length());
                  return Path.of(fields[4] + below);
                })
            .filter(Files::isDirectory)
            .findFirst();
      }
    }
    return Optional.empty();
  }

  /** Fields as proc(5) states them: behind a dash the type, the source and the options. */
  private static boolean isOf(String[] fields, String controller) {
    int dash = Arrays.asList(fields).indexOf("-");
    if (dash < 0 || fields.length < dash + 4) {
      return false;
    }
    return controller.isEmpty()
        ? fields[dash + 1].equals("cgroup2")
        : fields[dash + 1].equals("cgroup")
            && Arrays.asList(fields[dash + 3].split(",", -1)).contains(controller);
  }

  private static boolean handsDown(Path parent) {
    try {
      List<String> controllers =
          List.of(
              Files.readString(parent.resolve("cgroup.subtree_control")).strip().split(" ", -1));
      return controllers.containsAll(List.of("memory", "pids"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Tries it; groups that others of ours have left go, too. */
  boolean works() {
    try {
      for (Path parent : parents) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, NAME + "*")) {
          for (Path group : left) {
            long pid = Long.parseLong(group.getFileName().toString().substring(NAME.length()));
            if (!Processes.runs(pid)) {
              delete(group);
            }
          }
        }
      }
      long own = ProcessHandle.current().pid();
      for (Path group : of(own)) {
        Files.createDirectory(group);
      }
      try {
        for (Setting setting : settings(Limits.agent(Bytes.ofMebibytes(64), new Bytes(0)))) {
          Files.writeString(setting.file(Long.toString(own)), setting.value());
        }
      } finally {
        remove(own);
      }
      return true;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  private record Setting(Path parent, String name, String value) {
    Path file(String pid) {
      return parent.resolve(NAME + pid).resolve(name);
    }
  }

  private List<Setting> settings(Limits limits) {
    List<Setting> settings = new ArrayList<>();
    Path memory = parents.get(0);
    Path pids = parents.get(parents.size() - 1);
    limits
        .memory()
        .map(Bytes::count)
        .map(Object::toString)
        .ifPresent(
            most -> {
              settings.add(
                  new Setting(memory, version == 1 ? "memory.limit_in_bytes" : "memory.max", most));
              if (version == 2) {
                // All or none: half an agent is of no use.
                settings.add(new Setting(memory, "memory.oom.group", "1"));
              }
            });
    settings.add(new Setting(pids, "pids.max", Integer.toString(limits.processes())));
    return settings;
  }

  /** Lines of a shell that makes a group for itself and enters it. */
  String entering(Limits limits) {
    StringBuilder script = new StringBuilder("mkdir -p");
    for (Path parent : parents) {
      script.append(' ').append(Start.quoted(parent.resolve(NAME))).append("$$");
    }
    for (Setting setting : settings(limits)) {
      script.append("\necho ").append(setting.value()).append(" >");
      script.append(Start.quoted(setting.parent().resolve(NAME)));
      script.append("$$/").append(setting.name());
    }
    for (Path parent : parents) {
      script.append("\necho 0 >").append(Start.quoted(parent.resolve(NAME)));
      script.append("$$/").append(MEMBERS);
    }
    return script.append('\n').toString();
  }

  /** Where the group of a process is or would be. */
  private List<Path> of(long pid) {
    return parents.stream().map(parent -> parent.resolve(NAME + pid)).toList();
  }

  /** Those in the group of a process that run; none if it has no group. */
  List<ProcessHandle> members(long pid) {
    List<ProcessHandle> members = new ArrayList<>();
    for (Path group : of(pid)) {
      try {
        for (String member : Files.readAllLines(group.resolve(MEMBERS))) {
          ProcessHandle.of(Long.parseLong(member))
              .filter(process -> Processes.runs(process.pid()))
              .ifPresent(members::add);
        }
      } catch (IOException e) {
        // There is no such group.
      }
    }
    return members;
  }

  /** What the group of a process holds in memory, with files that lie there. */
  Optional<Bytes> memory(long pid) {
    List<String> kinds =
        version == 1 ? List.of("total_rss", "total_shmem") : List.of("anon", "shmem");
    try {
      long sum = 0;
      for (String line : Files.readAllLines(of(pid).get(0).resolve("memory.stat"))) {
        String[] words = line.split(" ", -1);
        if (kinds.contains(words[0])) {
          sum += Long.parseLong(words[1]);
        }
      }
      return Optional.of(new Bytes(sum));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the kernel has ended a process of the group for its want of memory. */
  boolean ranOut(long pid) {
    String file = version == 1 ? "memory.oom_control" : "memory.events";
    try {
      return Files.readAllLines(of(pid).get(0).resolve(file)).stream()
          .anyMatch(line -> line.startsWith("oom_kill ") && !line.endsWith(" 0"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Removes the group of a process that nothing is left of. */
  void remove(long pid) {
    of(pid).forEach(ControlGroups::delete);
  }

  private static void delete(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException e) {
      // Somebody is in it. It goes when another runner looks for groups.
    }
  }
}
