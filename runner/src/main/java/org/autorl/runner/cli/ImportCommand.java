package org.autorl.runner.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.autorl.records.Json;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.imports.ImportPlan;
import org.autorl.runner.imports.ImportRefused;
import org.autorl.runner.imports.ImportedTask;
import org.autorl.runner.imports.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = "Turn task folders of Agent² RL-Bench or Harbor into task folders of ours.")
final class ImportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FOLDER",
      arity = "1..*",
      description = "Task folders, or folders of task folders.")
  private List<Path> folders = List.of();

  @Option(names = "--out", description = "Folder for the tasks, one folder each (default: tasks).")
  private Path out = Path.of("tasks");

  @Option(names = "--policy", description = "Base policy; copied beside each task file.")
  private Optional<Path> policy = Optional.empty();

  @Option(
      names = "--profile",
      description = "Profile of your suite that the tasks use (default: embedded, or full).")
  private Optional<String> profile = Optional.empty();

  @Option(names = "--force", description = "Overwrite files that are there.")
  private boolean force;

  @Option(names = "--json", description = "Print an array: each task, its files, what is missing.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    ImportPlan read;
    try {
      read = ImportPlan.read(folders, new Settings(out, policy, profile, force));
    } catch (ImportRefused e) {
      throw UserError.ready(String.valueOf(e.getMessage()));
    }
    List<TaskFileReader.Answer> answers = check(read.tasks());
    StringJoiner refused = new StringJoiner("\n");
    for (int i = 0; i < answers.size(); i++) {
      TaskFileReader.Answer answer = answers.get(i);
      if (answer.suite().isEmpty() && !read.tasks().get(i).awaits(answer.message())) {
        refused.add(answer.message());
      }
    }
    if (refused.length() > 0) {
      throw UserError.ready(refused.toString());
    }
    write(read.tasks());
    tell(read, answers);
    return 0;
  }

  private static void write(List<ImportedTask> tasks) throws IOException {
    try {
      for (ImportedTask task : tasks) {
        task.write();
      }
    } catch (AccessDeniedException e) {
      throw new UserError(
          "no permission for " + e.getFile(), "Choose another folder with `--out`.");
    }
  }

  /** Checks what would be written, in a folder of its own, before anything is. */
  private List<TaskFileReader.Answer> check(List<ImportedTask> tasks)
      throws IOException, InterruptedException {
    Path trial = Files.createTempDirectory("autorl-import");
    try {
      Files.createDirectory(trial.resolve(StandIn.POLICY));
      for (ImportedTask task : tasks) {
        task.writeTrial(trial.resolve(task.id()));
        if (task.profile().isPresent()) {
          Files.writeString(trial.resolve(task.id() + ".groovy"), StandIn.suite(task));
        }
      }
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.put("AUTORL_CACHE", trial.resolve(".cache").toString());
      return TaskFileReader.find(environment)
          .readAll(tasks.stream().map(task -> trialFile(trial, task)).toList())
          .stream()
          .map(
              answer ->
                  new TaskFileReader.Answer(
                      answer.file(),
                      answer.suite(),
                      answer.message().replace(trial.toString(), out.toString())))
          .toList();
    } finally {
      Folders.delete(trial);
    }
  }

  private static Path trialFile(Path trial, ImportedTask task) {
    return task.profile().isPresent()
        ? trial.resolve(task.id() + ".groovy")
        : trial.resolve(task.id()).resolve("task.groovy");
  }

  private void tell(ImportPlan read, List<TaskFileReader.Answer> answers) {
    read.skipped().forEach(folder -> say(folder + " is skipped: its name begins with `_`"));
    ArrayNode all = Json.object().putArray("tasks");
    for (int i = 0; i < answers.size(); i++) {
      ImportedTask task = read.tasks().get(i);
      TaskFileReader.Answer answer = answers.get(i);
      task.notCarried().forEach(text -> say(task.id() + ": not carried over: " + text));
      if (answer.suite().isEmpty()) {
        say(task.id() + " is a draft; until its `To do`s are done, `autorl check` will say:\n");
        System.err.println(answer.message());
      }
      all.add(described(task, answer));
      if (!json) {
        System.out.println(line(task, answer));
      }
    }
    if (json) {
      System.out.print(Json.pretty(all));
    }
    sayHowToUse(read.tasks());
  }

  private static ObjectNode described(ImportedTask task, TaskFileReader.Answer answer) {
    ObjectNode entry = Json.object();
    entry.put("task", task.id()).put("kind", task.kind()).put("from", task.from().toString());
    entry.put("file", task.file().toString()).put("checks", answer.suite().isPresent());
    task.profile().ifPresent(name -> entry.put("profile", name));
    task.files().forEach(entry.withArray("files")::add);
    task.notCarried().forEach(entry.putArray("notCarriedOver")::add);
    if (answer.suite().isEmpty()) {
      entry.put("message", answer.message());
    }
    return entry;
  }

  private static String line(ImportedTask task, TaskFileReader.Answer answer) {
    return task.file()
        + ": "
        + answer
            .suite()
            .map(Suite::tasks)
            .map(tasks -> items(tasks.get(0)))
            .orElse("a draft, which does not check yet");
  }

  private static String items(Task task) {
    return "checks, with %d visible, %d practice and %d sealed items"
        .formatted(
            task.data().visible().items(),
            task.data().practice().items(),
            task.data().sealed().items());
  }

  private void sayHowToUse(List<ImportedTask> tasks) {
    tasks.stream()
        .flatMap(task -> task.profile().stream())
        .distinct()
        .forEach(
            name ->
                say(
                    "a suite with a profile `%s`, in the folder above, takes such tasks in with `include '%s/*/task.groovy'`"
                        .formatted(name, out.toAbsolutePath().normalize().getFileName())));
  }

  private static void say(String text) {
    System.err.println("autorl: " + text);
  }
}
