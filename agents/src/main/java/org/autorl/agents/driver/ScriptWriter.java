package org.autorl.agents.driver;

import java.util.Locale;
import org.autorl.agents.scaffold.Halves;

/** Writes a pipeline as a script for {@code autorl-train}. */
final class ScriptWriter {
  private static final int ROLLOUTS = 128;
  private static final int PASS = 64;

  private ScriptWriter() {}

  static String script(DataKind kind, Pipeline pipeline) {
    String second = second(kind, pipeline);
    return shown(kind)
        + Halves.LINE
        + "\n"
        + pipeline.header()
        + "\n"
        + """
        def seconds = env.TRAIN_SECONDS as double
        def base = policy(env.MODEL_PATH)
        def share = %s
        def part = { double of -> "${Math.max(0.2, seconds * of).round(1)}s".toString() }
        sft(base, data: shown, learningRate: %s, maxSteps: 2000, timeLimit: part(share))
        %s
        save(base, "${env.OUTPUT_DIR}/policy")
        """
            .formatted(
                number(pipeline.value(Knob.SFT_SHARE)),
                number(pipeline.value(Knob.SFT_RATE)),
                second.strip());
  }

  /** What is imitated. */
  private static String shown(DataKind kind) {
    return switch (kind) {
      case NUMBERS ->
          """
          def lines = jsonl("${env.DATA_PATH}/train.jsonl")
          def shown = lines
          """;
      case PROGRAMS ->
          """
          def lines = jsonl("${env.DATA_PATH}/train.jsonl")
          def shown = lines.findAll { it.answer }.collect { [prompt: it.prompt, completion: it.answer + '\\n'] }
          """;
      case PAIRS ->
          """
          def lines = jsonl("${env.DATA_PATH}/pairs.jsonl")
          def shown = lines.collect { [prompt: it.prompt, completion: it.chosen] }
          """;
      case GAMES ->
          """
          def lines = jsonl("${env.DATA_PATH}/games.jsonl")
          def shown = jsonl("${env.DATA_PATH}/demonstrations.jsonl")
          """;
    };
  }

  private static String second(DataKind kind, Pipeline pipeline) {
    if (kind == DataKind.PAIRS) {
      return """
          dpo(base, data: lines, learningRate: %s, beta: %s, maxSteps: 2000, timeLimit: part(1 - share))
          """
          .formatted(
              number(pipeline.value(Knob.RL_RATE)),
              // Nothing holds a policy to its reference at 0; then pairs teach nothing, either.
              number(Math.max(0.02, pipeline.value(Knob.BETA))));
    }
    int group = (int) pipeline.value(Knob.GROUP);
    String temperature =
        kind == DataKind.GAMES ? "" : ", temperature: " + number(pipeline.value(Knob.TEMPERATURE));
    return reward(kind)
        + """
        grpo(base, data: lines%s, learningRate: %s, beta: %s, numGenerations: %d, maxCompletionLength: %d%s,
            perDeviceTrainBatchSize: %d, gradientAccumulationSteps: %d, maxSteps: 2000, timeLimit: part(1 - share))
        """
            .formatted(
                kind == DataKind.GAMES ? "" : ", reward: reward",
                number(pipeline.value(Knob.RL_RATE)),
                number(pipeline.value(Knob.BETA)),
                group,
                (int) pipeline.value(Knob.LENGTH),
                temperature,
                PASS,
                ROLLOUTS / PASS);
  }

  private static String reward(DataKind kind) {
    return switch (kind) {
      case NUMBERS ->
          """
          def last = { text -> def all = (text =~ /####\\s*(-?\\d+)/).collect { it[1] }; all ? all.last() : 'none' }
          def reward = { prompt, completion, item -> last(completion) == last(item.answer) ? 1 : 0 }
          """;
      case PROGRAMS ->
          """
          def passes = { test, completion ->
              def alone = org.autorl.records.Json.tree([tests: [test]])
              org.autorl.environments.StackCode.complaint(alone, completion).isEmpty()
          }
          def reward = { prompt, completion, item ->
              def passed = item.tests.count { passes(it, completion) }
              0.5 * passed / item.tests.size() + (passed == item.tests.size() ? 0.5 : 0)
          }
          """;
      case PAIRS, GAMES -> "";
    };
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
