package org.autorl.runner.grading;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.autorl.environments.Item;
import org.autorl.environments.Letters;
import org.autorl.records.ItemResult;
import org.autorl.records.Judging;
import org.autorl.runner.judge.ModelJudge;
import org.autorl.runner.judge.Pair;

/** Completions beside reference answers, judged by a language model. */
record JudgedByModel(ModelJudge judge) implements CompletionGrader {
  @Override
  public List<ItemResult> grade(List<Item> items, List<List<String>> samples) throws IOException {
    List<String> completions = samples.get(0);
    return judge.judge(
        IntStream.range(0, items.size())
            .mapToObj(i -> pair(items.get(i), completions.get(i)))
            .toList());
  }

  @Override
  public Optional<Judging> conclude(List<ItemResult> results) throws IOException {
    return Optional.of(judge.conclude(results));
  }

  /** The reference is the item's answer; of letters, which have none, the usual note. */
  private static Pair pair(Item item, String completion) {
    String reference =
        item.data().path("gold").isTextual()
            ? item.data().get("gold").asText()
            : Letters.reference(item);
    Optional<Double> difficulty =
        Optional.of(item.data().path("difficulty"))
            .filter(value -> value.isNumber())
            .map(value -> value.asDouble());
    return new Pair(item.id(), item.prompt(), completion, reference, difficulty);
  }
}
