package org.autorl.trainers.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
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
            "qwen2", endOfText + 1, 128, 6, 4, 2, 32, 384, 512, 10_000, 1e-6f, true, endOfText);
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

  private Iterator<List<TokenSequence>> batches(Tokenizer tokenizer, int endOfText) {
    List<Iterator<String>> texts =
        Family.all().stream().map(f -> f.pretrainingText(seed + 1).iterator()).toList();
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
