package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Plays household games with actions of all sorts, always the same for a seed. */
final class HouseholdScript {
  private static final List<String> WORDS =
      List.of(
          "bed", "desk", "shelf", "drawer", "table", "mug", "book", "plate", "apple", "egg", "fork",
          "moon", "1", "2", "");

  private HouseholdScript() {}

  /** Transcripts of random games, in a fourth of them with 30 steps, one after the other. */
  static String play(long seed, int games) {
    SplittableRandom random = new SplittableRandom(seed);
    Household world = new Household();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < games; i++) {
      ObjectNode game = World.gameOf(world.draw(random));
      if (random.nextInt(4) == 0) {
        game.put("maxSteps", 30);
      }
      Episode episode = world.episode(game);
      text.append(episode.prompt());
      String here = "bed";
      List<String> things = new ArrayList<>(List.of("mug"));
      Episode.Turn turn = new Episode.Turn("", false, 0);
      while (!turn.done()) {
        String action = action(random, game, here, things);
        turn = episode.step(action);
        text.append(Episode.transcript(action, turn)).append(turn.reward()).append('\n');
        if (turn.observation().startsWith("On the ")) {
          here = turn.observation().split(" ")[2];
        }
        for (String word : turn.observation().split("[ ,.]+")) {
          if (WORDS.subList(5, 11).contains(word)) {
            things.add(word);
          }
        }
      }
      text.append(episode.step("go to bed 1")).append('\n');
    }
    return text.toString();
  }

  /** What is shown of games, as one text; the same in any language. */
  static String visible(long seed, int items) {
    return new TreeMap<>(new Household().visibleFiles(seed, items)).toString();
  }

  private static String action(
      SplittableRandom random, ObjectNode game, String here, List<String> things) {
    String word = Words.pick(WORDS, random);
    String last = things.get(things.size() - 1);
    String wanted = game.get("thing").asText();
    return switch (random.nextInt(12)) {
      case 0, 1 -> "go to " + word + " 1";
      case 2, 3 -> "go to " + Words.pick(WORDS.subList(0, 5), random) + " 1";
      case 4 -> "take " + last + " 1 from " + here + " 1";
      case 5 -> "take " + wanted + " 1 from " + here + " 1";
      case 6 -> "move " + last + " 1 to " + here + " 1";
      case 7 -> "move " + wanted + " 1 to " + here + " 1";
      case 8 -> "  go to " + game.get("target").asText() + " 1 ";
      case 9 -> "move " + Words.pick(things, random) + " 1 to " + here + " 1";
      case 10 -> "take " + Words.pick(things, random) + " 1 from " + here + " 1";
      default ->
          Words.pick(
              List.of(
                  "",
                  "go",
                  "go  to bed 1",
                  "Go to bed 1",
                  "\u0000",
                  "take mug 1 from bed",
                  "move mug 1 to bed 2",
                  "put mug 1 in bed 1",
                  "go to bed 1 1",
                  word + " " + word),
              random);
    };
  }
}
