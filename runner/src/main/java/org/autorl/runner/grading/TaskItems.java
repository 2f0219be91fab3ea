package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.autorl.environments.Family;
import org.autorl.environments.Item;
import org.autorl.environments.Partition;
import org.autorl.environments.search.Question;
import org.autorl.records.Columns;
import org.autorl.records.DataSource;
import org.autorl.records.Digest;
import org.autorl.records.Split;
import org.autorl.records.Task;
import org.autorl.runner.hub.RowsFile;
import org.autorl.runner.hub.Store;

/**
 * The items of a task.
 *
 * @param folder that the task's paths are relative to
 * @param store what has been fetched
 */
public record TaskItems(Task task, Path folder, Store store) {
  /** A row and where it stands in its source, for messages. */
  private record Row(ObjectNode columns, String where) {}

  /**
   * The items of one split. An item of a row has all its columns as data, and the gold answer as
   * {@code gold}; its id counts rows from 1, as they are after a shuffle.
   *
   * @throws IOException if a file cannot be read, is another one than the task was written for, is
   *     not fetched, has too few rows, or has a row that is no item
   */
  public List<Item> of(Partition partition) throws IOException {
    Split split = split(partition);
    if (split.source() instanceof DataSource.Generated generated) {
      return family(generated.family()).items(partition, generated.seed(), split.items());
    }
    if (split.source() instanceof DataSource.GitRepository git) {
      String world = task.environment().orElseThrow().name();
      return OfficialGames.of(store).items(world, git, partition, split.items());
    }
    RowReader reader = new RowReader(columns(split.source()).orElse(Columns.usual()));
    int number = selection(split.source()).after();
    List<Item> items = new ArrayList<>();
    for (Row row : taken(split)) {
      number++;
      String id =
          "%s-%s-%d".formatted(task.id(), partition.name().toLowerCase(Locale.ROOT), number);
      String prompt = reader.prompt(row.columns(), row.where());
      String gold = reader.gold(row.columns(), row.where());
      ObjectNode data = row.columns().deepCopy().put("gold", gold);
      if (Worlds.asks(task)) {
        data.set("game", question(row));
      }
      items.add(new Item(id, prompt, data));
    }
    return items;
  }

  private static ObjectNode question(Row row) throws IOException {
    try {
      Question.of(row.columns());
      return row.columns();
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(row.where(), e.getMessage()), e);
    }
  }

  /** The rows of one split as their source has them; of generated data there are none. */
  List<ObjectNode> rows(Partition partition) throws IOException {
    return taken(split(partition)).stream().map(Row::columns).toList();
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

  private static Optional<Columns> columns(DataSource source) {
    if (source instanceof DataSource.HuggingFace hub) {
      return hub.columns();
    }
    return source instanceof DataSource.LocalFile file ? file.columns() : Optional.empty();
  }

  private DataSource.Rows selection(DataSource source) throws IOException {
    if (source instanceof DataSource.HuggingFace hub) {
      return hub.rows();
    }
    if (source instanceof DataSource.LocalFile file) {
      return file.rows();
    }
    throw new IOException(
        "`%s` has no rows of its own: an environment makes items of %s"
            .formatted(task.id(), source.name()));
  }

  private List<Row> taken(Split split) throws IOException {
    DataSource.Rows selection = selection(split.source());
    int end = Math.addExact(selection.after(), split.items());
    List<Row> rows =
        shuffled(
            all(split.source(), selection.shuffle().isPresent() ? Integer.MAX_VALUE : end),
            selection);
    if (rows.size() < end) {
      throw new IOException(
          "%s%s has %d rows, and the task takes rows up to number %d"
              .formatted(
                  split.source().name(),
                  selection.of().map(of -> ", " + of).orElse(""),
                  rows.size(),
                  end));
    }
    return rows.subList(selection.after(), end);
  }

  /** From the last row to the second, each changes places with one up to and with itself. */
  private static List<Row> shuffled(List<Row> rows, DataSource.Rows selection) {
    List<Row> shuffled = new ArrayList<>(rows);
    if (selection.shuffle().isPresent()) {
      Random random = new Random(selection.shuffle().get());
      for (int i = shuffled.size() - 1; i > 0; i--) {
        Collections.swap(shuffled, i, random.nextInt(i + 1));
      }
    }
    return shuffled;
  }

  private List<Row> all(DataSource source, int most) throws IOException {
    if (source instanceof DataSource.LocalFile file) {
      return lines(file, most);
    }
    List<Row> rows = new ArrayList<>();
    if (source instanceof DataSource.HuggingFace hub) {
      String split = hub.rows().of().map(of -> ", " + of).orElse("");
      for (ObjectNode row : store.rows(hub, most)) {
        rows.add(new Row(row, "row %d of %s%s".formatted(rows.size() + 1, hub.name(), split)));
      }
    }
    return rows;
  }

  private List<Row> lines(DataSource.LocalFile file, int most) throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve(file.path()));
    String digest = Digest.sha256(content);
    if (!digest.equals(file.digest())) {
      throw new IOException(
          "%s is another file than the task was written for: its SHA-256 is %s, not %s"
              .formatted(file.path(), digest, file.digest()));
    }
    List<Row> rows = new ArrayList<>();
    for (String line : new String(content, StandardCharsets.UTF_8).lines().limit(most).toList()) {
      String where = "line %d of %s".formatted(rows.size() + 1, file.path());
      rows.add(new Row(RowsFile.row(line, where), where));
    }
    return rows;
  }
}
