package org.autorl.runner.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.autorl.records.Json;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.report.Problem;
import org.autorl.runner.report.RunVerifier;
import org.autorl.runner.report.Weights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "verify", description = "Check a run offline: chains, digests, every number.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Run folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--without-weights",
      description = "The run was kept without its weights: count them, check all else.")
  private boolean withoutWeights;

  @Option(names = "--json", description = "Print what was found as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    RunFolder run = NamedRun.at(folder);
    RunVerifier.Report report =
        RunVerifier.verify(run, withoutWeights ? Weights.LEFT_OUT : Weights.HERE);
    List<Problem> problems = report.problems();
    if (json) {
      System.out.print(Json.pretty(tree(report)));
      return problems.isEmpty() ? 0 : 1;
    }
    problems.forEach(problem -> System.out.println("wrong: " + problem.text()));
    for (RunVerifier.Head head : report.attempts()) {
      System.out.printf("ledger of %s, seed %d: %s%n", head.task(), head.seed(), head.hash());
    }
    System.out.printf(
        "%d attempts, %d ledger lines, %d files checked: %s%n",
        report.attempts().size(),
        report.ledgerLines(),
        report.files(),
        problems.isEmpty() ? "all as recorded" : problems.size() + " wrong");
    if (report.leftOut() > 0) {
      System.out.printf(
          "%d files of weights are not here and were not checked%n", report.leftOut());
    }
    return problems.isEmpty() ? 0 : 1;
  }

  private static ObjectNode tree(RunVerifier.Report report) {
    ObjectNode tree = Json.object().put("files", report.files()).put("leftOut", report.leftOut());
    tree.set("attempts", Json.tree(report.attempts()));
    ArrayNode problems = tree.putArray("problems");
    for (Problem problem : report.problems()) {
      ObjectNode entry =
          problems.addObject().put("file", problem.file().toString()).put("what", problem.what());
      problem.line().ifPresent(line -> entry.put("line", line));
    }
    return tree;
  }
}
