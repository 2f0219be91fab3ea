package org.autorl.trainers.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Random words said twice. Nothing teaches a small decoder faster to look back and copy, which all
 * families need.
 */
final class Drills {
  private static final List<String> WORDS =
      List.of(
          "bed",
          "desk",
          "shelf",
          "drawer",
          "cabinet",
          "dresser",
          "table",
          "sofa",
          "mug",
          "book",
          "plate",
          "apple",
          "egg",
          "fork",
          "bowl",
          "cup",
          "pan",
          "potato",
          "sinkbasin",
          "microwave",
          "fridge",
          "apples",
          "books",
          "pens",
          "coins",
          "shells",
          "cards",
          "eggs",
          "Ana",
          "Ben",
          "Carla",
          "Dan",
          "Eva",
          "Finn",
          "Gina",
          "Hugo",
          "Ida",
          "Jonas",
          "Kira",
          "Leo",
          "Mia",
          "Nils",
          "Olga",
          "Paul",
          "picnic",
          "party",
          "concert",
          "dinner",
          "meeting",
          "garden",
          "trip",
          "exam",
          "library",
          "birthday",
          "boat",
          "Monday",
          "Tuesday",
          "Wednesday",
          "Thursday",
          "Friday",
          "Saturday",
          "Sunday");

  private Drills() {}

  static Stream<String> text(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(
        () -> {
          List<String> words = new ArrayList<>();
          int count = random.nextInt(6, 24);
          for (int i = 0; i < count; i++) {
            String word = WORDS.get(random.nextInt(WORDS.size()));
            words.add(random.nextInt(4) == 0 ? word + " " + random.nextInt(1, 20) : word);
          }
          String once = String.join(" ", words);
          return "Say: " + once + ". Say: " + once + ".";
        });
  }
}
