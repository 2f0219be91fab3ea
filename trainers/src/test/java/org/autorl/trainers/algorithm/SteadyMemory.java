package org.autorl.trainers.algorithm;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Json;
import org.autorl.records.policy.PolicyConfig;
import org.autorl.trainers.policy.BpeTrainer;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.Tokenizer;

/** The resident memory of a process that makes 2,000 GRPO steps: it must not grow. */
public final class SteadyMemory {
  private static final int STEPS = 2000;

  private SteadyMemory() {}

  public static void main(String[] args) throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      Tokenizer tokenizer = Tokenizer.of(BpeTrainer.train(List.of("a b c").stream(), 300));
      PolicyConfig config =
          PolicyConfig.of("qwen2")
              .vocabulary(262)
              .hidden(64)
              .layers(2)
              .heads(4)
              .kvHeads(2)
              .intermediate(128)
              .positions(128)
              .endOfText(261)
              .build();
      Policy policy = Policy.fresh(config, tokenizer, manager, 1);
      List<ObjectNode> lines =
          List.of("a b", "c", "a a c b").stream().map(SteadyMemory::line).toList();
      GrpoTrainer.Settings settings =
          Options.change(
              GrpoTrainer.Settings.defaults(),
              Map.of("maxSteps", STEPS, "perDeviceTrainBatchSize", 16, "beta", 0.01));
      CompletionRollouts rollouts =
          new CompletionRollouts(policy, lines, 16, (line, text) -> text.contains("a") ? 1 : 0);
      double[] early = {0};
      MetricsLog log =
          (algorithm, step, metrics) -> {
            if (step == 100) {
              early[0] = resident();
            }
            if (step % 100 == 0) {
              System.out.printf(
                  Locale.ROOT,
                  "step %d: %.0f MB resident, %+.1f %% since step 100%n",
                  step,
                  resident(),
                  100 * (resident() / early[0] - 1));
            }
          };
      try (Policy reference = policy.frozenCopy(manager)) {
        new GrpoTrainer(policy, Optional.of(reference), rollouts, settings, Clock.systemUTC(), log)
            .train(Checkpoints.none());
      }
    }
  }

  private static ObjectNode line(String prompt) {
    return Json.object().put("prompt", prompt);
  }

  /** Megabytes, as Linux counts them. */
  private static double resident() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
