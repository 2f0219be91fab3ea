package org.autorl.dsl;

import java.util.List;
import org.autorl.records.Decoding;
import org.autorl.records.GraderRule;
import org.autorl.records.Metric;

/** What all graders say. */
public abstract class GraderBlock extends Block {
  private final Slot<Metric> metricSaid = optional("metric");
  private final Slot<Number> passAtSaid = mandatory("passAt");
  private final Slot<Integer> maxTokensSaid = mandatory("maxTokens");
  private final Slot<Integer> maxContextSaid = optional("maxContext");
  private final Slot<Number> temperatureSaid = optional("temperature");
  private final Slot<Number> topPSaid = optional("topP");
  private final Slot<Integer> topKSaid = optional("topK");
  private final Slot<List<String>> stopSaid = optional("stop");
  private final Slot<Boolean> chatTemplateSaid = optional("chatTemplate");
  private final Slot<Integer> shotsSaid = optional("shots");
  private final Slot<String> followsSaid = optional("follows");

  GraderBlock(String name, String task, Reading reading) {
    super(name, "`" + name + "` of `" + task + "`", reading);
  }

  /** What the score counts. */
  @Word(
      value =
          "What the score counts: a name, a unit (`%` for shares), and which end is good. Default:"
              + " what the grader usually counts, such as `'accuracy', '%', higherIsBetter`.",
      example = "metric 'accuracy', '%', higherIsBetter")
  public void metric(String name, String unit, Direction direction) {
    if (name.isBlank() || unit.isBlank()) {
      reading()
          .problem(
              reading().here("metric"),
              "`metric` has a blank " + (name.isBlank() ? "name" : "unit"),
              "",
              "Write `metric 'accuracy', '%', higherIsBetter`.");
    } else if (!Known.isMetric(name)) {
      reading()
          .problem(
              reading().here("metric"),
              "`" + name + "` is no metric that readers know",
              "metrics are " + Words.list(Known.METRICS) + ", and `pass@` with another k",
              Known.hint(name, Known.METRICS, "Leave `metric` out for the grader's own."));
    } else {
      metricSaid.say(new Metric(name, unit, direction == Direction.HIGHER_IS_BETTER));
    }
  }

  /** The score that passes. */
  @Word(
      value = "The score that passes, in the metric's unit; of shares, 0 to 100.",
      example = "passAt 40")
  public void passAt(Number score) {
    passAtSaid.say(score);
  }

  /** Length of a completion. */
  @Word(
      value = "Tokens that one completion may have; for episodes, one action.",
      example = "maxTokens 40")
  public void maxTokens(int tokens) {
    maxTokensSaid.say(tokens);
  }

  /** Length of prompt and completion. */
  @Word(
      value = "Tokens of prompt and completion together. Default: what the policy takes.",
      example = "maxContext 4096")
  public void maxContext(int tokens) {
    maxContextSaid.say(tokens);
  }

  /** How much chance there is. */
  @Word(
      value = "Temperature of sampling, 0 to 2. Default: 0, the likeliest token each time.",
      example = "temperature 0.6")
  public void temperature(Number value) {
    temperatureSaid.say(value);
  }

  /** Nucleus sampling. */
  @Word(
      value = "Share of the probability that is sampled from, above 0. Default: 1.",
      example = "topP 0.95")
  public void topP(Number share) {
    topPSaid.say(share);
  }

  /** Top-k sampling. */
  @Word(value = "Tokens that are sampled from. Default: all.", example = "topK 20")
  public void topK(int tokens) {
    topKSaid.say(tokens);
  }

  /** Texts that end a completion. */
  @Word(
      value =
          "Texts that end a completion. Default: none but the policy's own end token; for episodes,"
              + " the end of the line.",
      example = "stop '\\n\\n', 'Question:'")
  public void stop(String... texts) {
    stopSaid.say(List.of(texts));
  }

  /** The policy's own layout of prompts. */
  @Word(
      value = "Puts prompts through the policy's chat template. Default: bare prompts.",
      example = "chatTemplate()")
  public void chatTemplate() {
    chatTemplateSaid.say(true);
  }

  /** Worked examples. */
  @Word(
      value = "Worked examples before each prompt, the first of the visible items. Default: 0.",
      example = "shots 4")
  public void shots(int count) {
    shotsSaid.say(count);
  }

  /** The public evaluator that this is. */
  @Word(
      value = "The public evaluator whose rules these are, with its version. For readers.",
      example = "follows 'OpenCompass 0.5.1, gsm8k_gen_1d7fe4'")
  public void follows(String evaluator) {
    followsSaid.say(evaluator);
  }

  /** A direction. */
  @Word(value = "A direction of a metric.", example = "metric 'accuracy', '%', higherIsBetter")
  public Direction getHigherIsBetter() {
    return Direction.HIGHER_IS_BETTER;
  }

  /** A direction. */
  @Word(value = "A direction of a metric.", example = "metric 'errors', '%', lowerIsBetter")
  public Direction getLowerIsBetter() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  void checkValues() {
    boolean share = metricSaid.valueOr(usual()).unit().equals("%");
    require(
        passAtSaid,
        score -> score.doubleValue() >= 0 && (!share || score.doubleValue() <= 100),
        "`passAt` is %s",
        share ? "scores lie in 0 to 100" : "scores begin at 0",
        "Write `passAt 40` for 40 %.");
    requirePositive(maxTokensSaid, "a completion needs at least one token", "maxTokens 40");
    requirePositive(maxContextSaid, "a prompt needs at least one token", "maxContext 4096");
    requirePositive(topKSaid, "sampling needs at least one token", "topK 20");
    require(
        temperatureSaid,
        value -> value.doubleValue() >= 0 && value.doubleValue() <= 2,
        "`temperature` is %s",
        "temperatures lie in 0 to 2",
        "Leave it out for the likeliest token each time.");
    require(
        topPSaid,
        value -> value.doubleValue() > 0 && value.doubleValue() <= 1,
        "`topP` is %s",
        "a share lies above 0, at most 1",
        "Leave it out to sample from all tokens.");
    require(
        shotsSaid,
        count -> count >= 0,
        "`shots` is %d",
        "examples count from 0",
        "Leave it out for bare prompts.");
    require(
        stopSaid,
        texts -> texts.stream().noneMatch(String::isEmpty),
        "`stop` has an empty text",
        "an empty text would end every completion at once",
        "Leave it out.");
  }

  private void requirePositive(Slot<Integer> slot, String allowed, String example) {
    require(
        slot,
        tokens -> tokens > 0,
        "`" + slot.word() + "` is %d",
        allowed,
        "Write `" + example + "`.");
  }

  /** What scores of this grader count, unless the task says something else. */
  abstract Metric usual();

  abstract GraderRule rule();

  final List<String> stops() {
    return stopSaid.valueOr(usualStops());
  }

  /** Texts that end a completion unless the task says others. */
  List<String> usualStops() {
    return List.of();
  }

  static Metric share(String name) {
    return new Metric(name, "%", true);
  }

  final GraderRule.Scoring scoring() {
    Decoding decoding =
        new Decoding(
            maxTokensSaid.value(),
            maxContextSaid.found(),
            temperatureSaid.found().map(Number::doubleValue).orElse(0.0),
            topPSaid.found().map(Number::doubleValue).orElse(1.0),
            topKSaid.found(),
            stops(),
            chatTemplateSaid.valueOr(false),
            shotsSaid.valueOr(0));
    return new GraderRule.Scoring(
        metricSaid.valueOr(usual()),
        passAtSaid.value().doubleValue(),
        decoding,
        followsSaid.found());
  }
}
