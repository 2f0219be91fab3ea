package org.autorl.environments;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a program is to do, in one or two steps.
 *
 * @param says such as {@code add 3, then double it}
 * @param program one that does it, such as {@code 3 + dup +}
 * @param inputs how many numbers are given, 1 or 2
 */
record StackTask(String says, String program, int inputs) {
  private record Step(String says, String program) {}

  private static final List<Step> ON_TWO =
      List.of(
          new Step("add the two", "+"),
          new Step("multiply the two", "*"),
          new Step("take the second from the first", "-"),
          new Step("take the first from the second", "swap -"),
          new Step("keep the larger", "max"),
          new Step("keep the smaller", "min"),
          new Step("keep the first", "drop"),
          new Step("keep the second", "swap drop"));
  private static final List<Step> ON_ONE = onOne();
  private static final List<Step> REPEATED = repeated();

  private static List<Step> onOne() {
    List<Step> steps = new ArrayList<>();
    for (int k = 1; k <= 20; k++) {
      steps.add(new Step("add " + k, k + " +"));
      steps.add(new Step("subtract " + k, k + " -"));
      steps.add(new Step("at least " + k, k + " max"));
      steps.add(new Step("at most " + k, k + " min"));
    }
    for (int k = 2; k <= 9; k++) {
      steps.add(new Step("times " + k, k + " *"));
    }
    // The few steps without a number would be rare otherwise.
    for (int i = 0; i < 5; i++) {
      steps.add(new Step("double it", "dup +"));
      steps.add(new Step("square it", "dup *"));
      steps.add(new Step("change the sign", "neg"));
      steps.add(new Step("drop the sign", "abs"));
    }
    return List.copyOf(steps);
  }

  private static List<Step> repeated() {
    return IntStream.rangeClosed(2, 5)
        .boxed()
        .flatMap(
            n ->
                ON_ONE.stream()
                    .filter(step -> step.program().endsWith("+"))
                    .map(
                        s ->
                            new Step(s.says() + ", " + n + " times", n + " ( " + s.program + " )")))
        .toList();
  }

  static StackTask draw(SplittableRandom random) {
    int shape = random.nextInt(10);
    if (shape == 0) {
      return of(Words.pick(ON_ONE, random), 1);
    }
    if (shape == 1) {
      return of(Words.pick(REPEATED, random), 1);
    }
    int inputs = shape < 6 ? 2 : 1;
    Step first = Words.pick(inputs == 2 ? ON_TWO : ON_ONE, random);
    Step then = Words.pick(ON_ONE, random);
    return of(
        new Step(first.says() + ", then " + then.says(), first.program() + " " + then.program()),
        inputs);
  }

  private static StackTask of(Step step, int inputs) {
    return new StackTask(step.says(), step.program(), inputs);
  }

  /** Numbers to try it on, spread so that every bound of a task has some on either side. */
  List<List<Long>> tries(int count, SplittableRandom random) {
    List<List<Long>> tries = new ArrayList<>();
    for (int i = 0; tries.size() < count; i++) {
      List<Long> numbers = new ArrayList<>();
      numbers.add(between(i % 4, random));
      if (inputs == 2) {
        // Sometimes the larger one comes first, sometimes the smaller.
        numbers.add(i % 2 == 0 ? 1 : 0, between((i + i / 4 + 1) % 4, random));
      }
      if (!tries.contains(numbers)) {
        tries.add(List.copyOf(numbers));
      }
    }
    return tries;
  }

  /** A number from one of four ranges: below zero, small, up to twenty, beyond. */
  private static long between(int range, SplittableRandom random) {
    int[] edges = {-20, 0, 10, 21, 60};
    return random.nextLong(edges[range], edges[range + 1]);
  }

  /** A program that is nearly this one: one word is another, or is missing. */
  String nearMiss(SplittableRandom random) {
    List<String> words = new ArrayList<>(List.of(program.split(" ")));
    int at = random.nextInt(words.size());
    String word = words.get(at);
    if (random.nextInt(4) == 0) {
      words.remove(at);
    } else if (word.matches("[0-9]+")) {
      words.set(at, Integer.toString(random.nextInt(1, 21)));
    } else {
      words.set(at, Words.pick(List.of("+", "-", "*", "max", "min", "dup", "swap"), random));
    }
    return String.join(" ", words);
  }
}
