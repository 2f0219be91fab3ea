package org.autorl.runner.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.environments.Partition;
import org.autorl.records.Digest;
import org.autorl.records.ItemResult;
import org.autorl.records.Json;
import org.autorl.records.Task;
import org.autorl.records.Verdict;
import org.autorl.runner.folder.AtomicFile;
import org.autorl.runner.grading.GradeResult;
import org.autorl.runner.grading.TaskGrader;

/**
 * Grades of untouched base policies, remembered by policy content, task, split and grader version:
 * the same question is asked once.
 *
 * @param graderVersion names all that grades, the worker too
 */
public record Baselines(Path folder, String graderVersion) {
  /** The base policy's grade; only what was graded is remembered. */
  public GradeResult grade(Task task, Path policy, Partition partition, TaskGrader grader)
      throws IOException {
    Path memory = folder.resolve(key(task, policy, partition, grader) + ".json");
    if (Files.exists(memory)) {
      ObjectNode known = Json.readObject(Files.readString(memory));
      List<ItemResult> items = new ArrayList<>();
      known.get("items").forEach(item -> items.add(Json.fromTree(item, ItemResult.class)));
      return new GradeResult(
          Json.fromTree(known.get("verdict"), Verdict.class),
          items,
          Optional.of(known.path("engine")).filter(JsonNode::isTextual).map(JsonNode::asText));
    }
    GradeResult result = grader.grade(policy, partition);
    if (result.verdict() instanceof Verdict.Graded) {
      Files.createDirectories(folder);
      ObjectNode known = Json.object();
      known.set("verdict", Json.tree(result.verdict()));
      known.set("items", Json.tree(result.items()));
      result.engine().ifPresent(engine -> known.put("engine", engine));
      AtomicFile.write(memory, Json.pretty(known));
    }
    return result;
  }

  private String key(Task task, Path policy, Partition partition, TaskGrader grader)
      throws IOException {
    ObjectNode key = Json.object();
    key.put("task", task.fingerprint()).put("split", partition.name());
    key.put("grader", graderVersion);
    grader.judge().ifPresent(judge -> key.put("judge", judge));
    ObjectNode files = key.putObject("policy");
    try (Stream<Path> listed = Files.list(policy)) {
      for (Path file : listed.sorted().toList()) {
        if (Files.isRegularFile(file)) {
          files.put(file.getFileName().toString(), Digest.sha256(Files.readAllBytes(file)));
        }
      }
    }
    return Digest.sha256(Json.canonical(key));
  }
}
