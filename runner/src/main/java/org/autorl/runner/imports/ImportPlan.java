package org.autorl.runner.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.autorl.records.Bytes;

/**
 * Reads foreign task folders; all of them or none.
 *
 * @param tasks what is ready to be written, in the order of the folders
 * @param skipped folders that are no tasks by their names
 */
public record ImportPlan(List<ImportedTask> tasks, List<Path> skipped) {
  /**
   * Reads folders, each a task or a folder of tasks.
   *
   * @throws ImportRefused with all that is wrong
   */
  public static ImportPlan read(List<Path> folders, Settings settings)
      throws IOException, ImportRefused {
    Problems problems = new Problems();
    List<Path> skipped = new ArrayList<>();
    List<ImportedTask> tasks = new ArrayList<>();
    Optional<PolicyFolder> policy = Optional.empty();
    if (settings.policy().isPresent()) {
      policy = PolicyFolder.open(settings.policy().get(), problems);
    }
    checkSettings(settings, problems);
    Map<String, Path> origins = new TreeMap<>();
    for (Path folder : folders) {
      for (SourceFolder source : sources(folder, skipped, problems)) {
        Optional<Draft> draft =
            source.has(SmithFolder.CONFIG) ? SmithFolder.read(source) : HarborFolder.read(source);
        if (draft.isPresent() && isNew(draft.get().id(), source.shown(), origins, problems)) {
          tasks.add(task(draft.get(), source.shown(), settings, policy, problems));
        }
      }
    }
    tasks.forEach(task -> task.checkTarget(settings.force(), problems));
    if (problems.count() > 0) {
      throw new ImportRefused(problems.list());
    }
    return new ImportPlan(List.copyOf(tasks), List.copyOf(skipped));
  }

  private static void checkSettings(Settings settings, Problems problems) {
    if (Files.exists(settings.out()) && !Files.isDirectory(settings.out())) {
      problems.add(
          "tasks cannot be written to " + settings.out(),
          settings.out().toString(),
          "it is not a folder",
          "Choose another folder with `--out`.");
    }
    settings
        .profile()
        .filter(name -> !name.matches("[\\w. -]*\\w[\\w. -]*"))
        .ifPresent(
            name ->
                problems.add(
                    "`" + Words.line(name) + "` is no name of a profile",
                    "--profile",
                    "a name has letters, digits, `_`, `-`, `.` and spaces",
                    "Name a profile of your suite, such as `embedded`."));
  }

  /** The folder itself if it is a task, else those in it that are. */
  private static List<SourceFolder> sources(Path folder, List<Path> skipped, Problems problems)
      throws IOException {
    Optional<SourceFolder> opened = SourceFolder.open(folder, problems);
    if (opened.isEmpty()) {
      return List.of();
    }
    List<SourceFolder> found = new ArrayList<>();
    int before = skipped.size();
    if (isTask(opened.get())) {
      take(opened.get(), found, skipped);
    } else if (Files.isDirectory(opened.get().real())) {
      List<Path> entries;
      try (Stream<Path> stream = Files.list(folder)) {
        entries = stream.filter(Files::isDirectory).sorted().toList();
      }
      for (Path entry : entries) {
        SourceFolder.open(entry, problems)
            .filter(ImportPlan::isTask)
            .ifPresent(source -> take(source, found, skipped));
      }
    }
    if (found.isEmpty() && skipped.size() == before) {
      problems.add(
          "no task folder at " + folder,
          folder.toString(),
          "a task folder holds `config.yaml` (Agent² RL-Bench) or `task.toml` (Harbor)",
          "Give the path of a task folder, or of a folder with several.");
    }
    return found;
  }

  private static boolean isTask(SourceFolder folder) {
    return folder.has(SmithFolder.CONFIG) || folder.has(HarborFolder.CONFIG);
  }

  private static void take(SourceFolder folder, List<SourceFolder> found, List<Path> skipped) {
    if (folder.name().startsWith("_")) {
      skipped.add(folder.shown());
    } else {
      found.add(folder);
    }
  }

  private static boolean isNew(String id, Path from, Map<String, Path> origins, Problems problems) {
    Path first = origins.putIfAbsent(id, from);
    if (first != null) {
      problems.add(
          "two folders are both `" + id + "`",
          from.toString(),
          "the other one is " + first,
          "Rename one, or import it to another folder with `--out`.");
    }
    return first == null;
  }

  private static ImportedTask task(
      Draft draft, Path from, Settings settings, Optional<PolicyFolder> policy, Problems problems)
      throws IOException {
    Path folder = settings.out().resolve(draft.id());
    Optional<String> beside = Optional.empty();
    Map<String, Path> copies = new LinkedHashMap<>();
    if (policy.isPresent()) {
      PolicyFolder found = policy.get();
      beside = found.inside(folder);
      if (beside.isEmpty() && found.checkCopy(problems)) {
        found
            .files()
            .forEach(
                name -> copies.put(PolicyFolder.NAME + "/" + name, found.path().resolve(name)));
        beside = Optional.of(PolicyFolder.NAME);
      }
    }
    Optional<String> profile =
        settings.policy().isPresent()
            ? settings.profile()
            : settings.profile().or(() -> Optional.of(draft.profile()));
    Bytes size = policy.map(PolicyFolder::size).orElse(new Bytes(0));
    String text = new TaskText(profile, beside, size).of(draft);
    return new ImportedTask(draft, from, folder, profile, beside, text, copies);
  }
}
