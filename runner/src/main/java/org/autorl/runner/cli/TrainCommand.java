package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.autorl.records.Isolation;
import org.autorl.runner.sandbox.JavaHome;
import org.autorl.runner.sandbox.Mount;
import org.autorl.runner.sandbox.SandboxSpec;
import org.autorl.runner.sandbox.StillRunning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Starts the trainers' {@code train} in a sandbox that reads what the command names and writes to
 * {@code --out}; the trainers know the algorithms and their options.
 */
@Command(
    name = "train",
    description =
        "Train a policy by an algorithm or a Groovy script: train ALGORITHM|FILE.groovy; `train --help` lists them.")
final class TrainCommand implements Callable<Integer> {
  private static final int OURS = 3;
  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;
  private static final long PATIENCE = 130;
  private static final String SANDBOX = "--sandbox";

  @Unmatched private List<String> typed = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    List<String> words = new ArrayList<>(typed);
    String sandbox = takeSandbox(words);
    if (words.isEmpty() || words.contains("--help") || words.get(0).startsWith("--")) {
      words.add(0, "train");
      return Machinery.find("none", System.getenv()).trainers(words).inheritIO().start().waitFor();
    }
    Machinery machinery = Machinery.find(sandbox, System.getenv());
    machinery.prepare(line -> System.err.println("autorl: " + line));
    TrainPaths paths = TrainPaths.of(words);
    boolean made = paths.makeOut();
    int status = run(machinery, paths);
    if (made && status != 0) {
      removeIfEmpty(paths.out().orElseThrow());
    }
    return status;
  }

  private static String takeSandbox(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).startsWith(SANDBOX + "=")) {
        return words.remove(i).substring(SANDBOX.length() + 1);
      }
      if (words.get(i).equals(SANDBOX) && i + 1 < words.size()) {
        words.remove(i);
        return words.remove(i);
      }
    }
    return "bubblewrap";
  }

  private static int run(Machinery machinery, TrainPaths paths)
      throws IOException, InterruptedException {
    Process process =
        machinery
            .sandbox()
            .builder(spec(machinery, paths))
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    Thread hook = new Thread(() -> end(machinery, process));
    Runtime.getRuntime().addShutdownHook(hook);
    int status = process.waitFor();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Ctrl-C: the hook waits for the same process, and then this program ends.
      return INTERRUPTED;
    }
    if (status == TERMINATED) {
      return INTERRUPTED;
    }
    if (status > OURS && status != INTERRUPTED) {
      System.err.println(
          "error: training was ended from outside, status %d; was there memory enough?"
              .formatted(status));
      return OURS;
    }
    return status;
  }

  /** Asks training to end, and waits until what it has reached is saved. */
  private static void end(Machinery machinery, Process process) {
    machinery.sandbox().askToEnd(process);
    try {
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        machinery.sandbox().kill(process);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StillRunning e) {
      System.err.println("error: " + e.getMessage());
    }
  }

  private static SandboxSpec spec(Machinery machinery, TrainPaths paths) {
    JavaHome java = machinery.java();
    List<String> command = new ArrayList<>(List.of(java.program()));
    command.addAll(JavaHome.flags());
    boolean isolated = machinery.sandbox().isolation() == Isolation.BUBBLEWRAP;
    if (isolated) {
      // The sandbox's user has no entry in any list, so Java would take the folder `?` for its
      // home.
      command.add("-Duser.home=/home");
    }
    command.addAll(
        List.of(
            "-cp", java.classPath(machinery.sandbox()), "org.autorl.trainers.cli.Main", "train"));
    command.addAll(paths.words());
    List<Mount> mounts = new ArrayList<>(java.mounts());
    mounts.addAll(paths.mounts());
    Map<String, String> environment = new LinkedHashMap<>(java.environment(machinery.sandbox()));
    if (isolated) {
      environment.putAll(paths.variables());
    }
    Path cwd =
        paths
            .script()
            .map(Path::getParent)
            .or(paths::out)
            .filter(Files::isDirectory)
            .orElse(Path.of("/tmp"));
    return new SandboxSpec(command, environment, mounts, cwd, Path.of("/dev/null"), false);
  }

  private static void removeIfEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }
}
