package org.autorl.environments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SplittableRandom;

/**
 * Questions to answer by looking things up; the small twin of DeepSearchQA (<a
 * href="https://huggingface.co/datasets/google/deepsearchqa">google/deepsearchqa</a>): most take
 * two searches, the second about what the first has found, and some have several answers. What is
 * looked up in is always the same: about six thousand sentences about a country that is not.
 *
 * <p>Actions: {@code search[words]} shows the three best sentences; {@code answer[text]} ends the
 * episode. A single answer is right or wrong, 1 or 0; of several answers the reward is F1, so that
 * naming everybody is worth little.
 *
 * <p>An item's game: {@code kind}, {@code subject}, {@code question}, {@code single}, {@code
 * answers} and {@code maxSteps}. The subject decides the side of the wall, and a teacher is on the
 * side of their pupils, so no hidden question is about a person, or the teacher of one, whom a
 * visible question is about.
 *
 * <p>Games of {@link WorldFacts} can be played here as well.
 */
public final class Search implements World {
  private static final int MAX_STEPS = 6;

  @Override
  public String name() {
    return "search";
  }

  @Override
  public Item draw(SplittableRandom random) {
    SearchQuestion question = SearchQuestion.draw(Almanac.standard(), random);
    ObjectNode game = question.json().put("maxSteps", MAX_STEPS);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.set("game", game);
    return new Item(question.subject(), episode(game).prompt(), data);
  }

  @Override
  public Episode episode(ObjectNode game) {
    return game.has(WorldFacts.FACTS)
        ? WorldFacts.game(game)
        : new SearchGame(Almanac.standard()::search, game);
  }

  @Override
  public int maxSteps() {
    return MAX_STEPS;
  }

  @Override
  public Transcript played(ObjectNode game, double clumsiness, SplittableRandom random) {
    return SearchPlayer.played(Almanac.standard(), game, clumsiness, random);
  }
}
