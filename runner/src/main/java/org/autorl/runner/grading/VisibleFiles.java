package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.autorl.records.Json;
import org.autorl.records.Split;
import org.autorl.records.Task;

/** What an agent may see of a task's data. It stands beside the judge, who labels some of it. */
public final class VisibleFiles {
  /** One label in ten is wrong, as with people. */
  private static final double WRONG_LABELS = 0.1;

  private static final int PAIRS_OF_AN_ITEM = 3;

  private VisibleFiles() {}

  /** Writes the visible files of a task; the same task gives the same bytes. */
  public static void write(Task task, Path folder) throws IOException {
    Split visible = task.data().visible();
    Family family = Family.named(task.data().family()).orElseThrow();
    Map<String, List<ObjectNode>> files =
        new LinkedHashMap<>(family.visibleFiles(visible.seed(), visible.items()));
    if (family instanceof Letters) {
      files.put("pairs.jsonl", pairs(family, visible));
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

  private static List<ObjectNode> pairs(Family family, Split visible) {
    NotesJudge judge = new NotesJudge();
    SplittableRandom random = new SplittableRandom(visible.seed());
    List<ObjectNode> pairs = new ArrayList<>();
    for (Item item : family.items(Partition.VISIBLE, visible.seed(), visible.items())) {
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
