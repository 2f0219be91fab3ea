package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.environments.Partition;
import org.autorl.graders.TaskScore;
import org.autorl.records.Digest;
import org.autorl.records.GraderRule;
import org.autorl.records.ItemResult;
import org.autorl.records.Json;
import org.autorl.records.Score;
import org.autorl.records.Task;
import org.autorl.records.Verdict;
import org.autorl.runner.folder.AtomicFile;

/**
 * Grades by the content that was graded and by all that graded it, so that one question is asked
 * once: the base policy by each attempt, or weights that are handed in again.
 *
 * <p>Only what has a score on every item is remembered: a failure of ours says nothing of a policy.
 * A file that is torn or does not give its own score is as good as none. Who can write here can
 * forge a grade that is consistent in itself, as in any other file of a run.
 *
 * @param folder a file for each grade
 * @param evaluator names all that grades: version, inference worker, search
 */
public record GradeMemory(Path folder, String evaluator) {
  /**
   * What a grade depends on, as one digest.
   *
   * @param content digest of the policy's files
   * @param judge what a model as judge is, if one judges
   */
  public String key(Task task, String content, Partition partition, Optional<String> judge) {
    ObjectNode key = Json.object();
    key.put("task", task.fingerprint()).put("split", partition.name());
    key.put("evaluator", evaluator).put("content", content);
    judge.ifPresent(who -> key.put("judge", who));
    return Digest.sha256(Json.canonical(key));
  }

  /** What was graded before under this key, if its file is whole. */
  Optional<GradeResult> recall(String key, GraderRule rule) throws IOException {
    Path file = file(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      ObjectNode known = Json.readObject(Files.readString(file));
      String digest = known.path("sha256").asText();
      known.remove("sha256");
      List<ItemResult> items = new ArrayList<>();
      known.path("items").forEach(item -> items.add(Json.fromTree(item, ItemResult.class)));
      Verdict verdict = Json.fromTree(known.path("verdict"), Verdict.class);
      boolean whole =
          digest.equals(Digest.sha256(Json.canonical(known)))
              && known.path("key").asText().equals(key)
              && verdict.scored().isPresent()
              && verdict.scored().equals(new TaskScore(rule, items).score());
      return whole
          ? Optional.of(
              new GradeResult(
                  verdict,
                  items,
                  Optional.of(known.path("engine").asText()).filter(e -> !e.isEmpty()),
                  Optional.of(key)))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      // It is graded afresh, and this file replaced.
      return Optional.empty();
    }
  }

  /** Remembers what has a score on every item. */
  void remember(String key, GradeResult result) throws IOException {
    Optional<Score> score = result.verdict().scored();
    if (score.isEmpty() || score.get().unscored() > 0) {
      return;
    }
    ObjectNode known = Json.object().put("key", key);
    known.set("verdict", Json.tree(result.verdict()));
    known.set("items", Json.tree(result.items()));
    result.engine().ifPresent(engine -> known.put("engine", engine));
    known.put("sha256", Digest.sha256(Json.canonical(known)));
    Files.createDirectories(folder);
    AtomicFile.write(file(key), Json.pretty(known));
  }

  private Path file(String key) {
    return folder.resolve(key + ".json");
  }
}
