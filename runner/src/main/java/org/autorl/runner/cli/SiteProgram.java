package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** The program has said why on standard error. */
  static final class Failed extends IOException {
    private static final long serialVersionUID = 1;

    Failed() {
      super("the site could not be rendered");
    }
  }

  @Override
  public void render() throws IOException, InterruptedException {
    Path place = out.toAbsolutePath().normalize();
    Files.createDirectories(place.resolveSibling(""));
    try (FileChannel file =
            FileChannel.open(
                beside(place, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      Process process = program().start();
      try {
        if (process.waitFor() != 0) {
          throw new Failed();
        }
      } finally {
        process.destroy();
      }
    }
  }

  private ProcessBuilder program() {
    Path state = beside(out, ".state");
    List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC"));
    if (Files.exists(state)) {
      // Little is to be made: code need not be the best, but be there soon.
      command.add("-XX:TieredStopAtLevel=1");
    }
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
    ProcessBuilder renderer =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Variables.withoutKeys(renderer);
    return renderer;
  }

  /** The first site that is made leaves its classes for later ones, where a launcher says so. */
  private static List<String> archive() {
    return Optional.ofNullable(System.getProperty("autorl.site.archive"))
        .map(
            archive ->
                List.of(
                    "-Xshare:auto",
                    "-Xlog:cds=off",
                    "-Xlog:cds+dynamic=off",
                    Files.exists(Path.of(archive))
                        ? "-XX:SharedArchiveFile=" + archive
                        : "-XX:ArchiveClassesAtExit=" + archive))
        .orElse(List.of());
  }

  private static Path beside(Path out, String ending) {
    return out.resolveSibling(out.getFileName() + ending);
  }
}
