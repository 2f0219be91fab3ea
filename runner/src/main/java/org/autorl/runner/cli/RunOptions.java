package org.autorl.runner.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.autorl.records.Task;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.grading.Grading;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code run} and {@code resume} have in common. */
final class RunOptions {
  @Option(names = "--runs", description = "Folder of runs (default runs/).")
  Path runs = Path.of("runs");

  @Option(names = "--site", description = "Where to render the site (default site/public/).")
  Path site = Path.of("site/public");

  @Option(names = "--sandbox", description = "bubblewrap (default) or none.")
  String sandbox = "bubblewrap";

  @Option(names = "--port", description = "Port of the grading API (default: any that is free).")
  int port;

  @Option(names = "--json", description = "Print results as JSON.")
  boolean json;

  @Option(
      names = "--grading-limit",
      paramLabel = "SECONDS",
      description = "How long grading a policy on one split may take (default: 7200).")
  long gradingLimit = Grading.USUAL_LIMIT.toSeconds();

  @Mixin WorkerOptions worker = new WorkerOptions();

  @Mixin DriverOptions driver = new DriverOptions();

  @Mixin MirrorOptions mirrors = new MirrorOptions();

  private boolean quiet;

  void say(String line) {
    if (!quiet) {
      System.err.println("autorl: " + line);
    }
  }

  /** The same for attempts that nobody follows one by one. */
  RunOptions quietly() {
    RunOptions same = new RunOptions();
    same.runs = runs;
    same.site = site;
    same.sandbox = sandbox;
    same.worker = worker;
    same.quiet = true;
    return same;
  }

  /** Refuses a port that is taken before anything has begun. */
  void checkPort() throws IOException {
    if (port == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (BindException e) {
      throw new UserError(
          "port " + port + " is taken", "Choose another with `--port`, or leave it out.");
    }
  }

  /** The longest that one grading may take. */
  Duration gradingLimit() {
    if (gradingLimit < 1) {
      throw new UserError("--grading-limit is " + gradingLimit + " s", "Give it a second or more.");
    }
    return Duration.ofSeconds(gradingLimit);
  }

  /** Refuses a place for runs that is none, or that is too small for what an agent may write. */
  void checkRuns(List<Task> tasks) throws IOException {
    for (Path at = runs.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at)) {
        if (!Files.isWritable(at)) {
          throw noPlace("%s may not be written".formatted(at));
        }
        for (Task task : tasks) {
          if (Folders.free(at).compareTo(task.budget().disk()) < 0) {
            throw noPlace(
                "%s are free, and `%s` may take %s"
                    .formatted(Folders.free(at), task.id(), task.budget().disk()));
          }
        }
        return;
      }
      if (Files.exists(at)) {
        throw noPlace(at.endsWith(runs) ? "it is not a folder" : at + " is not a folder");
      }
    }
  }

  private UserError noPlace(String why) {
    return new UserError(
        "runs cannot be kept in " + runs + ": " + why, "Choose another folder with `--runs`.");
  }

  /** Renders all runs. */
  void renderSite(Machinery machinery) throws IOException, InterruptedException {
    try {
      new SiteProgram(machinery.java().program(), runs, SiteProgram.RESULTS, site).render();
    } catch (SiteProgram.Failed e) {
      throw new IllegalStateException(e.getMessage() + "; the run itself is complete", e);
    }
    say("site: " + site.resolve("index.html"));
  }
}
