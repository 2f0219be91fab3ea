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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.autorl.environments.Family;
import org.autorl.records.policy.PolicyConfig;
import org.autorl.trainers.algorithm.Checkpoints;
import org.autorl.trainers.algorithm.MetricsLog;
import org.autorl.trainers.algorithm.Options;
import org.autorl.trainers.algorithm.SftTrainer;
import org.autorl.trainers.algorithm.TokenSequence;
import org.autorl.trainers.policy.BpeTrainer;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.Tokenizer;

/**
 * Makes a base policy from nothing: learns a tokenizer and next-token prediction on texts of all
 * families, visible partition only.
 *
 * @param steps optimiser updates; each takes texts of one kind in turn, so that a batch holds texts
 *     of like length
 * @param tokensInBatch about how many tokens one update sees
 * @param vocabulary of about 900 tokens, towns are two each, and what is copied is the same tokens
 *     wherever it stands; with many more, a name is one token in a sentence and three in brackets
 */
public record Pretraining(
    int steps, int tokensInBatch, int vocabulary, double learningRate, long seed) {
  private static final int TOKENIZER_TEXTS = 1000;

  /** Trains and saves; the same arguments give the same policy on the same machine. */
  public Policy train(Path out, NDManager manager, InstantSource clock, MetricsLog log)
      throws IOException {
    Tokenizer tokenizer =
        Tokenizer.of(
            BpeTrainer.train(
                Family.pretrained().stream()
                    .flatMap(f -> f.pretrainingText(seed).limit(TOKENIZER_TEXTS)),
                vocabulary));
    int endOfText = (int) tokenizer.encode(BpeTrainer.END_OF_TEXT)[0];
    PolicyConfig config =
        PolicyConfig.of("qwen2")
            .vocabulary(endOfText + 1)
            .hidden(128)
            .layers(4)
            .heads(4)
            .kvHeads(2)
            .intermediate(512)
            .positions(512)
            .endOfText(endOfText)
            .build();
    Policy policy = Policy.fresh(config, tokenizer, manager, seed);
    Iterator<List<TokenSequence>> batches = batches(tokenizer, endOfText);
    new SftTrainer(
            policy,
            Options.change(
                SftTrainer.Settings.defaults(),
                Map.of(
                    "maxSteps", steps,
                    "learningRate", learningRate,
                    "timeLimit", Duration.ofHours(10))),
            clock,
            log)
        .train(batches, Checkpoints.none());
    policy.save(out);
    return policy;
  }

  /** Trains with lines of progress on stderr and writes the policy's card beside it. */
  void trainAndDescribe(Path out, InstantSource clock) throws IOException {
    Instant start = clock.instant();
    List<String> kinds = PretrainingText.inTurn(seed).stream().map(PretrainingText::kind).toList();
    Map<String, Double> losses = new LinkedHashMap<>();
    double[] tokens = {0};
    MetricsLog log =
        (algorithm, step, metrics) -> {
          tokens[0] += metrics.getOrDefault("num_tokens", 0.0);
          double loss = metrics.getOrDefault("loss", 0.0);
          losses.merge(kinds.get((step - 1) % kinds.size()), loss, (a, b) -> 0.9 * a + 0.1 * b);
          if (step % 30 == 0) {
            long seconds = Duration.between(start, clock.instant()).toSeconds();
            System.err.printf(
                Locale.ROOT,
                "pretrain: step %d of %d, loss %s, %.2f M tokens, %d s%n",
                step,
                steps,
                said(losses),
                tokens[0] / 1e6,
                seconds);
          }
        };
    try (NDManager manager = NDManager.newBaseManager();
        Policy policy = train(out, manager, clock, log)) {
      long seconds = Duration.between(start, clock.instant()).toSeconds();
      Files.writeString(out.resolve("README.md"), card(policy, tokens[0], losses, seconds));
    }
  }

  private static String said(Map<String, Double> losses) {
    return losses.entrySet().stream()
        .map(e -> String.format(Locale.ROOT, "%s %.3f", e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private String card(Policy policy, double tokens, Map<String, Double> losses, long seconds) {
    return String.format(
        Locale.ROOT,
        """
        # The base policy
        A decoder of the Qwen2 architecture with %d parameters and its byte-level BPE tokenizer. It was pretrained from
        nothing by `./autorl pretrain --out DIR --steps %d --seed %d`.

        | | |
        | --- | --- |
        | data | text that the item families %s generate from seed %d, visible partition only; answers are in mixed styles and often wrong, notes are careless, games are played clumsily |
        | tokens | %.2f million, %d updates |
        | loss | at the end, nats a token, moving means: %s |
        | time | %d s |
        | licence | Apache-2.0, as the project |

        It has seen no practice and no sealed item: an item's content decides its partition. It can do a little of each
        task, on purpose: what is left is the agent's work.
        """,
        policy.parameters(),
        steps,
        seed,
        Family.pretrained().stream()
            .map(f -> "`" + f.name() + "`")
            .collect(Collectors.joining(", ")),
        seed,
        tokens / 1e6,
        steps,
        said(losses),
        seconds);
  }

  /** Texts of one kind in a batch, the kinds in turn. */
  private Iterator<List<TokenSequence>> batches(Tokenizer tokenizer, int endOfText) {
    List<PretrainingText> kinds = PretrainingText.inTurn(seed + 1);
    return new Iterator<>() {
      private int turn;

      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public List<TokenSequence> next() {
        Iterator<String> texts = kinds.get(turn++ % kinds.size()).texts();
        List<TokenSequence> batch = new ArrayList<>();
        int tokens = 0;
        while (tokens < tokensInBatch) {
          long[] text = tokenizer.encode(texts.next());
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
