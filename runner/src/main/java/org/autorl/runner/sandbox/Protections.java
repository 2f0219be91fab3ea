package org.autorl.runner.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this machine holds against the processes of an attempt.
 *
 * @param namespaces which are its own
 * @param calls what becomes of system calls that nothing here needs
 * @param groups control groups, if there are any
 * @param counted whether the kernel counts its processes apart from the user's others
 * @param end how its processes end
 */
public record Protections(
    String namespaces, String calls, Optional<ControlGroups> groups, boolean counted, String end) {
  private static final Path SELF = Path.of("/proc/self");

  /** By what each thing is limited or refused, in the order of the reference. */
  public Map<String, String> asMap() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("namespaces", namespaces);
    all.put("calls", calls);
    Optional<String> group = groups.map(found -> "cgroup v" + found.version());
    all.put("memory", group.map(name -> name + ", and watched").orElse("watched"));
    all.put("processes", group.orElseGet(this::processes));
    all.put("disk", Limits.areOffered() ? "rlimit for each file, and watched" : "watched");
    all.put("end", end);
    return all;
  }

  private String processes() {
    if (!counted || !Limits.areOffered()) {
      return "not limited";
    }
    return isRoot() ? "not limited: no rlimit binds root" : "rlimit";
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(SELF, "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
