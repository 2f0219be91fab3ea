package org.autorl.environments;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs programs of a small stack language, after Forth.
 *
 * <p>A program is words with white space between them. A whole number puts itself on the stack;
 * {@code + - * max min} take two numbers and leave one; {@code neg abs} change the top; {@code dup
 * drop swap over} are Forth's; {@code n ( ... )} does what is between the brackets n times, none
 * for n below 1. Nothing else is a word.
 *
 * <p>Every program ends, whatever its text: words, steps, depth and size of numbers are bounded,
 * and whoever goes over a bound or asks for what is not there has failed with a reason.
 */
public final class StackMachine {
  /** The most words of a program. */
  public static final int MAX_WORDS = 64;

  /** The most words that are done in one run, each time counted. */
  public static final int MAX_STEPS = 1000;

  /** The most numbers on the stack. */
  public static final int MAX_DEPTH = 32;

  /** The largest number, and the largest below zero. */
  public static final long MAX_NUMBER = 1_000_000_000;

  /** How a run ended. */
  public sealed interface Outcome permits Done, Failed {}

  /**
   * The program came to its end.
   *
   * @param stack what it left, the top last
   */
  public record Done(List<Long> stack) implements Outcome {
    /** Keeps a copy. */
    public Done {
      stack = List.copyOf(stack);
    }
  }

  /**
   * The program did not come to its end.
   *
   * @param reason such as {@code `+` needs 2 numbers, there is 1}
   */
  public record Failed(String reason) implements Outcome {}

  @FunctionalInterface
  private interface Pair {
    long of(long a, long b);
  }

  private static final Map<String, Pair> PAIRS =
      Map.of(
          "+", (a, b) -> a + b,
          "-", (a, b) -> a - b,
          "*", (a, b) -> a * b,
          "max", Math::max,
          "min", Math::min);

  private final List<String> words;
  private final int[] partner;
  private final List<Long> stack = new ArrayList<>();

  private StackMachine(List<String> words, int[] partner, List<Long> inputs) {
    this.words = words;
    this.partner = partner;
    stack.addAll(inputs);
  }

  /**
   * Runs a program.
   *
   * @param program any text
   * @param inputs what is on the stack at the start, the top last
   */
  public static Outcome run(String program, List<Long> inputs) {
    List<String> words =
        Arrays.stream(program.strip().split("\\s+", MAX_WORDS + 2))
            .filter(word -> !word.isEmpty())
            .toList();
    if (words.size() > MAX_WORDS) {
      return new Failed("more than " + MAX_WORDS + " words");
    }
    int[] partner = new int[words.size()];
    return unbalanced(words, partner)
        .<Outcome>map(Failed::new)
        .orElseGet(() -> new StackMachine(words, partner, inputs).run());
  }

  /** Notes for each bracket where its partner is; or says what is wrong with them. */
  private static Optional<String> unbalanced(List<String> words, int[] partner) {
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals("(")) {
        open.push(i);
      } else if (words.get(i).equals(")")) {
        if (open.isEmpty()) {
          return Optional.of("`)` without `(`");
        }
        partner[i] = open.pop();
        partner[partner[i]] = i;
      }
    }
    return open.isEmpty() ? Optional.empty() : Optional.of("`(` without `)`");
  }

  private Outcome run() {
    Deque<Long> rounds = new ArrayDeque<>();
    int steps = 0;
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (++steps > MAX_STEPS) {
        return new Failed("more than " + MAX_STEPS + " steps");
      }
      if (word.equals(")")) {
        long left = rounds.pop() - 1;
        if (left > 0) {
          rounds.push(left);
          at = partner[at];
        }
        continue;
      }
      Optional<String> trouble = step(word);
      if (trouble.isPresent()) {
        return new Failed(trouble.get());
      }
      if (word.equals("(")) {
        long count = pop();
        if (count < 1) {
          at = partner[at];
        } else {
          rounds.push(count);
        }
      }
    }
    return new Done(stack);
  }

  /** Does one word, brackets excepted; what went wrong, if anything. */
  private Optional<String> step(String word) {
    int needed = needs(word);
    if (stack.size() < needed) {
      return Optional.of(
          "`%s` needs %d %s, there %s %d"
              .formatted(
                  word,
                  needed,
                  needed == 1 ? "number" : "numbers",
                  stack.size() == 1 ? "is" : "are",
                  stack.size()));
    }
    switch (word) {
      case "(" -> {}
      case "dup" -> stack.add(top(0));
      case "over" -> stack.add(top(1));
      case "drop" -> pop();
      case "swap" -> stack.add(stack.size() - 2, pop());
      case "neg" -> stack.add(-pop());
      case "abs" -> stack.add(Math.abs(pop()));
      default -> {
        return numberOrPair(word);
      }
    }
    return stack.size() > MAX_DEPTH
        ? Optional.of("more than " + MAX_DEPTH + " numbers on the stack")
        : Optional.empty();
  }

  private Optional<String> numberOrPair(String word) {
    Optional<Pair> pair = Optional.ofNullable(PAIRS.get(word));
    if (pair.isPresent()) {
      long b = pop();
      long a = pop();
      stack.add(pair.get().of(a, b));
    } else if (word.matches("-?[0-9]{1,10}")) {
      stack.add(Long.parseLong(word));
    } else {
      String shown = word.length() > 20 ? word.substring(0, 20) + "..." : word;
      return Optional.of("`" + shown + "` is no word");
    }
    if (Math.abs(top(0)) > MAX_NUMBER) {
      return Optional.of("a number beyond " + MAX_NUMBER);
    }
    return stack.size() > MAX_DEPTH
        ? Optional.of("more than " + MAX_DEPTH + " numbers on the stack")
        : Optional.empty();
  }

  private static int needs(String word) {
    return switch (word) {
      case "dup", "drop", "neg", "abs", "(" -> 1;
      case "swap", "over" -> 2;
      default -> PAIRS.containsKey(word) ? 2 : 0;
    };
  }

  private long top(int below) {
    return stack.get(stack.size() - 1 - below);
  }

  private long pop() {
    return stack.remove(stack.size() - 1);
  }
}
