package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.autorl.records.AttemptRecord;
import org.autorl.records.RunRecord;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.report.Problem;
import org.autorl.runner.report.RunVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "accept",
    description = "Check runs whole, and keep their records, without weights, among the results.")
final class AcceptCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Run folders.")
  private List<Path> folders = List.of();

  @Option(names = "--results", description = "Folder of accepted runs (default site/results/).")
  private Path results = Path.of("site/results");

  @Override
  public Integer call() throws Exception {
    List<RunFolder> runs = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Path folder : folders) {
      RunFolder run = NamedRun.at(folder);
      runs.add(run);
      wrong.addAll(against(run));
    }
    if (!wrong.isEmpty()) {
      throw new UserError(
          "nothing was accepted\n  " + String.join("\n  ", wrong),
          "`autorl resume RUN` ends what has not ended; `autorl verify RUN` tells all that is wrong.");
    }
    for (RunFolder run : runs) {
      Path kept = results.resolve(run.root().getFileName());
      keep(run, kept);
      System.out.println("accepted: " + kept);
    }
    return 0;
  }

  /** What speaks against a run, a line each. */
  private List<String> against(RunFolder run) throws IOException {
    Path name = run.root().getFileName();
    if (Files.exists(results.resolve(name))) {
      return List.of(name + " is among the results already");
    }
    RunRecord record = run.run();
    List<String> against = new ArrayList<>();
    for (String task : record.tasks()) {
      for (long seed : record.seeds()) {
        AttemptFolder attempt = run.attempt(task, seed);
        if (attempt.attempt().flatMap(AttemptRecord::outcome).isEmpty()) {
          against.add("%s: %s, seed %d has not ended".formatted(name, task, seed));
        }
      }
    }
    List<Problem> problems = RunVerifier.verify(run).problems();
    if (!problems.isEmpty()) {
      against.add(
          "%s: %s%s"
              .formatted(
                  name,
                  problems.get(0).text(),
                  problems.size() == 1 ? "" : ", and %d more".formatted(problems.size() - 1)));
    }
    return against;
  }

  /** Copies a run; it appears whole or not at all. */
  private void keep(RunFolder run, Path kept) throws IOException {
    Path partial = results.resolve("." + kept.getFileName() + ".partial");
    Folders.delete(partial);
    Files.createDirectories(results);
    try {
      try (Stream<Path> all = Files.walk(run.root())) {
        for (Path from : all.filter(path -> !path.equals(run.lock())).toList()) {
          Path to = partial.resolve(run.root().relativize(from).toString());
          if (Files.isDirectory(from)) {
            Files.createDirectories(to);
          } else {
            Files.copy(from, to);
            to.toFile().setWritable(true, true);
          }
        }
      }
      Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(partial);
    }
  }
}
