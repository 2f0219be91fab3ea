package org.autorl.environments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs to write in a small stack language, graded by running them; the small twin of HumanEval
 * (Chen et al. 2021, <a href="https://arxiv.org/abs/2107.03374">2107.03374</a>): a description and
 * worked examples, then tests that the prompt does not show.
 *
 * <p>An item's data: {@code task}, {@code answer} (one right program), {@code examples} and {@code
 * tests}, each a list of {@code input} (one or two whole numbers) and {@code output} (one).
 */
public final class StackCode implements Family {
  private static final int EXAMPLES = 2;
  private static final int TESTS = 6;
  private static final int DEMONSTRATIONS = 100;

  @Override
  public String name() {
    return "stack-code";
  }

  @Override
  public Item draw(SplittableRandom random) {
    while (true) {
      StackTask task = StackTask.draw(random);
      ObjectNode data = JsonNodeFactory.instance.objectNode();
      data.put("task", task.says());
      data.put("answer", " " + task.program());
      List<List<Long>> tries = task.tries(EXAMPLES + TESTS, random);
      // The tests take the numbers in order, for the spread; the prompt has the two after them.
      ArrayNode examples = data.putArray("examples");
      tries.subList(TESTS, EXAMPLES + TESTS).forEach(t -> add(examples, t, task.program()));
      ArrayNode tests = data.putArray("tests");
      tries.subList(0, TESTS).forEach(t -> add(tests, t, task.program()));
      if (tells(data)) {
        return new Item(task.says(), prompt(data), data);
      }
    }
  }

  /**
   * What is wrong with a completion; empty if it passes: the first line is run on the input of each
   * test and has to leave the output and nothing else.
   *
   * @param data an item's, of which {@code tests} is read
   * @param completion any text
   * @return a reason such as {@code -3 gives 0, not 4}; it tells of the tests, so it is not for
   *     those who are graded
   */
  public static Optional<String> complaint(ObjectNode data, String completion) {
    String program = completion.strip().lines().findFirst().orElse("");
    for (JsonNode test : data.withArray("tests")) {
      List<Long> input = numbers(test.get("input"));
      long wanted = test.get("output").asLong();
      StackMachine.Outcome outcome = StackMachine.run(program, input);
      if (outcome instanceof StackMachine.Failed failed) {
        return Optional.of(said(input) + " fails: " + failed.reason());
      }
      List<Long> left = ((StackMachine.Done) outcome).stack();
      if (!left.equals(List.of(wanted))) {
        String got = left.isEmpty() ? "nothing" : said(left);
        return Optional.of("%s gives %s, not %d".formatted(said(input), got, wanted));
      }
    }
    return Optional.empty();
  }

  @Override
  public Stream<String> pretrainingText(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> document(random));
  }

  /**
   * {@code train.jsonl} with {@code id}, {@code prompt} and {@code tests} for each item, and {@code
   * answer} for the first few.
   */
  @Override
  public Map<String, List<ObjectNode>> visibleFiles(long seed, int items) {
    List<ObjectNode> lines = new ArrayList<>();
    for (Item item : items(Partition.VISIBLE, seed, items)) {
      lines.add(lines.size() < DEMONSTRATIONS ? item.line("tests", "answer") : item.line("tests"));
    }
    return Map.of("train.jsonl", lines);
  }

  /** A task with a program, often a wrong one; or programs run. */
  private String document(SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      return runs(random);
    }
    Item item = drawVisible(random);
    int style = random.nextInt(10);
    if (style < 4) {
      return item.prompt() + item.data().get("answer").asText() + "\n";
    }
    StackTask other = taskOf(style < 8 ? item : drawVisible(random));
    return item.prompt() + " " + other.nearMiss(random) + "\n";
  }

  /** Lines such as {@code 5 3 + -> 8}, which teach what the words do. */
  private String runs(SplittableRandom random) {
    List<String> lines = new ArrayList<>();
    while (lines.size() < 4) {
      StackTask task = taskOf(drawVisible(random));
      String program = random.nextBoolean() ? task.program() : task.nearMiss(random);
      List<Long> input = Words.pick(task.tries(4, random), random);
      if (StackMachine.run(program, input) instanceof StackMachine.Done done) {
        lines.add(
            said(input)
                + " "
                + program
                + " ->"
                + done.stack().stream().map(n -> " " + n).collect(Collectors.joining()));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static StackTask taskOf(Item item) {
    int inputs = item.data().get("tests").get(0).get("input").size();
    return new StackTask(
        item.data().get("task").asText(), item.data().get("answer").asText().strip(), inputs);
  }

  private static String prompt(ObjectNode data) {
    StringBuilder prompt = new StringBuilder("Task: " + data.get("task").asText() + ".\n");
    for (JsonNode example : data.get("examples")) {
      prompt.append(said(numbers(example.get("input"))));
      prompt.append(" -> ").append(example.get("output").asText()).append("\n");
    }
    return prompt.append("Program:").toString();
  }

  private static void add(ArrayNode to, List<Long> input, String program) {
    StackMachine.Outcome outcome = StackMachine.run(program, input);
    if (outcome instanceof StackMachine.Done done && done.stack().size() == 1) {
      ObjectNode test = to.addObject();
      input.forEach(test.putArray("input")::add);
      test.put("output", done.stack().get(0));
      return;
    }
    throw new IllegalStateException("the program `" + program + "` is not one for its task");
  }

  /** Whether the tests tell a program that reads its input from one that does nothing or cannot. */
  private static boolean tells(ObjectNode data) {
    List<String> outputs = data.get("tests").findValuesAsText("output");
    return outputs.stream().distinct().count() > 2 && complaint(data, "").isPresent();
  }

  private static List<Long> numbers(JsonNode array) {
    List<Long> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asLong()));
    return numbers;
  }

  private static String said(List<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
