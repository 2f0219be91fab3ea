package org.autorl.trainers.algorithm;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.autorl.trainers.policy.Policy;

/** Supervised fine-tuning: cross entropy of the trained tokens, in order of the algorithm. */
public final class SftTrainer {
  /**
   * How to train.
   *
   * @param steps optimiser updates
   * @param learningRate after a linear warm-up over a twentieth of the steps; falls to a tenth by
   *     cosine
   * @param limit stop earlier when this much time is over
   */
  public record Settings(int steps, double learningRate, double weightDecay, Duration limit) {}

  private final Policy policy;
  private final Settings settings;
  private final InstantSource clock;
  private final MetricsLog log;

  public SftTrainer(Policy policy, Settings settings, InstantSource clock, MetricsLog log) {
    this.policy = policy;
    this.settings = settings;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Makes batches of sequences, shuffled anew for each epoch, without end.
   *
   * @throws IllegalArgumentException without sequences
   */
  public static Iterator<List<TokenSequence>> epochs(
      List<TokenSequence> sequences, int batchSize, long seed) {
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException("SFT needs at least one sequence");
    }
    Random random = new Random(seed);
    List<TokenSequence> rest = new ArrayList<>();
    return Stream.generate(
            () -> {
              List<TokenSequence> batch = new ArrayList<>();
              while (batch.size() < batchSize) {
                if (rest.isEmpty()) {
                  rest.addAll(sequences);
                  Collections.shuffle(rest, random);
                }
                batch.add(rest.remove(rest.size() - 1));
              }
              return batch;
            })
        .iterator();
  }

  /**
   * Trains on a batch for each step.
   *
   * @return updates made
   * @throws TrainingDiverged if loss or gradient is no number
   */
  public int train(Iterator<List<TokenSequence>> batches) {
    Instant start = clock.instant();
    try (NDManager manager = policy.newManager();
        AdamW optimizer = new AdamW(policy, manager, settings.weightDecay(), 1.0)) {
      for (int step = 1; step <= settings.steps(); step++) {
        double time = seconds(Duration.between(start, clock.instant())) / seconds(settings.limit());
        if (time > 1) {
          return step - 1;
        }
        // The clock, too, moves the schedule: a stage that is cut short still cools down.
        double progress = Math.max((double) step / settings.steps(), time);
        double rate = Schedule.cosine(settings.learningRate(), progress);
        update(step, batches.next(), optimizer, rate, manager);
      }
    }
    return settings.steps();
  }

  private void update(
      int step, List<TokenSequence> batch, AdamW optimizer, double rate, NDManager manager) {
    try (NDManager scratch = manager.newSubManager()) {
      double loss;
      double entropy;
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        LogProbabilities logP = LogProbabilities.of(policy, batch, scratch);
        NDArray mean = logP.ofTokens().mean().neg();
        gradients.backward(mean);
        loss = mean.getFloat();
        entropy = logP.entropy().getFloat();
      }
      double norm = optimizer.step(rate);
      if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
        throw new TrainingDiverged(step, loss, norm);
      }
      Map<String, Double> metrics = new TreeMap<>();
      metrics.put("loss", loss);
      metrics.put("grad_norm", norm);
      metrics.put("learning_rate", rate);
      metrics.put("entropy", entropy);
      metrics.put(
          "num_tokens", (double) batch.stream().mapToInt(TokenSequence::trainedTokens).sum());
      log.step("sft", step, metrics);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
