package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.autorl.environments.Family;
import org.autorl.environments.Item;
import org.autorl.environments.Letters;
import org.autorl.environments.Partition;
import org.autorl.records.DataSource;
import org.autorl.records.Json;
import org.autorl.records.Split;

/** What an agent may see of a task's data. It stands beside the judge, who labels some of it. */
public final class VisibleFiles {
  /** One label in ten is wrong, as with people. */
  private static final double WRONG_LABELS = 0.1;

  private static final int PAIRS_OF_AN_ITEM = 3;

  private VisibleFiles() {}

  /** Writes the visible files of a task; the same task gives the same bytes. */
  public static void write(TaskItems items, Path folder) throws IOException {
    Split visible = items.split(Partition.VISIBLE);
    Map<String, List<ObjectNode>> files = new LinkedHashMap<>();
    if (visible.source() instanceof DataSource.Generated generated) {
      Family family = TaskItems.family(generated.family());
      files.putAll(family.visibleFiles(generated.seed(), visible.items()));
      if (family instanceof Letters) {
        files.put("pairs.jsonl", pairs(family, generated.seed(), visible.items()));
      }
    } else if (visible.source() instanceof DataSource.GitRepository) {
      files.put("games.jsonl", games(items));
    } else {
      files.put("train.jsonl", lines(items));
    }
    Files.createDirectories(folder);
    for (Map.Entry<String, List<ObjectNode>> file : files.entrySet()) {
      String lines =
          file.getValue().stream()
              .map(line -> Json.canonical(line) + "\n")
              .collect(Collectors.joining());
      Files.writeString(folder.resolve(file.getKey()), lines);
    }
  }

  private static List<ObjectNode> games(TaskItems items) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (Item item : items.of(Partition.VISIBLE)) {
      ObjectNode line = Json.object().put("id", item.id()).put("prompt", item.prompt());
      line.set("game", item.data().get("game"));
      lines.add(line);
    }
    return lines;
  }

  /** Whole rows; each tells its id and its prompt as well, unless it has columns of that name. */
  private static List<ObjectNode> lines(TaskItems items) throws IOException {
    List<ObjectNode> rows = items.rows(Partition.VISIBLE);
    List<Item> visible = items.of(Partition.VISIBLE);
    List<ObjectNode> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      ObjectNode line = rows.get(i).deepCopy();
      line.putIfAbsent("id", TextNode.valueOf(visible.get(i).id()));
      line.putIfAbsent("prompt", TextNode.valueOf(visible.get(i).prompt()));
      lines.add(line);
    }
    return lines;
  }

  private static List<ObjectNode> pairs(Family family, long seed, int count) {
    NotesJudge judge = NotesJudge.shipped();
    SplittableRandom random = new SplittableRandom(seed);
    List<ObjectNode> pairs = new ArrayList<>();
    for (Item item : family.items(Partition.VISIBLE, seed, count)) {
      for (int i = 0; i < PAIRS_OF_AN_ITEM; i++) {
        String a = Letters.candidate(item, random);
        String b = Letters.candidate(item, random);
        boolean first = judge.prefers(item, a, b) ^ random.nextDouble() < WRONG_LABELS;
        ObjectNode pair = Json.object();
        pair.put("id", item.id() + "-" + (i + 1)).put("prompt", item.prompt());
        pair.put("chosen", first ? a : b).put("rejected", first ? b : a);
        pairs.add(pair);
      }
    }
    return pairs;
  }
}
