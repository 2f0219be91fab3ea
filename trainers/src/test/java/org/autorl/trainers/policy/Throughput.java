package org.autorl.trainers.policy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.autorl.records.policy.PolicyConfig;
import org.autorl.trainers.algorithm.Checkpoints;
import org.autorl.trainers.algorithm.Options;
import org.autorl.trainers.algorithm.SftTrainer;
import org.autorl.trainers.algorithm.TokenSequence;

/**
 * Tokens a second: training as a share of what a plain matrix product reaches, sampling as a ratio
 * to a straightforward loop. Each is measured several times in turn with what it is compared with.
 */
public final class Throughput {
  private static final int ROWS = 64;
  private static final int COLUMNS = 64;
  private static final int ROUNDS = 5;

  private Throughput() {}

  public static void main(String[] args) throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      Engine.getInstance();
      Tokenizer tokenizer = Tokenizer.of(BpeTrainer.train(List.of("a b c").stream(), 300));
      PolicyConfig config =
          PolicyConfig.of("llama")
              .vocabulary(262)
              .hidden(128)
              .layers(4)
              .heads(4)
              .intermediate(344)
              .positions(256)
              .endOfText(261)
              .build();
      Policy policy = Policy.fresh(config, tokenizer, manager, 1);
      System.out.printf("%d weights, %d threads%n", policy.parameters(), JniUtils.getNumThreads());
      train(policy, manager);
      sample(policy, manager, 128);
      sample(policy, manager, 1);
    }
  }

  private static void train(Policy policy, NDManager manager) {
    PolicyConfig c = policy.config();
    double flops = 6.0 * policy.parameters() + 12.0 * c.layers() * COLUMNS * c.hidden();
    List<Double> shares = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      double peak = (product(manager) + product(manager)) / 2;
      double speed = training(policy);
      peak = (peak + product(manager)) / 2;
      if (round > 0) {
        shares.add(speed * flops / 1e9 / peak);
        say(
            "train: %.0f tokens/s, product %.0f GFLOP/s, share %.2f",
            speed, peak, shares.get(round - 1));
      }
    }
    say("train: median share %.2f", median(shares));
  }

  /** GFLOP/s of a large product of float32 matrices. */
  private static double product(NDManager manager) {
    try (NDManager scratch = manager.newSubManager()) {
      int n = 2048;
      NDArray a = scratch.randomNormal(new Shape(n, n));
      NDArray b = scratch.randomNormal(new Shape(n, n));
      a.matMul(b).close();
      long start = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        a.matMul(b).close();
      }
      return 10 * 2.0 * n * n * n / (System.nanoTime() - start);
    }
  }

  private static double training(Policy policy) {
    Random random = new Random(1);
    List<TokenSequence> rows = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      long[] tokens = new long[COLUMNS + 1];
      tokens[0] = random.nextInt(256);
      for (int t = 1; t <= COLUMNS; t++) {
        tokens[t] = (tokens[t - 1] * 7 + 3) % 256;
      }
      boolean[] trained = new boolean[COLUMNS + 1];
      Arrays.fill(trained, 1, COLUMNS + 1, true);
      rows.add(new TokenSequence(tokens, trained));
    }
    int steps = 20;
    long start = System.nanoTime();
    SftTrainer.Settings settings =
        Options.change(
            SftTrainer.Settings.defaults(),
            Map.of("maxSteps", steps, "perDeviceTrainBatchSize", ROWS, "learningRate", 1e-3));
    new SftTrainer(policy, settings, Clock.systemUTC(), (algorithm, step, metrics) -> {})
        .train(rows, Checkpoints.none());
    return steps * (double) ROWS * COLUMNS / seconds(start);
  }

  private static void sample(Policy policy, NDManager manager, int rows) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      double plain = speed(() -> plainly(policy, manager, rows));
      double ours = speed(() -> sampler(policy, rows));
      if (round > 0) {
        ratios.add(ours / plain);
        say(
            "sample, %d rows: %.0f tokens/s, plain loop %.0f, ratio %.1f",
            rows, ours, plain, ours / plain);
      }
    }
    say("sample, %d rows: median ratio %.1f", rows, median(ratios));
  }

  private static double speed(IntSupplier run) {
    long start = System.nanoTime();
    return run.getAsInt() / seconds(start);
  }

  private static int sampler(Policy policy, int rows) {
    long[] prompt = policy.tokenizer().encode("a b c");
    try (Sampler sampler = new Sampler(policy, rows, COLUMNS + prompt.length)) {
      boolean[] active = new boolean[rows];
      Arrays.fill(active, true);
      sampler.append(Collections.nCopies(rows, prompt));
      return sampler
          .generate(active, new Sampler.Settings(COLUMNS, 1, List.of()), new SplittableRandom(1))
          .stream()
          .mapToInt(completion -> completion.tokens().length)
          .sum();
    }
  }

  /** A token for each row and step, with a cache of keys and values, as one writes it first. */
  private static int plainly(Policy policy, NDManager manager, int rows) {
    PolicyConfig config = policy.config();
    SplittableRandom random = new SplittableRandom(1);
    long[] prompt = policy.tokenizer().encode("a b c");
    try (NDManager session = manager.newSubManager()) {
      PlainDecoder decoder =
          new PlainDecoder(config, policy.weights(), RotaryTable.of(config, session));
      PlainCache cache = new PlainCache(config, session, rows, COLUMNS + prompt.length);
      long[][] next = new long[rows][];
      Arrays.fill(next, prompt);
      for (int step = 0; step < COLUMNS; step++) {
        try (NDManager scratch = session.newSubManager()) {
          int width = next[0].length;
          long[] flat = Arrays.stream(next).flatMapToLong(Arrays::stream).toArray();
          long[] at = new long[width];
          for (int i = 0; i < width; i++) {
            at[i] = cache.columns() + i;
          }
          NDArray mask = causal(scratch, width, (int) cache.columns() + width);
          NDArray hidden =
              decoder.hidden(
                  scratch.create(flat, new Shape(rows, width)),
                  scratch.create(at, new Shape(1, width)),
                  mask,
                  Optional.of(cache));
          float[] p =
              decoder.logits(hidden.get(new NDIndex(":, -1, :"))).softmax(-1).toFloatArray();
          for (int row = 0; row < rows; row++) {
            next[row] =
                new long[] {draw(p, row * config.vocabulary(), config.vocabulary(), random)};
          }
        }
      }
      return rows * COLUMNS;
    }
  }

  private static NDArray causal(NDManager manager, int width, int all) {
    float[] mask = new float[width * all];
    for (int t = 0; t < width; t++) {
      for (int s = all - width + t + 1; s < all; s++) {
        mask[t * all + s] = -1e9f;
      }
    }
    return manager.create(mask, new Shape(1, 1, 1, width, all));
  }

  private static int draw(float[] p, int from, int size, SplittableRandom random) {
    double at = random.nextDouble();
    for (int i = 0; i < size; i++) {
      at -= p[from + i];
      if (at < 0) {
        return i;
      }
    }
    return size - 1;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
