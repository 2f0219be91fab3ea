package org.autorl.runner.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.autorl.records.Json;
import org.autorl.records.Suite;
import org.autorl.runner.sandbox.Mount;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.sandbox.SandboxSpec;
import org.autorl.runner.sandbox.Unisolated;

/**
 * Reads task files in a child process without environment, network or anything to write to, in
 * bubblewrap where the machine has it: a file from a stranger is safe to check. What was read is
 * kept by content, so that a file that has not changed costs no second child.
 */
final class TaskFileReader {
  /**
   * What a file says.
   *
   * @param message why it is refused; empty if it is not
   */
  record Answer(Path file, Optional<Suite> suite, String message) {}

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MANY = 40;
  private static final int LONGEST_ANSWER = 64 << 20;

  /** Half a gigabyte in all: heap, classes and what the JVM itself needs. */
  private static final List<String> LIMITS =
      List.of(
          "-Xmx256m",
          "-XX:MaxMetaspaceSize=96m",
          "-XX:ReservedCodeCacheSize=48m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xshare:auto",
          "-Xlog:disable");

  /**
   * Asked for only where a file has to be read: finding out what the machine has takes a moment.
   */
  private final Supplier<Sandbox> sandbox;

  private final KeptSuites kept;
  private final List<Path> classPath;
  private final Path javaHome;
  private final Optional<Path> archive;

  private final Duration patience;

  TaskFileReader(Supplier<Sandbox> sandbox, Path kept, Duration patience) throws IOException {
    this.sandbox = sandbox;
    this.classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Files.exists(Path.of(entry))) {
        classPath.add(Path.of(entry).toAbsolutePath().normalize());
      }
    }
    this.kept = new KeptSuites(kept, classPath);
    this.patience = patience;
    this.javaHome = Path.of(System.getProperty("java.home")).toRealPath();
    this.archive =
        Optional.ofNullable(System.getProperty("autorl.dsl.archive"))
            .map(Path::of)
            .filter(Files::isRegularFile);
  }

  /** A reader for this machine. */
  static TaskFileReader find(Map<String, String> environment) throws IOException {
    return new TaskFileReader(
        () -> Sandbox.bubblewrap(environment.getOrDefault("PATH", "")).orElseGet(Unisolated::new),
        Machinery.cache(environment).resolve("suites"),
        PATIENCE);
  }

  /**
   * The suite of one file.
   *
   * @throws UserError with all mistakes in it
   */
  Suite read(Path file) throws IOException, InterruptedException {
    Answer answer = readAll(List.of(file)).get(0);
    return answer.suite().orElseThrow(() -> UserError.ready(answer.message()));
  }

  /** What each file says, in their order. */
  List<Answer> readAll(List<Path> files) throws IOException, InterruptedException {
    Map<Path, Answer> answers = new LinkedHashMap<>();
    List<Path> unknown = new ArrayList<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        answers.put(file, new Answer(file, Optional.empty(), missing(file).rendered()));
        continue;
      }
      Optional<Suite> known = kept.known(file);
      answers.put(file, new Answer(file, known, ""));
      if (known.isEmpty()) {
        unknown.add(file);
      }
    }
    if (!unknown.isEmpty()) {
      for (Answer answer : askInParts(unknown)) {
        answers.put(answer.file(), answer);
        if (answer.suite().isPresent()) {
          kept.keep(answer.file(), answer.suite().get());
        }
      }
    }
    return files.stream().map(answers::get).toList();
  }

  private static UserError missing(Path file) {
    return new UserError(
        "no such task file: " + file,
        "Give the path of a `tasks.groovy`; the embedded suite is in the project's root.");
  }

  /** Many files are read by several children side by side. */
  private List<Answer> askInParts(List<Path> files) throws IOException, InterruptedException {
    int children = files.size() < MANY ? 1 : Runtime.getRuntime().availableProcessors();
    int size = (files.size() + children - 1) / children;
    List<CompletableFuture<List<Answer>>> parts = new ArrayList<>();
    for (int from = 0; from < files.size(); from += size) {
      List<Path> part = files.subList(from, Math.min(files.size(), from + size));
      parts.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return ask(part);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  throw new IllegalStateException("interrupted while reading task files", e);
                }
              },
              command -> new Thread(command, "task files").start()));
    }
    List<Answer> answers = new ArrayList<>();
    for (CompletableFuture<List<Answer>> part : parts) {
      try {
        answers.addAll(part.get());
      } catch (ExecutionException e) {
        throw new IOException("task files could not be read: " + e.getCause(), e);
      }
    }
    return answers;
  }

  private List<Answer> ask(List<Path> files) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("autorl-check", ".log");
    Sandbox held = sandbox.get();
    Process child = held.start(spec(held, files, errors));
    try {
      CompletableFuture<String> said =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return new String(
                      child.getInputStream().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      long wait = patience.toMillis() + 100L * (files.size() - 1);
      List<String> lines = said.get(wait, TimeUnit.MILLISECONDS).lines().toList();
      return answers(files, lines);
    } catch (TimeoutException e) {
      return refused(files, "it was not read within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      return refused(files, "what it says is too long");
    } finally {
      held.kill(child);
      Files.deleteIfExists(errors);
    }
  }

  private List<Answer> answers(List<Path> files, List<String> lines) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      if (i >= lines.size()) {
        answers.addAll(
            refused(files.subList(i, files.size()), "reading it needs more than 512 MB of memory"));
        return answers;
      }
      ObjectNode line = Json.readObject(lines.get(i));
      answers.add(
          line.has("suite")
              ? new Answer(
                  files.get(i), Optional.of(Json.fromTree(line.get("suite"), Suite.class)), "")
              : new Answer(files.get(i), Optional.empty(), line.path("message").asText()));
    }
    return answers;
  }

  private static List<Answer> refused(List<Path> files, String why) {
    return files.stream()
        .map(
            file ->
                new Answer(
                    file,
                    Optional.empty(),
                    new UserError(
                            file + " is refused: " + why,
                            "A task file states a few values; look for brackets without end and for very long texts.")
                        .rendered()))
        .toList();
  }

  private SandboxSpec spec(Sandbox held, List<Path> files, Path errors) {
    List<Mount> mounts = new ArrayList<>();
    if (!javaHome.startsWith("/usr")) {
      mounts.add(Mount.readOnly(javaHome, javaHome.toString()));
    }
    classPath.forEach(entry -> mounts.add(Mount.readOnly(entry, entry.toString())));
    archive.ifPresent(a -> mounts.add(Mount.readOnly(a, a.toString())));
    List<Path> folders = files.stream().map(Suites::folder).distinct().toList();
    folders.forEach(folder -> mounts.add(mount(folder, folders)));
    List<String> command = new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
    command.addAll(LIMITS);
    archive.ifPresent(
        a ->
            command.add(
                (a.toString().endsWith(".aot") ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + a));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add("org.autorl.dsl.cli.Main");
    for (Path file : files) {
      command.add(held.seen(mount(Suites.folder(file), folders)) + "/" + file.getFileName());
      command.add(file.toString());
    }
    Map<String, String> environment = Map.of("LANG", "C.UTF-8", "PATH", "/usr/bin:/bin");
    return new SandboxSpec(command, environment, mounts, folders.get(0), errors, false);
  }

  private static Mount mount(Path folder, List<Path> folders) {
    return Mount.readOnly(folder, "/tasks/" + folders.indexOf(folder));
  }
}
