package org.autorl.runner.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Java inside a sandbox: this JDK, the trainers' class path without the rooms that hold secrets,
 * and the unpacked native libraries.
 */
public final class JavaHome {
  /** Never inside a sandbox: the judge, the grader and the generator of pages are here. */
  private static final List<String> KEPT_OUT =
      List.of("runner", "graders", "dsl", "site-generator", "templates");

  private static final String LIBRARY = "/opt/autorl/lib";
  private static final String DOOR = "/opt/autorl/door";
  private static final String NATIVES = "/opt/autorl/natives";
  private static final String PROGRAMS = "/opt/autorl/bin";

  /** For agents: the trainers' command line, with the class path that their workspace names. */
  private static final String TRAIN =
      """
      #!/bin/sh
      exec "$JAVA_HOME/bin/java" %s -cp "$AUTORL_LIB" org.autorl.trainers.cli.Main train "$@"
      """;

  private static final List<String> DOOR_CLASSES =
      List.of("Door", "Hatch", "Passage", "Pipe", "Relay");

  private final Path home;
  private final List<Path> classPath;
  private final Path natives;
  private final Path door;
  private final Path programs;

  /**
   * Finds what this JVM runs with.
   *
   * @param cache folder that keeps native libraries and the door's classes between runs
   */
  public JavaHome(Path home, String classPath, Path cache) throws IOException {
    this.home = home;
    this.classPath = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (Files.exists(path) && !keptOut(path)) {
        this.classPath.add(path);
      }
    }
    this.natives = cache.resolve("natives");
    this.door = cache.resolve("door");
    Files.createDirectories(natives);
    writeDoor();
    this.programs = cache.resolve("bin");
    writePrograms();
  }

  private static boolean keptOut(Path entry) {
    String name = entry.getFileName().toString();
    boolean ownJar =
        KEPT_OUT.stream().anyMatch(room -> name.matches(room + "-\\d+\\.\\d+\\.\\d+.*\\.jar"));
    boolean ownClasses =
        name.endsWith("classes")
            && KEPT_OUT.stream()
                .anyMatch(room -> entry.toString().contains("/" + room + "/target/"));
    return ownJar || ownClasses;
  }

  private void writeDoor() throws IOException {
    Path folder = door.resolve("org/autorl/runner/door");
    Files.createDirectories(folder);
    for (String name : DOOR_CLASSES) {
      try (InputStream in =
          JavaHome.class.getResourceAsStream("/org/autorl/runner/door/" + name + ".class")) {
        if (in == null) {
          throw new IOException("the class path lacks the door's class " + name);
        }
        Files.write(folder.resolve(name + ".class"), in.readAllBytes());
      }
    }
  }

  private void writePrograms() throws IOException {
    Path train = programs.resolve("autorl-train");
    String text = TRAIN.formatted(String.join(" ", flags()));
    Files.createDirectories(programs);
    if (!Files.isExecutable(train) || !Files.readString(train).equals(text)) {
      // Others may be starting it: it is replaced whole.
      Path fresh = Files.createTempFile(programs, "autorl-train", ".part");
      Files.writeString(fresh, text);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, train, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Folder of the native libraries. */
  public Path natives() {
    return natives;
  }

  /** What a sandbox must mount for Java to work in it. */
  public List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    if (!home.startsWith("/usr")) {
      mounts.add(Mount.readOnly(home, home.toString()));
    }
    for (int i = 0; i < classPath.size(); i++) {
      mounts.add(library(i));
    }
    mounts.add(Mount.readOnly(door, DOOR));
    mounts.add(Mount.readOnly(natives, NATIVES));
    mounts.add(Mount.readOnly(programs, PROGRAMS));
    return mounts;
  }

  private Mount library(int i) {
    // A number before the name: two folders of the class path may have the same.
    Path path = classPath.get(i);
    return Mount.readOnly(path, LIBRARY + "/" + i + "-" + path.getFileName());
  }

  /** The {@code java} program. */
  public String program() {
    return home.resolve("bin/java").toString();
  }

  /** The class path as those in the sandbox see it. */
  public String classPath(Sandbox sandbox) {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < classPath.size(); i++) {
      seen.add(sandbox.seen(library(i)));
    }
    return String.join(File.pathSeparator, seen);
  }

  /** Class path of the door alone. */
  public String doorPath(Sandbox sandbox) {
    return sandbox.seen(Mount.readOnly(door, DOOR));
  }

  /** Variables that Java and its numerics want. */
  public Map<String, String> environment(Sandbox sandbox) {
    String seen = sandbox.seen(Mount.readOnly(natives, NATIVES));
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(
        "PATH",
        sandbox.seen(Mount.readOnly(programs, PROGRAMS))
            + ":"
            + home.resolve("bin")
            + ":/usr/local/bin:/usr/bin:/bin");
    environment.put("LANG", "C.UTF-8");
    environment.put("JAVA_HOME", home.toString());
    environment.put("DJL_CACHE_DIR", seen);
    environment.put("ENGINE_CACHE_DIR", seen);
    environment.put("DJL_OFFLINE", "true");
    environment.put("OPT_OUT_TRACKING", "true");
    // The engine's JNI library warns of what it does itself.
    environment.put("TORCH_CPP_LOG_LEVEL", "ERROR");
    // Tensors come and go by the megabyte: giving them back to the system each time costs most of
    // the training's speed.
    environment.put("MALLOC_MMAP_THRESHOLD_", Long.toString(1L << 32));
    environment.put("MALLOC_TRIM_THRESHOLD_", Long.toString(1L << 33));
    return environment;
  }

  /** Flags for a trainers' JVM. */
  public static List<String> flags() {
    return List.of("-XX:+UseSerialGC", "-Xmx2g");
  }
}
