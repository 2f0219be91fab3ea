package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.autorl.environments.Family;
import org.autorl.environments.Item;
import org.autorl.environments.Partition;
import org.autorl.records.DataSource;
import org.autorl.records.Digest;
import org.autorl.records.Json;
import org.autorl.records.Split;
import org.autorl.records.Task;

/**
 * The items of a task.
 *
 * @param folder that the task's paths are relative to
 */
public record TaskItems(Task task, Path folder) {
  /**
   * The items of one split, with the gold answer as {@code gold} where there is one.
   *
   * @throws IOException if a file cannot be read, is another one than the task was written for, or
   *     has a line that is no item
   */
  public List<Item> of(Partition partition) throws IOException {
    Split split = split(partition);
    if (split.source() instanceof DataSource.Generated generated) {
      return family(generated.family()).items(partition, generated.seed(), split.items());
    }
    if (split.source() instanceof DataSource.LocalFile file) {
      return lines(file, split.items(), partition);
    }
    throw new IOException("the data of `%s` is not here".formatted(task.id()));
  }

  Split split(Partition partition) {
    return switch (partition) {
      case VISIBLE -> task.data().visible();
      case PRACTICE -> task.data().practice();
      case SEALED -> task.data().sealed();
    };
  }

  static Family family(String name) {
    return Family.named(name)
        .orElseThrow(() -> new IllegalArgumentException("no family `" + name + "`"));
  }

  private List<Item> lines(DataSource.LocalFile file, int count, Partition partition)
      throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve(file.path()));
    String digest = Digest.sha256(content);
    if (!digest.equals(file.digest())) {
      throw new IOException(
          "%s is another file than the task was written for: its SHA-256 is %s, not %s"
              .formatted(file.path(), digest, file.digest()));
    }
    List<String> lines =
        new String(content, StandardCharsets.UTF_8)
            .lines()
            .skip(file.rows().after())
            .limit(count)
            .toList();
    List<Item> items = new ArrayList<>();
    for (String line : lines) {
      items.add(item(file, line, partition, file.rows().after() + items.size()));
    }
    return items;
  }

  private Item item(DataSource.LocalFile file, String line, Partition partition, int row)
      throws IOException {
    ObjectNode data;
    try {
      data = Json.readObject(line);
    } catch (IllegalArgumentException e) {
      throw new IOException("line %d of %s: %s".formatted(row + 1, file.path(), e.getMessage()), e);
    }
    if (!data.path("prompt").isTextual() || !data.path("answer").isTextual()) {
      throw new IOException(
          "line %d of %s has no `prompt` and `answer` of text".formatted(row + 1, file.path()));
    }
    String id = "%s-%s-%d".formatted(task.id(), partition.name().toLowerCase(Locale.ROOT), row + 1);
    String gold = data.get("answer").asText();
    return new Item(id, data.get("prompt").asText(), data.put("gold", gold));
  }
}
