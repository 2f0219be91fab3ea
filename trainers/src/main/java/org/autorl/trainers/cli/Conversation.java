package org.autorl.trainers.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.Sampler;

/**
 * Completes prompts, and remembers what it has read: prompts that go on where earlier ones ended (a
 * game's next turn) are not read again from their start.
 */
final class Conversation implements AutoCloseable {
  private final Policy policy;
  private Optional<Sampler> sampler = Optional.empty();
  private List<long[]> read = List.of();

  Conversation(Policy policy) {
    this.policy = policy;
  }

  /**
   * Completes prompts.
   *
   * @param context tokens of prompt and completion together, at most those of the policy
   */
  List<Sampler.Completion> complete(
      List<String> prompts, int context, Sampler.Settings settings, SplittableRandom random) {
    List<long[]> tokens = encode(prompts, context, settings.maxTokens());
    int[] rows = rows(tokens);
    int longest = 0;
    for (int i = 0; i < rows.length; i++) {
      longest = Math.max(longest, tokens.get(i).length - read.get(rows[i]).length);
    }
    boolean goesOn =
        rows.length > 0
            && sampler.isPresent()
            && longest + settings.maxTokens() <= sampler.get().room();
    return goesOn
        ? generate(sampler.orElseThrow(), tokens, rows, settings, random)
        : begin(tokens, settings, random);
  }

  private List<Sampler.Completion> begin(
      List<long[]> tokens, Sampler.Settings settings, SplittableRandom random) {
    close();
    Sampler fresh = new Sampler(policy, tokens.size(), policy.config().positions());
    sampler = Optional.of(fresh);
    read = new ArrayList<>();
    int[] rows = new int[tokens.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
      read.add(new long[0]);
    }
    return generate(fresh, tokens, rows, settings, random);
  }

  private List<Sampler.Completion> generate(
      Sampler session,
      List<long[]> tokens,
      int[] rows,
      Sampler.Settings settings,
      SplittableRandom random) {
    boolean[] active = new boolean[read.size()];
    List<long[]> fresh = new ArrayList<>(Arrays.asList(new long[read.size()][0]));
    for (int i = 0; i < rows.length; i++) {
      active[rows[i]] = true;
      long[] all = tokens.get(i);
      fresh.set(rows[i], Arrays.copyOfRange(all, read.get(rows[i]).length, all.length));
    }
    session.append(fresh);
    List<Sampler.Completion> every = session.generate(active, settings, random);
    List<Sampler.Completion> asked = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      Sampler.Completion completion = every.get(rows[i]);
      long[] all = tokens.get(i);
      long[] grown = Arrays.copyOf(all, all.length + completion.tokens().length);
      System.arraycopy(completion.tokens(), 0, grown, all.length, completion.tokens().length);
      read.set(rows[i], grown);
      asked.add(completion);
    }
    return asked;
  }

  /** For each prompt the row whose text it goes on with; empty unless all go on with some. */
  private int[] rows(List<long[]> tokens) {
    int[] rows = new int[tokens.size()];
    boolean[] taken = new boolean[read.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = -1;
      for (int row = 0; row < taken.length && rows[i] < 0; row++) {
        if (!taken[row] && startsWith(tokens.get(i), read.get(row))) {
          rows[i] = row;
          taken[row] = true;
        }
      }
      if (rows[i] < 0) {
        return new int[0];
      }
    }
    return rows;
  }

  private static boolean startsWith(long[] text, long[] start) {
    return text.length > start.length
        && Arrays.equals(text, 0, start.length, start, 0, start.length);
  }

  private List<long[]> encode(List<String> prompts, int context, int maxTokens) {
    int room = context - maxTokens;
    if (room < 1) {
      throw new IllegalArgumentException(
          "maxTokens leaves no room for a prompt in a context of " + context);
    }
    List<long[]> tokens = new ArrayList<>();
    for (String prompt : prompts) {
      long[] all = policy.tokenizer().encode(prompt);
      // A prompt longer than the context keeps its end, as chat servers do.
      tokens.add(all.length <= room ? all : Arrays.copyOfRange(all, all.length - room, all.length));
    }
    return tokens;
  }

  @Override
  public void close() {
    sampler.ifPresent(Sampler::close);
    sampler = Optional.empty();
  }
}
