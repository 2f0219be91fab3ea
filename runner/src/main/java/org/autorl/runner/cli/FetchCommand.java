package org.autorl.runner.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.autorl.records.Bytes;
import org.autorl.records.Json;
import org.autorl.records.Message;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.hub.FetchFailed;
import org.autorl.runner.hub.Fetched;
import org.autorl.runner.hub.Source;
import org.autorl.runner.hub.Store;
import org.autorl.runner.hub.Transfer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "fetch",
    description = "Fetch the public data and base policies of tasks, and check their digests.")
final class FetchCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "Task file.")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TASK",
      description = "Tasks; default: all of the file.")
  private List<String> ids = List.of();

  @Option(names = "--json", description = "Print an array: each source, its size, where it lies.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    Suite suite = TaskFileReader.find(environment).read(file);
    List<Task> tasks =
        ids.isEmpty() ? suite.tasks() : ids.stream().map(id -> Suites.task(suite, id)).toList();
    Transfer transfer = BarTransfer.isWatched() ? new BarTransfer() : new LineTransfer();
    List<Fetched> fetched = new ArrayList<>();
    StringJoiner failures = new StringJoiner("\n");
    for (Source source : Source.of(tasks)) {
      try {
        Fetched one = source.fetch(Store.of(environment), environment, transfer);
        fetched.add(one);
        if (!json) {
          System.out.println(line(one));
        }
      } catch (FetchFailed e) {
        failures.add(new Message(String.valueOf(e.getMessage()), List.of(), e.hint()).text());
      }
    }
    if (json) {
      ArrayNode all = Json.object().putArray("sources");
      fetched.forEach(one -> all.add(described(one)));
      System.out.print(Json.pretty(all));
    }
    if (failures.length() > 0) {
      throw UserError.ready(failures.toString());
    }
    if (fetched.isEmpty()) {
      System.err.println("autorl: these tasks need nothing that is fetched");
    }
    return 0;
  }

  private static String line(Fetched one) {
    return "%-6s  %-50s  %10s  %-7s  %s"
        .formatted(
            one.source().kind(),
            one.source().name(),
            new Bytes(one.bytes()),
            one.fetched() > 0 ? "fetched" : "there",
            String.join(", ", one.source().tasks()));
  }

  private static ObjectNode described(Fetched one) {
    ObjectNode entry = Json.object();
    entry.put("kind", one.source().kind()).put("name", one.source().address());
    entry.put("revision", one.source().revision()).put("licence", one.source().licence());
    entry.put("folder", one.folder().toString());
    entry.put("bytes", one.bytes()).put("fetchedBytes", one.fetched());
    one.source().tasks().forEach(entry.putArray("tasks")::add);
    ArrayNode files = entry.putArray("files");
    one.files()
        .forEach(
            f ->
                files
                    .addObject()
                    .put("path", f.path())
                    .put("bytes", f.size())
                    .put("checksum", f.checksum().named()));
    return entry;
  }
}
