package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A question as a game has it, with what is right.
 *
 * @param single whether there is one answer; else all of several are wanted
 * @param answers one or more
 */
record AskedQuestion(String question, boolean single, List<String> answers) {
  AskedQuestion {
    answers = List.copyOf(answers);
  }

  /** Reads {@code question}, {@code single} and {@code answers}. */
  static AskedQuestion of(ObjectNode game) {
    List<String> answers = new ArrayList<>();
    game.get("answers").forEach(answer -> answers.add(answer.asText()));
    return new AskedQuestion(
        game.get("question").asText(), game.get("single").asBoolean(), answers);
  }

  /** Of one answer 1 or 0, of several F1. */
  double reward(String answer) {
    return single
        ? (GivenAnswer.same(answer, answers.get(0)) ? 1 : 0)
        : GivenAnswer.f1(answer, answers);
  }
}
