package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Continues several texts at once, with cached keys and values.
 *
 * <p>A session is a set of rows that grow together: {@link #append} adds known tokens (prompts,
 * observations of an environment), {@link #generate} samples new ones. Rows of different lengths
 * share cache columns; a mask hides what is padding for a row.
 */
public final class Sampler implements AutoCloseable {
  /**
   * How to choose the next token.
   *
   * @param temperature 0 takes the likeliest token
   * @param stop texts that end a completion, besides end of text; not part of it
   */
  public record Settings(int maxTokens, double temperature, List<String> stop) {
    public Settings {
      stop = List.copyOf(stop);
    }
  }

  /**
   * One completion.
   *
   * @param tokens sampled ids, with the one that ended it if that was end of text
   * @param logProbabilities of each token under the sampling policy at temperature 1, natural log
   * @param text decoded, cut before the stop text
   * @param finish {@code end}, {@code stop} or {@code length}
   */
  public record Completion(long[] tokens, float[] logProbabilities, String text, String finish) {}

  private static final float HIDDEN = -1e9f;

  private final Policy policy;
  private final NDManager manager;
  private final KvCache cache;
  private final int rows;
  private final int capacity;
  private final boolean[][] visible;
  private final int[] positions;
  private final Map<Integer, String> pieces = new HashMap<>();
  private final float[][] next;

  /** A session of {@code rows} rows with room for {@code capacity} columns. */
  public Sampler(Policy policy, int rows, int capacity) {
    this.policy = policy;
    this.rows = rows;
    this.capacity = capacity;
    this.manager = policy.manager().newSubManager();
    this.cache = new KvCache(policy.config(), manager, rows, capacity);
    this.visible = new boolean[rows][capacity];
    this.positions = new int[rows];
    this.next = new float[rows][];
  }

  /** Columns that are still free. */
  public int room() {
    return capacity - (int) cache.columns();
  }

  /** Adds known tokens to each row; an empty array leaves a row as it is. */
  public void append(List<long[]> tokens) {
    int width = tokens.stream().mapToInt(t -> t.length).max().orElse(0);
    if (width > 0) {
      forward(tokens, width);
    }
  }

  /** Samples a completion for each row that is asked for; the others stay as they are. */
  public List<Completion> generate(boolean[] active, Settings settings, SplittableRandom random) {
    List<Draft> drafts = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      drafts.add(new Draft(active[row]));
    }
    for (int step = 0; step < settings.maxTokens() && room() > 0; step++) {
      List<long[]> chosen = new ArrayList<>();
      boolean any = false;
      for (int row = 0; row < rows; row++) {
        Draft draft = drafts.get(row);
        if (draft.open) {
          draft.take(next[row], settings, random);
        }
        any |= draft.open;
        // The last token of a closed draft goes in too, so that what follows sees all of it.
        chosen.add(draft.takePending());
      }
      if (chosen.stream().anyMatch(t -> t.length > 0)) {
        forward(chosen, 1);
      }
      if (!any) {
        break;
      }
    }
    return drafts.stream().map(Draft::finish).toList();
  }

  private final class Draft {
    private final List<Long> tokens = new ArrayList<>();
    private final List<Float> logProbabilities = new ArrayList<>();
    private boolean open;
    private long[] pending = {};
    private final StringBuilder sofar = new StringBuilder();
    private int cut = Integer.MAX_VALUE;
    private String finish = "length";

    Draft(boolean open) {
      this.open = open;
    }

    void take(float[] logits, Settings settings, SplittableRandom random) {
      float[] logP = logSoftmax(logits);
      int token = settings.temperature() == 0 ? argMax(logP) : draw(logP, settings, random);
      tokens.add((long) token);
      logProbabilities.add(logP[token]);
      pending = new long[] {token};
      if (token == policy.config().endOfText()) {
        close("end");
        return;
      }
      if (settings.stop().isEmpty()) {
        return;
      }
      sofar.append(piece(token));
      for (String stop : settings.stop()) {
        int at = sofar.indexOf(stop);
        if (at >= 0) {
          cut = Math.min(cut, at);
          close("stop");
        }
      }
    }

    private void close(String reason) {
      finish = reason;
      open = false;
    }

    long[] takePending() {
      long[] result = pending;
      pending = new long[] {};
      return result;
    }

    long[] ids() {
      return tokens.stream().mapToLong(Long::longValue).toArray();
    }

    Completion finish() {
      float[] logP = new float[logProbabilities.size()];
      for (int i = 0; i < logP.length; i++) {
        logP[i] = logProbabilities.get(i);
      }
      String text = policy.tokenizer().decode(ids());
      return new Completion(ids(), logP, text.substring(0, Math.min(cut, text.length())), finish);
    }
  }

  /** The text of one token; asked for so often that it is remembered. */
  private String piece(int token) {
    return pieces.computeIfAbsent(token, t -> policy.tokenizer().decode(new long[] {t}));
  }

  private void forward(List<long[]> tokens, int width) {
    int before = (int) cache.columns();
    if (width > room()) {
      throw new IllegalArgumentException(
          "the session has room for " + room() + " more tokens, not for " + width);
    }
    long[] ids = new long[rows * width];
    long[] at = new long[rows * width];
    for (int row = 0; row < rows; row++) {
      long[] own = tokens.get(row);
      int pad = width - own.length;
      for (int i = 0; i < own.length; i++) {
        ids[row * width + pad + i] = own[i];
        at[row * width + pad + i] = positions[row] + i;
        visible[row][before + pad + i] = true;
      }
      positions[row] += own.length;
    }
    try (NDManager step = manager.newSubManager()) {
      NDArray hidden =
          policy
              .decoder()
              .hidden(
                  step.create(ids, new Shape(rows, width)),
                  step.create(at, new Shape(rows, width)),
                  mask(step, before, width),
                  Optional.of(cache));
      NDArray last = hidden.get(new NDIndex(":, -1, :"));
      float[] logits = policy.decoder().logits(last).toFloatArray();
      int v = policy.config().vocabulary();
      for (int row = 0; row < rows; row++) {
        if (tokens.get(row).length > 0) {
          next[row] = Arrays.copyOfRange(logits, row * v, (row + 1) * v);
        }
      }
    }
  }

  /**
   * Float32 [rows, 1, 1, width, before + width]; a column sees itself and what is visible before.
   */
  private NDArray mask(NDManager step, int before, int width) {
    int all = before + width;
    float[] mask = new float[rows * width * all];
    for (int row = 0; row < rows; row++) {
      for (int t = 0; t < width; t++) {
        int base = (row * width + t) * all;
        for (int s = 0; s < all; s++) {
          boolean seen = s == before + t || s < before + t && visible[row][s];
          mask[base + s] = seen ? 0 : HIDDEN;
        }
      }
    }
    return step.create(mask, new Shape(rows, 1, 1, width, all));
  }

  private static int draw(float[] logP, Settings settings, SplittableRandom random) {
    double[] weights = new double[logP.length];
    double sum = 0;
    for (int i = 0; i < logP.length; i++) {
      weights[i] = Math.exp(logP[i] / settings.temperature());
      sum += weights[i];
    }
    double at = random.nextDouble() * sum;
    for (int i = 0; i < weights.length; i++) {
      at -= weights[i];
      if (at < 0) {
        return i;
      }
    }
    return argMax(logP);
  }

  private static int argMax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static float[] logSoftmax(float[] logits) {
    float max = logits[argMax(logits)];
    double sum = 0;
    for (float x : logits) {
      sum += Math.exp(x - max);
    }
    float shift = max + (float) Math.log(sum);
    float[] result = new float[logits.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = logits[i] - shift;
    }
    return result;
  }

  @Override
  public void close() {
    manager.close();
  }
}
