package org.autorl.trainers.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.autorl.environments.Family;
import org.autorl.trainers.algorithm.MetricsLog;
import org.autorl.trainers.algorithm.SftTrainer;
import org.autorl.trainers.algorithm.TokenSequence;
import org.autorl.trainers.policy.BpeTrainer;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.PolicyConfig;
import org.autorl.trainers.policy.Tokenizer;

/**
 * Makes a base policy from nothing: learns a tokenizer and next-token prediction on texts of all
 * families, visible partition only.
 *
 * @param steps optimiser updates; each takes texts of one family in turn, so that a batch holds
 *     texts of like length
 * @param tokensInBatch about how many tokens one update sees
 */
public record Pretraining(
    int steps, int tokensInBatch, int vocabulary, double learningRate, long seed) {
  private static final int TOKENIZER_TEXTS = 3000;

  /** Trains and saves; the same arguments give the same policy on the same machine. */
  public Policy train(Path out, NDManager manager, InstantSource clock, MetricsLog log)
      throws IOException {
    Tokenizer tokenizer =
        Tokenizer.of(
            BpeTrainer.train(
                Family.all().stream().flatMap(f -> f.pretrainingText(seed).limit(TOKENIZER_TEXTS)),
                vocabulary));
    int endOfText = (int) tokenizer.encode(BpeTrainer.END_OF_TEXT)[0];
    PolicyConfig config =
        new PolicyConfig(
            "qwen2", endOfText + 1, 128, 4, 4, 2, 32, 512, 512, 10_000, 1e-6f, true, endOfText);
    Policy policy = Policy.fresh(config, tokenizer, manager, seed);
    Iterator<List<TokenSequence>> batches = batches(tokenizer, endOfText);
    new SftTrainer(
            policy,
            new SftTrainer.Settings(steps, learningRate, 0.01, Duration.ofHours(10)),
            clock,
            log)
        .train(batches);
    policy.save(out);
    return policy;
  }

  /** Trains with lines of progress on stderr and writes the policy's card beside it. */
  void trainAndDescribe(Path out, InstantSource clock) throws IOException {
    Instant start = clock.instant();
    double[] tokens = {0};
    double[] recent = {0};
    MetricsLog log =
        (algorithm, step, metrics) -> {
          tokens[0] += metrics.getOrDefault("num_tokens", 0.0);
          double loss = metrics.getOrDefault("loss", 0.0);
          recent[0] = step == 1 ? loss : 0.97 * recent[0] + 0.03 * loss;
          if (step % 30 == 0) {
            System.err.printf(
                Locale.ROOT,
                "pretrain: step %d of %d, loss %.3f, %.2f M tokens, %d s%n",
                step,
                steps,
                recent[0],
                tokens[0] / 1e6,
                Duration.between(start, clock.instant()).toSeconds());
          }
        };
    try (NDManager manager = NDManager.newBaseManager();
        Policy policy = train(out, manager, clock, log)) {
      long seconds = Duration.between(start, clock.instant()).toSeconds();
      Files.writeString(out.resolve("README.md"), card(policy, tokens[0], recent[0], seconds));
    }
  }

  private String card(Policy policy, double tokens, double loss, long seconds) {
    return String.format(
        Locale.ROOT,
        """
        # The base policy
        A decoder of the Qwen2 architecture with %d parameters and its byte-level BPE tokenizer. It was pretrained from nothing by
        `org.autorl.trainers.cli.Main pretrain --steps %d --seed %d` on two cores.

        | | |
        | --- | --- |
        | data | text that the item families `arithmetic`, `letters` and `household` generate from seed %d, visible partition only; answers are in mixed styles and often wrong, notes are careless, games are played clumsily |
        | tokens | %.2f million |
        | loss | %.3f nats a token at the end (moving mean over the three families) |
        | time | %d s |
        | licence | Apache-2.0, as the project |

        It has seen no practice and no sealed item: an item's content decides its partition. It can do a little of each task, on purpose: what is
        left is the agent's work.
        """,
        policy.parameters(),
        steps,
        seed,
        seed,
        tokens / 1e6,
        loss,
        seconds);
  }

  private Iterator<List<TokenSequence>> batches(Tokenizer tokenizer, int endOfText) {
    List<Iterator<String>> texts = new ArrayList<>();
    Family.all().forEach(f -> texts.add(f.pretrainingText(seed + 1).iterator()));
    // Games are the hardest to learn, and come every other time.
    Iterator<String> games = texts.remove(texts.size() - 1);
    texts.add(1, games);
    texts.add(games);
    return new Iterator<>() {
      private int turn;

      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public List<TokenSequence> next() {
        Iterator<String> source = texts.get(turn++ % texts.size());
        List<TokenSequence> batch = new ArrayList<>();
        int tokens = 0;
        while (tokens < tokensInBatch) {
          long[] text = tokenizer.encode(source.next());
          long[] ended = Arrays.copyOf(text, Math.min(text.length + 1, 512));
          ended[ended.length - 1] = endOfText;
          boolean[] trained = new boolean[ended.length];
          Arrays.fill(trained, 1, trained.length, true);
          batch.add(new TokenSequence(ended, trained));
          tokens += ended.length;
        }
        return batch;
      }
    };
  }
}
