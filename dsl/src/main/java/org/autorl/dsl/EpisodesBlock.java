package org.autorl.dsl;

import java.util.List;
import org.autorl.records.GraderRule;
import org.autorl.records.GraderRule.Episodes.Count;
import org.autorl.records.Metric;

/** {@code episodes { ... }}: the policy acts in a world until the episode ends. */
public final class EpisodesBlock extends GraderBlock {
  private final Slot<Count> countsSaid = optional("counts");
  private final Slot<Number> successAtSaid = optional("successAt");

  EpisodesBlock(String task, Reading reading) {
    super("episodes", task, reading);
  }

  /** An action is a line. */
  @Override
  List<String> usualStops() {
    return List.of("\n");
  }

  /** What the score is the mean of. */
  @Word(
      value = "What the score is the mean of: `successes` or `rewards`. Default: `successes`.",
      example = "counts rewards")
  public void counts(Count what) {
    countsSaid.say(what);
  }

  /** Episodes that succeed. */
  @Word(value = "What `counts` takes.", example = "counts successes")
  public Count getSuccesses() {
    return Count.SUCCESSES;
  }

  /** Rewards of episodes. */
  @Word(value = "What `counts` takes.", example = "counts rewards")
  public Count getRewards() {
    return Count.REWARDS;
  }

  /** The reward of a success. */
  @Word(
      value = "The reward, above 0, from which an episode is a success. Default: 1, all of it.",
      example = "successAt 0.5")
  public void successAt(Number reward) {
    successAtSaid.say(reward);
  }

  @Override
  void checkValues() {
    super.checkValues();
    require(
        successAtSaid,
        reward -> reward.doubleValue() > 0 && reward.doubleValue() <= 1,
        "`successAt` is %s",
        "rewards lie in 0 to 1",
        "Leave it out for episodes that earn all of it.");
    require(
        successAtSaid,
        reward -> countsSaid.valueOr(Count.SUCCESSES) == Count.SUCCESSES,
        "`successAt` says what a success is, and the score counts rewards",
        "",
        "Keep one of `successAt` and `counts rewards`.");
  }

  @Override
  Metric usual() {
    return share("success rate");
  }

  @Override
  GraderRule rule() {
    return new GraderRule.Episodes(
        scoring(),
        countsSaid.valueOr(Count.SUCCESSES),
        successAtSaid.found().map(Number::doubleValue).orElse(1.0));
  }
}
