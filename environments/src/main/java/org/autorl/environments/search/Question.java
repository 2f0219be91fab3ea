package org.autorl.environments.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.autorl.environments.GivenAnswer;

/**
 * A question with what is right.
 *
 * @param single whether there is one answer; else all of several are wanted
 * @param gold one or more, none empty
 */
public record Question(String problem, boolean single, List<String> gold) {
  public Question {
    gold = List.copyOf(gold);
    if (gold.isEmpty() || gold.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a question needs its answers: " + problem);
    }
  }

  /**
   * A row of DeepSearchQA (<a href="https://huggingface.co/datasets/google/deepsearchqa">
   * google/deepsearchqa</a>): {@code problem}, {@code answer}, {@code answer_type} ({@code Single
   * Answer} or {@code Set Answer}).
   *
   * <p>The answers of a set are parted by commas and semicolons, so an item with a comma in it is
   * two; a row may list them in {@code answers} instead.
   *
   * @throws IllegalArgumentException if the row is not of this form
   */
  public static Question of(JsonNode row) {
    String problem = row.path("problem").asText();
    String type = row.path("answer_type").asText();
    if (problem.isBlank() || !List.of("Single Answer", "Set Answer").contains(type)) {
      throw new IllegalArgumentException(
          "a question has `problem`, `answer`, and `answer_type`, `Single Answer` or `Set Answer`");
    }
    boolean single = type.equals("Single Answer");
    List<String> gold = new ArrayList<>();
    row.path("answers").forEach(answer -> gold.add(answer.asText()));
    String answer = row.path("answer").asText();
    if (gold.isEmpty()) {
      gold.addAll(single ? List.of(answer) : split(answer));
    }
    return new Question(problem, single, gold);
  }

  private static List<String> split(String answers) {
    return Arrays.stream(answers.split("[,;]"))
        .map(String::strip)
        .filter(a -> !a.isEmpty())
        .toList();
  }

  /**
   * How an answer compares with the gold.
   *
   * @param precision share of the given that is right; 0 where nothing is given
   * @param recall share of the right that is given
   * @param f1 their harmonic mean
   * @param success whether all that is right is given, and nothing else
   */
  public record Judgement(double precision, double recall, double f1, boolean success) {}

  /**
   * Judges an answer; names are the same but for case, white space and punctuation. An empty answer
   * is never right.
   *
   * @param answer of a set, names with commas or semicolons, or {@code and}, between them
   */
  public Judgement judged(String answer) {
    if (single) {
      boolean right = GivenAnswer.same(answer, gold.get(0));
      double value = right ? 1 : 0;
      return new Judgement(value, value, value, right);
    }
    GivenAnswer.Overlap overlap = GivenAnswer.overlap(answer, gold);
    return new Judgement(overlap.precision(), overlap.recall(), overlap.f1(), overlap.f1() == 1);
  }
}
