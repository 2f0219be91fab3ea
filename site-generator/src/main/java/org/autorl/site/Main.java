package org.autorl.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Renders run folders as a static site. */
@Command(name = "site", description = "Render run folders as a static site.")
public final class Main implements Callable<Integer> {
  @Option(names = "--runs", required = true, description = "Folder of runs.")
  private Path runs = Path.of("");

  @Option(names = "--results", required = true, description = "Folder of accepted runs.")
  private Path results = Path.of("");

  @Option(names = "--content", required = true, description = "Folder of Markdown pages.")
  private Path content = Path.of("");

  @Option(names = "--out", required = true, description = "Where to write.")
  private Path out = Path.of("");

  private Main() {}

  /** Exits 0 done, 2 command line, 3 our fault. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main())
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  line.getErr().println("error: the site could not be rendered: " + e);
                  return 3;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<RunReader.Read> read = new ArrayList<>(RunReader.all(results));
    read.addAll(RunReader.all(runs));
    List<CheatReader.Read> zoo = new ArrayList<>(CheatReader.all(results));
    zoo.addAll(CheatReader.all(runs));
    int pages = new SiteWriter(out).write(read, zoo, content);
    long broken = read.stream().filter(r -> r.problem().isPresent()).count();
    System.err.printf("site: %d runs (%d unreadable), %d pages%n", read.size(), broken, pages);
    System.out.println(out.resolve("index.html"));
    return 0;
  }
}
