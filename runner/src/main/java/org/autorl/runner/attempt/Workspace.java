package org.autorl.runner.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.records.Task;
import org.autorl.runner.agent.AgentProgram;
import org.autorl.runner.door.Door;
import org.autorl.runner.folder.AtomicFile;
import org.autorl.runner.grading.TaskItems;
import org.autorl.runner.grading.VisibleFiles;
import org.autorl.runner.sandbox.JavaHome;
import org.autorl.runner.sandbox.Limits;
import org.autorl.runner.sandbox.Mount;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.sandbox.SandboxSpec;

/**
 * All that an attempt can see: code and output to write; prompt, data and base policy to read.
 *
 * @param root on the host
 * @param given on the host, the parts that are mounted read-only
 */
record Workspace(Path root, Path given) {
  private static final String INSIDE = "/workspace";
  private static final String SOCKETS = "/run/autorl/";
  static final String SOCKET = "grading.sock";
  private static final int DOOR_PORT = 5000;
  private static final Pattern PLACE = Pattern.compile("(?<!\\$)\\{([A-Za-z][A-Za-z_]*)}");

  /** Lays the workspace out; what the agent left from before stays. */
  static Workspace make(Path root, TaskItems items) throws IOException {
    Task task = items.task();
    Path taskFolder = items.folder();
    Path given = root.resolveSibling("given");
    Files.createDirectories(root.resolve("code"));
    Files.createDirectories(root.resolve("output"));
    Files.createDirectories(root.resolve("data"));
    Files.createDirectories(root.resolve("base"));
    VisibleFiles.write(items, given.resolve("data"));
    // Whole: a link that an agent has left from before is not written through.
    AtomicFile.write(root.resolve("prompt.md"), Assignment.text(task, taskFolder));
    if (!task.files().isEmpty()) {
      Files.createDirectories(root.resolve("files"));
      Files.createDirectories(given.resolve("files"));
    }
    for (String file : task.files()) {
      Path copy = given.resolve("files").resolve(Path.of(file).getFileName());
      Files.copy(taskFolder.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return new Workspace(root, given);
  }

  /** Writes the assignment to the files that an agent reads its orders from, too. */
  void instruct(AgentProgram agent, String assignment) throws IOException {
    for (String file : agent.setup().instructions()) {
      AtomicFile.write(root.resolve(file), assignment);
    }
  }

  /**
   * How to start an agent here.
   *
   * @param gradingPort on the host
   */
  SandboxSpec agent(
      AgentProgram agent,
      Task task,
      Path basePolicy,
      long seed,
      Sandbox sandbox,
      JavaHome java,
      Access access,
      Path log) {
    boolean isolated = sandbox.isolation() == org.autorl.records.Isolation.BUBBLEWRAP;
    Mount own = new Mount(root, INSIDE, true);
    Mount data = Mount.readOnly(given.resolve("data"), INSIDE + "/data");
    Mount base = Mount.readOnly(basePolicy, INSIDE + "/base");
    List<Mount> mounts = new ArrayList<>(java.mounts());
    mounts.addAll(List.of(own, data, base));
    Mount files = Mount.readOnly(given.resolve("files"), INSIDE + "/files");
    if (!task.files().isEmpty()) {
      mounts.add(files);
    }
    mounts.addAll(agent.mounts());
    List<String> command = new ArrayList<>();
    int port = isolated ? DOOR_PORT : access.port();
    if (isolated) {
      mounts.add(Mount.readOnly(access.sockets(), SOCKETS));
      command.addAll(
          List.of(
              java.program(),
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Xmx32m",
              "-cp",
              java.doorPath(sandbox),
              "org.autorl.runner.door.Door",
              Integer.toString(DOOR_PORT),
              SOCKETS + SOCKET));
      access
          .ways()
          .forEach(
              way -> command.addAll(List.of(Integer.toString(way.seen()), SOCKETS + way.socket())));
      command.add(Door.END);
    }
    Map<String, String> environment = new LinkedHashMap<>(java.environment(sandbox));
    environment.put("HOME", isolated ? "/home" : root.toString());
    environment.put("TASK", task.id());
    environment.put("BASE_MODEL", Path.of(task.policy().name()).getFileName().toString());
    environment.put("WORKSPACE", sandbox.seen(own));
    environment.put("MODEL_PATH", sandbox.seen(base));
    environment.put("DATA_PATH", sandbox.seen(data));
    if (!task.files().isEmpty()) {
      environment.put("FILES_PATH", sandbox.seen(files));
    }
    environment.put("OUTPUT_DIR", sandbox.seen(own) + "/output");
    environment.put("AUTORL_SEED", Long.toString(seed));
    environment.put("AUTORL_LIB", java.classPath(sandbox));
    environment.put("GRADING_SERVER_URL", "http://127.0.0.1:" + port + "/" + access.token());
    access
        .ways()
        .forEach(
            way -> environment.putAll(way.variables().apply(isolated ? way.seen() : way.port())));
    agent.setup().environment().forEach(environment::putIfAbsent);
    String agentFolder = agent.mounts().isEmpty() ? "" : sandbox.seen(agent.mounts().get(0));
    Map<String, String> stands = new LinkedHashMap<>(environment);
    stands.putAll(
        Map.of("java", java.program(), "lib", java.classPath(sandbox), "agent", agentFolder));
    agent.command().forEach(word -> command.add(filledIn(word, stands)));
    environment.replaceAll(
        (name, value) ->
            agent.setup().environment().containsKey(name) ? filledIn(value, stands) : value);
    Limits limits = Limits.agent(task.budget().memory(), task.budget().disk());
    return new SandboxSpec(command, environment, mounts, root, log, true, limits);
  }

  /** A word with what its {@code {NAME}} stand for; unknown names stay, and those of a shell. */
  private static String filledIn(String word, Map<String, String> stands) {
    return PLACE
        .matcher(word)
        .replaceAll(
            place -> Matcher.quoteReplacement(stands.getOrDefault(place.group(1), place.group())));
  }

  /**
   * How the grading server of an attempt is reached, and what else it may reach.
   *
   * @param port on the host's loopback
   * @param sockets folder with the sockets that lead there from a sandbox
   */
  record Access(int port, String token, Path sockets, List<Way> ways) {}

  /**
   * A further way out of a sandbox.
   *
   * @param port of the server that it leads to, on the host's loopback
   * @param seen port of the same server inside
   * @param socket in the folder of sockets
   * @param variables that an agent knows it by, of the port that it sees
   */
  record Way(int port, int seen, String socket, IntFunction<Map<String, String>> variables) {}
}
