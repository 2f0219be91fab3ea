package org.autorl.environments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Word problems of one or two steps with a whole number as answer; the small twin of GSM8K, with
 * its form of answers: a worked line, then {@code #### 42}.
 */
public final class Arithmetic implements Family {
  private static final List<String> THINGS =
      List.of(
          "apples", "books", "pens", "coins", "shells", "cards", "eggs", "stamps", "cups", "balls",
          "nuts", "keys");
  private static final List<String> GAINS = List.of("buys", "finds", "gets", "wins");
  private static final List<String> LOSSES = List.of("loses", "sells", "gives away", "drops");

  private record Problem(String question, String worked, int answer, String thing) {}

  @Override
  public String name() {
    return "arithmetic";
  }

  @Override
  public Item draw(SplittableRandom random) {
    Problem problem = problem(random);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("question", problem.question());
    data.put("answer", " " + problem.worked() + " #### " + problem.answer());
    data.put("gold", Integer.toString(problem.answer()));
    data.put("thing", problem.thing());
    return new Item(problem.question(), "Question: " + problem.question() + "\nAnswer:", data);
  }

  @Override
  public Stream<String> pretrainingText(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> document(random));
  }

  @Override
  public Map<String, List<ObjectNode>> visibleFiles(long seed, int items) {
    return Map.of(
        "train.jsonl",
        items(Partition.VISIBLE, seed, items).stream()
            .map(item -> item.line("question", "answer"))
            .toList());
  }

  /** A story with an answer in one of several styles, sometimes a wrong one; or bare sums. */
  private String document(SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      return sums(random);
    }
    Item item = drawVisible(random);
    String worked = item.data().get("answer").asText();
    String gold = item.data().get("gold").asText();
    String thing = item.data().get("thing").asText();
    int style = random.nextInt(10);
    if (style < 5) {
      return item.prompt() + worked;
    }
    if (style < 7) {
      return item.prompt() + " #### " + Math.max(0, Integer.parseInt(gold) + random.nextInt(-3, 4));
    }
    if (style < 9) {
      return item.prompt() + " The answer is " + gold + " " + thing + ".";
    }
    return item.prompt() + " " + random.nextInt(1, 30) + " " + thing + ".";
  }

  private static String sums(SplittableRandom random) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int a = random.nextInt(0, 30);
      int b = random.nextInt(1, 20);
      boolean plus = random.nextBoolean() || b > a;
      lines.add(
          plus ? a + " + " + b + " = " + (a + b) + "." : a + " - " + b + " = " + (a - b) + ".");
    }
    return String.join(" ", lines);
  }

  private static Problem problem(SplittableRandom random) {
    String name = Words.pick(Words.NAMES, random);
    String thing = Words.pick(THINGS, random);
    int a = random.nextInt(3, 20);
    String start = name + " has " + a + " " + thing + ". ";
    String ask = "How many " + thing + " does " + name + " have now?";
    int b = random.nextInt(1, 15);
    boolean gain = random.nextBoolean() || b > a;
    int middle = gain ? a + b : a - b;
    String first = move(name, gain, b, "", random);
    String step = a + (gain ? " + " : " - ") + b + " = " + middle;
    if (random.nextInt(5) < 2) {
      return new Problem(start + first + ask, step + ".", middle, thing);
    }
    int c = random.nextInt(1, 10);
    boolean gainAgain = random.nextBoolean() || c > middle;
    int end = gainAgain ? middle + c : middle - c;
    String second = move(name, gainAgain, c, "Then ", random);
    String next = middle + (gainAgain ? " + " : " - ") + c + " = " + end;
    return new Problem(start + first + second + ask, step + ". " + next + ".", end, thing);
  }

  private static String move(
      String name, boolean gain, int count, String before, SplittableRandom random) {
    String verb = Words.pick(gain ? GAINS : LOSSES, random);
    return before + name + " " + verb + " " + count + (gain ? " more. " : ". ");
  }
}
