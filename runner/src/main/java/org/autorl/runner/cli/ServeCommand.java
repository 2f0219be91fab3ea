package org.autorl.runner.cli;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.autorl.runner.serve.SiteServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = "Serve the site on this machine alone, and show runs while they go on.")
final class ServeCommand implements Callable<Integer> {
  /** Between two looks at the runs, at the least. */
  private static final Duration PACE = Duration.ofSeconds(1);

  @Option(names = "--runs", description = "Folder of runs (default runs/).")
  private Path runs = Path.of("runs");

  @Option(names = "--results", description = "Folder of accepted runs (default site/results/).")
  private Path results = SiteProgram.RESULTS;

  @Option(
      names = {"--out", "--site"},
      description = "Where to render the site (default site/public/).")
  private Path out = Path.of("site/public");

  @Option(names = "--port", description = "Port on loopback (default 8000; 0: any that is free).")
  private int port = 8000;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > 65535) {
      throw new UserError(
          "there is no port " + port, "Ports go from 0, any that is free, to 65535.");
    }
    if (Files.exists(runs) && !Files.isDirectory(runs)) {
      throw new UserError(
          "runs cannot be read from " + runs + ": it is not a folder",
          "Choose another folder with `--runs`.");
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    SiteServer.Plan plan =
        new SiteServer.Plan(List.of(results, runs), List.of(SiteProgram.CONTENT), out, port, PACE);
    try (SiteProgram.Resident renderer = new SiteProgram(java, runs, results, out).resident();
        SiteServer server =
            SiteServer.start(
                plan,
                renderer,
                InstantSource.system(),
                line -> System.err.println("autorl: " + line))) {
      Thread hook = new Thread(() -> close(server));
      Runtime.getRuntime().addShutdownHook(hook);
      System.out.printf(
          "http://127.0.0.1:%d/ is the site, and http://127.0.0.1:%1$d/live/ what goes on; Ctrl-C ends it%n",
          server.port());
      server.join();
    } catch (BindException e) {
      throw new UserError(
          "port " + port + " is taken",
          "Choose another with `--port`; `--port 0` takes one that is free.");
    }
    return 0;
  }

  private static void close(SiteServer server) {
    try {
      server.close();
    } catch (IOException e) {
      System.err.println("autorl: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
