package org.autorl.graders;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.GraderRule;
import org.autorl.records.ItemResult;
import org.autorl.records.Metric;
import org.autorl.records.Score;

/**
 * The score that a task's rule makes of its items: the mean over those that have one, or, where the
 * task says so, the {@link LengthControlledWinRate}.
 *
 * @param rule that the task states
 * @param items of one split, each with a score or the reason for having none
 */
public record TaskScore(GraderRule rule, List<ItemResult> items) {
  private static final Metric WIN_RATE = new Metric("win rate", "%", true);
  private static final Metric DISCRETE = new Metric("discrete win rate", "%", true);

  public TaskScore {
    items = List.copyOf(items);
  }

  /**
   * The score.
   *
   * @return empty if no item has one
   * @throws IllegalArgumentException if lengths are to be controlled for and an item has none
   */
  public Optional<Score> score() {
    if (items.stream().allMatch(item -> item.score().isEmpty())) {
      return Optional.empty();
    }
    return rule instanceof GraderRule.Judged judged && judged.lengthControlled()
        ? lengthControlled()
        : Optional.of(Score.ofItems(rule.metric(), items));
  }

  /** Numbers of the same items that are not the score: of judged ones, both plain win rates. */
  public List<Score> besides() {
    if (!(rule instanceof GraderRule.Judged)) {
      return List.of();
    }
    WinRate rate =
        new WinRate(items.stream().flatMap(item -> item.score().stream()).toList(), unscored());
    List<Score> besides = new ArrayList<>();
    rate.percent().ifPresent(mean -> besides.add(score(WIN_RATE, mean)));
    rate.discretePercent().ifPresent(mean -> besides.add(score(DISCRETE, mean)));
    return List.copyOf(besides);
  }

  private Optional<Score> lengthControlled() {
    List<Preference> preferences = new ArrayList<>();
    Map<Integer, Double> difficulties = new HashMap<>();
    for (ItemResult item : items) {
      if (item.score().isPresent()) {
        int number = preferences.size();
        ItemResult.Comparison compared =
            item.comparison()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "item `%s` has no lengths to control for".formatted(item.id())));
        preferences.add(
            new Preference(
                number, item.score().get(), compared.length(), compared.referenceLength()));
        difficulties.put(number, compared.difficulty().orElse(0.0));
      }
    }
    return new LengthControlledWinRate(preferences, new InstructionDifficulties(difficulties))
        .percent()
        .map(mean -> score(rule.metric(), mean));
  }

  private Score score(Metric metric, Mean percent) {
    Mean mean = metric.unit().equals("%") ? percent : percent.times(0.01);
    return new Score(
        metric, mean.value(), mean.standardError().orElse(0), mean.count(), unscored());
  }

  private int unscored() {
    return (int) items.stream().filter(item -> item.score().isEmpty()).count();
  }
}
