package org.autorl.runner.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.runner.serve.Renderer;

/**
 * Renders runs as a static site, in a process of its own; one at a time for each site, also of
 * several commands.
 *
 * @param java the program
 * @param runs folder of runs
 * @param results folder of accepted runs
 * @param out where the pages go; beside it lies what the next rendering needs to know
 */
record SiteProgram(String java, Path runs, Path results, Path out) implements Renderer {
  /** Accepted results, as the project keeps them. */
  static final Path RESULTS = Path.of("site/results");

  /** Pages in Markdown. */
  static final Path CONTENT = Path.of("site/content");

  /** Runs from which on the better compiler pays; docs/reference/benchmarks.md. */
  private static final int MANY = 3000;

  /**
   * What it is to leave: pages are made of many short methods, and compiling took half the time.
   */
  private static final List<String> BETTER =
      List.of(
          "-XX:-DoEscapeAnalysis",
          "-XX:FreqInlineSize=100",
          "-XX:InlineSmallCode=1000",
          "-XX:MaxInlineLevel=9");

  /** The program has said why on standard error. */
  static final class Failed extends IOException {
    private static final long serialVersionUID = 1;

    Failed() {
      super("the site could not be rendered");
    }
  }

  /** What is to be done while nobody else renders this site. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  @Override
  public void render() throws IOException, InterruptedException {
    alone(
        () -> {
          Process process = program().redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
          try {
            if (process.waitFor() != 0) {
              throw new Failed();
            }
          } finally {
            process.destroy();
          }
        });
  }

  /** The same, for those who render again and again. */
  Resident resident() {
    return new Resident();
  }

  /**
   * Keeps the program: what it has loaded and compiled for one rendering serves the next, which
   * takes a third of the time. Used by one thread; another may close it.
   */
  final class Resident implements Renderer, AutoCloseable {
    private static final long MILLIS = 5;

    private volatile Optional<Process> running = Optional.empty();

    private Resident() {}

    @Override
    public void render() throws IOException, InterruptedException {
      alone(
          () -> {
            Optional<Process> kept = running.filter(Process::isAlive);
            Process process = kept.isPresent() ? kept.get() : program("--again", "yes").start();
            running = Optional.of(process);
            if (kept.isPresent()) {
              process.getOutputStream().write('\n');
              process.getOutputStream().flush();
            }
            answer(process);
          });
    }

    private static void answer(Process process) throws IOException, InterruptedException {
      BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
      while (!said.ready()) {
        if (!process.isAlive() && !said.ready()) {
          throw new Failed();
        }
        Thread.sleep(MILLIS);
      }
      if (said.readLine().startsWith("error: ")) {
        throw new Failed();
      }
    }

    @Override
    public void close() {
      running.ifPresent(Process::destroy);
    }
  }

  private void alone(Work work) throws IOException, InterruptedException {
    Path place = out.toAbsolutePath().normalize();
    Files.createDirectories(place.resolveSibling(""));
    try (FileChannel file =
            FileChannel.open(
                beside(place, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      work.run();
    }
  }

  private ProcessBuilder program(String... more) throws IOException {
    Path state = beside(out, ".state");
    List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC"));
    // Where little is to be made code need not be the best, but be there soon.
    boolean little = Files.exists(state) || isFew();
    command.addAll(little ? List.of("-XX:TieredStopAtLevel=1") : BETTER);
    command.addAll(archive());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "org.autorl.site.Main",
            "--runs",
            runs.toString(),
            "--results",
            results.toString(),
            "--content",
            CONTENT.toString(),
            "--state",
            state.toString(),
            "--out",
            out.toString()));
    command.addAll(List.of(more));
    ProcessBuilder renderer =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    Variables.withoutKeys(renderer);
    return renderer;
  }

  private boolean isFew() throws IOException {
    if (!Files.isDirectory(runs)) {
      return true;
    }
    try (Stream<Path> listed = Files.list(runs)) {
      return listed.limit(MANY).count() < MANY;
    }
  }

  /** Classes that a launcher has kept for it. */
  private static List<String> archive() {
    return Optional.ofNullable(System.getProperty("autorl.site.archive"))
        .filter(archive -> Files.exists(Path.of(archive)))
        .map(
            archive ->
                List.of(
                    "-Xshare:auto",
                    "-Xlog:cds=off",
                    "-Xlog:cds+dynamic=off",
                    "-XX:SharedArchiveFile=" + archive))
        .orElse(List.of());
  }

  private static Path beside(Path out, String ending) {
    return out.resolveSibling(out.getFileName() + ending);
  }
}
