package org.autorl.dsl;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.autorl.records.DataSource;
import org.autorl.records.Digest;

/** {@code data file('items.jsonl', ...) { ... }}: a JSON-lines file beside the task file. */
public final class FileBlock extends ColumnsBlock {
  private final String path;
  private final String digest;

  FileBlock(String path, Map<String, ?> named, String task, Reading reading) {
    super("file", named, task, reading);
    this.path = path;
    this.digest = named(named, "digest", String.class);
  }

  @Override
  void checkValues() {
    super.checkValues();
    for (Slot<Part> slot : splits()) {
      require(
          slot,
          part -> of(part).isEmpty(),
          "`of:` names a split of a file",
          "a file has lines and no splits",
          "Say `after:` how many lines it begins.");
    }
    if (new NamedPaths(reading()).check(place(), "file", path)) {
      checkContent();
    }
  }

  private void checkContent() {
    try {
      byte[] content = Files.readAllBytes(reading().folder().resolve(path));
      String found = Digest.sha256(content);
      if (!found.equals(digest)) {
        problem(
            "`" + path + "` is not the file that this task was written for",
            "its SHA-256 is " + found,
            "If you have changed it on purpose, write `digest: '" + found + "'`.");
      }
      long lines = new String(content, java.nio.charset.StandardCharsets.UTF_8).lines().count();
      for (Slot<Part> slot : splits()) {
        require(
            slot,
            part -> after(part) + part.items() <= lines,
            "`" + slot.word() + "` needs more lines than `" + path + "` has",
            "it has " + lines,
            "Take fewer items.");
      }
    } catch (IOException e) {
      problem(
          "`" + path + "` cannot be read: " + e.getMessage(), "", "It is text that you may read.");
    }
  }

  @Override
  DataSource source(Part part) {
    return new DataSource.LocalFile(
        reading().fromRoot(path), digest, licence(), rows(part), columns());
  }
}
