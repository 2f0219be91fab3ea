package org.autorl.trainers.script;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a line of data must have, by what an algorithm learns from; the names are TRL's. */
public enum DataFormat {
  /** Texts to imitate: {@code prompt} and {@code completion}, or {@code text}. */
  COMPLETION("{\"prompt\", \"completion\"} or {\"text\"}") {
    @Override
    Optional<String> problem(Map<String, Object> item) {
      if (item.containsKey("text") || item.containsKey(TRANSCRIPT)) {
        return texts(item, item.containsKey("text") ? "text" : TRANSCRIPT);
      }
      return texts(item, "prompt", completionOf(item));
    }
  },
  /** Prompts to complete; the reward sees the whole line. */
  PROMPT("{\"prompt\", and what the reward needs}") {
    @Override
    Optional<String> problem(Map<String, Object> item) {
      return isGame(item) ? Optional.empty() : texts(item, "prompt");
    }
  },
  /** Of two completions the better and the worse. */
  PAIR("{\"prompt\", \"chosen\", \"rejected\"}") {
    @Override
    Optional<String> problem(Map<String, Object> item) {
      return texts(item, "prompt", "chosen", "rejected");
    }
  },
  /** A completion, and whether it is a good one. */
  LABEL("{\"prompt\", \"completion\", \"label\": true or false}") {
    @Override
    Optional<String> problem(Map<String, Object> item) {
      Optional<String> text = texts(item, "prompt", completionOf(item));
      if (text.isPresent()) {
        return text;
      }
      return item.get("label") instanceof Boolean
          ? Optional.empty()
          : Optional.of(lacks(item, "label", "neither true nor false"));
    }
  };

  static final String TRANSCRIPT = "transcript";
  static final String GAME = "game";

  private final String shape;

  DataFormat(String shape) {
    this.shape = shape;
  }

  /** A line, as an example. */
  public String shape() {
    return shape;
  }

  /** What is wrong with a line, if something is. */
  abstract Optional<String> problem(Map<String, Object> item);

  /** The tasks' own files say {@code answer} where TRL says {@code completion}. */
  static String completionOf(Map<String, Object> item) {
    return !item.containsKey("completion") && item.containsKey("answer") ? "answer" : "completion";
  }

  /** A game of a world, which gives the reward. */
  static boolean isGame(Map<String, Object> item) {
    return item.get(GAME) instanceof Map && item.get("id") instanceof CharSequence;
  }

  private static Optional<String> texts(Map<String, Object> item, String... names) {
    return List.of(names).stream()
        .filter(name -> !(item.get(name) instanceof CharSequence))
        .map(name -> lacks(item, name, "no text"))
        .reduce((a, b) -> a + "; " + b);
  }

  private static String lacks(Map<String, Object> item, String name, String instead) {
    return "`%s` is %s".formatted(name, item.containsKey(name) ? instead : "missing");
  }
}
