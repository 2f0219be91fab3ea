package org.autorl.trainers.script;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.autorl.records.Json;
import org.autorl.trainers.algorithm.RewardFunction;

/** Rewards by name, added up with their weights. */
public record Rewards(List<Weighted> all) {
  private static final int SHOWN = 400;

  public Rewards {
    all = List.copyOf(all);
  }

  /**
   * One of several.
   *
   * @param name in metrics: {@code rewards/NAME/mean}
   * @param weight factor in the sum
   * @param source where it is from, for {@code training_args.json}
   */
  public record Weighted(String name, double weight, String source, Reward reward) {}

  /** None, as for algorithms that learn from data alone. */
  public static Rewards none() {
    return new Rewards(List.of());
  }

  /**
   * The same for a trainer, which knows lines by their JSON.
   *
   * @param rows the line that each JSON object is
   */
  List<RewardFunction.Weighted> functions(Function<ObjectNode, TrainingData.Row> rows) {
    return all.stream()
        .map(
            weighted ->
                new RewardFunction.Weighted(
                    weighted.name(),
                    weighted.weight(),
                    (line, completion) -> value(weighted, rows.apply(line), completion)))
        .toList();
  }

  /**
   * What one says of a completion, without its weight.
   *
   * @throws Mistake if it throws or gives no finite number, with the item and the completion
   */
  private static double value(Weighted weighted, TrainingData.Row row, String completion) {
    double value;
    try {
      value = weighted.reward().of(row.text("prompt"), completion, row.item());
    } catch (Exception | AssertionError | StackOverflowError e) {
      throw failed(weighted, row, completion, e);
    }
    if (!Double.isFinite(value)) {
      throw failed(weighted, "gave %s, which is no score".formatted(value), row, completion);
    }
    return value;
  }

  private static Mistake failed(
      Weighted weighted, TrainingData.Row row, String completion, Throwable cause) {
    List<String> details = new ArrayList<>();
    if (!(cause instanceof RewardLoader.NoScore)) {
      details.addAll(ScriptError.position(cause));
    }
    details.addAll(seen(row, completion));
    String what = "the reward `%s` failed: %s".formatted(weighted.name(), ScriptError.said(cause));
    return new Mistake(
        List.of(new Mistake.Problem(what, details, Optional.empty())), Optional.of(cause));
  }

  private static Mistake failed(
      Weighted weighted, String how, TrainingData.Row row, String completion) {
    return Mistake.of(
        "the reward `%s` %s".formatted(weighted.name(), how),
        seen(row, completion),
        Optional.of("A reward is a finite number for every completion, also for an empty one."));
  }

  private static List<String> seen(TrainingData.Row row, String completion) {
    return List.of(
        "%s: %s".formatted(row.where(), cut(Json.canonical(row.item()))),
        "completion: " + cut(Json.canonical(completion)));
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
