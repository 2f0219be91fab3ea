package org.autorl.environments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Short notes to write on request; the small twin of AlpacaEval. What a good note is, nobody says
 * here: the judge knows.
 */
public final class Letters implements Family {
  private static final List<String> TOPICS =
      List.of(
          "picnic",
          "party",
          "concert",
          "dinner",
          "meeting",
          "garden",
          "football match",
          "trip",
          "exam",
          "library",
          "birthday",
          "boat");
  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
  private static final List<String> GREETINGS = List.of("Dear %s,", "Hello %s,", "Hi %s,", "%s,");
  private static final List<String> OPENINGS =
      List.of(
          "I write to you about the %s.",
          "The %s is soon.", "I think of the %s.", "We talked about the %s.");
  private static final List<String> DAY_LINES =
      List.of("It is on %s.", "See you on %s.", "We start on %s at noon.");
  private static final List<String> POLITE =
      List.of(
          "Please tell me if you can come.",
          "Thank you for your help.",
          "I would be glad to see you.",
          "Please bring a friend.");
  private static final List<String> DULL =
      List.of("It is what it is.", "I have to go now.", "There is not much to say.", "Well well.");
  private static final List<String> RUDE =
      List.of("Do not be late again.", "You never answer.", "I do not care.");
  private static final List<String> CLOSINGS =
      List.of("Best wishes", "Kind regards", "Yours", "Bye");

  @Override
  public String name() {
    return "letters";
  }

  @Override
  public Item draw(SplittableRandom random) {
    String name = Words.pick(Words.NAMES, random);
    String topic = Words.pick(TOPICS, random);
    String day = Words.pick(DAYS, random);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("recipient", name).put("topic", topic).put("day", day);
    String prompt =
        "Instruction: Write a short note to %s about the %s on %s.\nResponse:"
            .formatted(name, topic, day);
    return new Item(prompt, prompt, data);
  }

  /** A note of any quality that somebody might write. */
  public static String candidate(Item item, SplittableRandom random) {
    return note(item, random, 0.5);
  }

  /** The note that completions are compared with: of middling quality, always the same. */
  public static String reference(Item item) {
    return note(item, new SplittableRandom(item.prompt().hashCode()), 0.62);
  }

  /** {@code care} is the chance, for each part, to do it well. */
  private static String note(Item item, SplittableRandom random, double care) {
    String name = item.data().get("recipient").asText();
    String topic = item.data().get("topic").asText();
    String day = item.data().get("day").asText();
    List<String> parts = new ArrayList<>();
    if (random.nextDouble() < care) {
      parts.add(Words.pick(GREETINGS, random).formatted(name));
    } else if (random.nextBoolean()) {
      parts.add(Words.pick(GREETINGS, random).formatted(Words.pick(Words.NAMES, random)));
    }
    boolean right = random.nextDouble() < care;
    parts.add(Words.pick(OPENINGS, random).formatted(right ? topic : Words.pick(TOPICS, random)));
    if (random.nextDouble() < care) {
      parts.add(Words.pick(DAY_LINES, random).formatted(day));
    } else if (random.nextBoolean()) {
      parts.add(Words.pick(DAY_LINES, random).formatted(Words.pick(DAYS, random)));
    }
    if (random.nextDouble() < care) {
      parts.add(Words.pick(POLITE, random));
    }
    if (random.nextDouble() > care) {
      parts.add(Words.pick(DULL, random));
    }
    if (random.nextDouble() > care) {
      parts.add(Words.pick(random.nextBoolean() ? RUDE : DULL, random));
    }
    if (random.nextInt(6) == 0) {
      parts.add(parts.get(parts.size() - 1));
    }
    if (random.nextDouble() < care) {
      parts.add(Words.pick(CLOSINGS, random) + ", " + Words.pick(Words.NAMES, random));
    }
    return " " + String.join(" ", parts);
  }

  @Override
  public Stream<String> pretrainingText(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(
        () -> {
          Item item = drawVisible(random);
          return item.prompt() + note(item, random, 0.35);
        });
  }

  @Override
  public Map<String, List<ObjectNode>> visibleFiles(long seed, int items) {
    return Map.of(
        "train.jsonl",
        items(Partition.VISIBLE, seed, items).stream().map(item -> item.line()).toList());
  }
}
