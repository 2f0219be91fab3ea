package org.autorl.runner.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.runner.folder.AtomicFile;

/**
 * A task folder of ours that is ready to be written.
 *
 * @param draft what the foreign folder said
 * @param from the foreign folder
 * @param folder that it is written to
 * @param profile that the task uses
 * @param policy its folder beside the task file
 * @param text of the task file
 * @param copies files that are copied from elsewhere, by name
 */
public record ImportedTask(
    Draft draft,
    Path from,
    Path folder,
    Optional<String> profile,
    Optional<String> policy,
    String text,
    Map<String, Path> copies) {
  static final String TASK_FILE = "task.groovy";

  /** Its id. */
  public String id() {
    return draft.id();
  }

  /** Whose folder it was. */
  public String kind() {
    return draft.kind();
  }

  /** What was left behind, a sentence each. */
  public List<String> notCarried() {
    return draft.notCarried();
  }

  /** Whether a message of `check` asks for what its author is to add, and for nothing else. */
  public boolean awaits(String message) {
    List<String> errors = message.lines().filter(line -> line.startsWith("error: ")).toList();
    return !errors.isEmpty() && draft.awaits().containsAll(errors);
  }

  /** Where its task file is written. */
  public Path file() {
    return folder.resolve(TASK_FILE);
  }

  /** The names of its files, the task file last. */
  public List<String> files() {
    List<String> names = new ArrayList<>(texts().keySet());
    names.addAll(copies.keySet());
    names.add(TASK_FILE);
    return names;
  }

  private Map<String, byte[]> texts() {
    Map<String, byte[]> texts = new LinkedHashMap<>();
    texts.put("prompt.md", draft.prompt().getBytes(StandardCharsets.UTF_8));
    texts.putAll(draft.files());
    return texts;
  }

  /** Writes the folder; the task file last, so that half a folder is no task. */
  public void write() throws IOException {
    for (Map.Entry<String, Path> copy : copies.entrySet()) {
      Path target = folder.resolve(copy.getKey());
      Files.createDirectories(parent(target));
      Files.copy(copy.getValue(), target, StandardCopyOption.REPLACE_EXISTING);
    }
    writeTexts(folder);
  }

  /** Writes what a check reads into another folder; of the policy, its folder alone. */
  public void writeTrial(Path trial) throws IOException {
    Files.createDirectories(trial.resolve(policy.orElse(".")));
    writeTexts(trial);
  }

  private void writeTexts(Path to) throws IOException {
    for (Map.Entry<String, byte[]> file : texts().entrySet()) {
      put(to.resolve(file.getKey()), file.getValue());
    }
    put(to.resolve(TASK_FILE), text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(Path file, byte[] content) throws IOException {
    Files.createDirectories(parent(file));
    AtomicFile.write(file, content);
  }

  private static Path parent(Path file) {
    return Optional.ofNullable(file.getParent()).orElseThrow();
  }

  /** Reports files that are there already, and what else is in the way. */
  void checkTarget(boolean force, Problems problems) {
    List<String> existing = new ArrayList<>();
    for (String name : files()) {
      Path below = folder;
      boolean free = isFolderOrFree(below);
      for (Path part : Optional.ofNullable(Path.of(name).getParent()).orElse(Path.of(""))) {
        below = below.resolve(part);
        free &= isFolderOrFree(below);
      }
      Path file = folder.resolve(name);
      if (!free || Files.isSymbolicLink(file) || Files.isDirectory(file)) {
        problems.add(
            "`" + Words.line(name) + "` cannot be written there",
            folder.toString(),
            "folders go through no link and no file, and nothing is written over a folder or a link",
            "Choose another folder with `--out`.");
        return;
      }
      if (Files.exists(file)) {
        existing.add(name);
      }
    }
    if (!existing.isEmpty() && !force) {
      problems.add(
          "`" + id() + "` is there already",
          folder.toString(),
          "it has " + Words.ticked(existing) + "; nothing is overwritten unasked",
          "Choose another folder with `--out`, or overwrite these files with `--force`.");
    }
  }

  private static boolean isFolderOrFree(Path folder) {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
  }
}
