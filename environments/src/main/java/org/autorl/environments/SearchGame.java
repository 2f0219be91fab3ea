package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rules of looking something up. */
final class SearchGame implements Episode {
  /** Sentences that a search shows, at most. */
  static final int SNIPPETS = 3;

  private static final String NOTHING = "Nothing happens.";

  /** Where a search looks. */
  interface Lookup {
    /** The texts that fit best, best first. */
    List<String> search(String query, int count);
  }

  private final Lookup lookup;
  private final AskedQuestion question;
  private final int maxSteps;
  private int steps;
  private Turn last = new Turn("", false, 0);

  SearchGame(Lookup lookup, ObjectNode game) {
    this.lookup = lookup;
    this.question = AskedQuestion.of(game);
    this.maxSteps = game.get("maxSteps").asInt();
  }

  @Override
  public String prompt() {
    return "Look up. " + question.question() + "\n>";
  }

  @Override
  public Turn step(String text) {
    if (last.done()) {
      return last;
    }
    steps++;
    Optional<Action> action = Action.of(text);
    String verb = action.map(Action::verb).orElse("");
    String argument = action.map(Action::argument).orElse("");
    if (verb.equals("answer")) {
      double reward = question.reward(argument);
      last = new Turn(String.format(Locale.ROOT, "Score %.2f.", reward), true, reward);
    } else {
      String seen = verb.equals("search") ? found(argument) : NOTHING;
      last = new Turn(seen, steps >= maxSteps, 0);
    }
    return last;
  }

  private String found(String query) {
    List<String> sentences = lookup.search(query, SNIPPETS);
    return sentences.isEmpty() ? "No results." : String.join("\n", sentences);
  }
}
