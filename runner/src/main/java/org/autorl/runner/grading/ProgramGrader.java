package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.autorl.environments.Item;
import org.autorl.records.Digest;
import org.autorl.records.GraderRule;
import org.autorl.records.ItemResult;
import org.autorl.records.Json;
import org.autorl.runner.execution.GraderProgram;
import org.autorl.runner.sandbox.Sandbox;

/**
 * What a program of the task's own says of completions.
 *
 * @param folder that the program's path is relative to
 */
record ProgramGrader(GraderRule.Program rule, Path folder, Sandbox sandbox)
    implements CompletionGrader {
  /** What a question says elsewhere. */
  private static final List<String> TOLD = List.of("prompt", "answer", "gold");

  @Override
  public List<ItemResult> grade(List<Item> items, List<List<String>> samples) throws IOException {
    Path file = folder.resolve(rule.path());
    byte[] content = Files.readAllBytes(file);
    String digest = Digest.sha256(content);
    if (!digest.equals(rule.digest())) {
      throw new IOException(
          "%s is another program than the task was written for: its SHA-256 is %s, not %s"
              .formatted(rule.path(), digest, rule.digest()));
    }
    List<GraderProgram.Question> questions = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      questions.add(question(items.get(i), samples.get(0).get(i)));
    }
    String name = file.getFileName().toString();
    List<Double> worths =
        new GraderProgram(sandbox, name, content, rule.timeout()).worths(questions);
    List<ItemResult> results = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      results.add(new ItemResult(items.get(i).id(), worths.get(i)));
    }
    return results;
  }

  private static GraderProgram.Question question(Item item, String completion) {
    ObjectNode given = Json.object().put("prompt", item.prompt()).put("completion", completion);
    given.put("gold", item.data().path("gold").asText());
    given.set("fields", item.data().deepCopy().without(TOLD));
    return new GraderProgram.Question(item.id(), given);
  }
}
