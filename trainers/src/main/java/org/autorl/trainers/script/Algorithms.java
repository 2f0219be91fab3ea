package org.autorl.trainers.script;

import java.util.List;
import java.util.Optional;

/** All algorithms that can be named. */
public final class Algorithms {
  private Algorithms() {}

  /** In the order in which one would try them. */
  public static List<Algorithm> all() {
    return List.of(
        new Algorithm(
            "sft",
            "Supervised fine-tuning: imitate completions.",
            DataFormat.COMPLETION,
            false,
            List.of(SftSettings.defaults()),
            SftSettings::train),
        new Algorithm(
            "grpo",
            "Group relative policy optimization: do more of what beats the group's mean reward.",
            DataFormat.PROMPT,
            true,
            List.of(GrpoSettings.defaults()),
            GrpoSettings::train));
  }

  /** The algorithm of this name. */
  public static Optional<Algorithm> named(String name) {
    return all().stream().filter(algorithm -> algorithm.name().equals(name)).findFirst();
  }

  /** Says that there is no such algorithm. */
  public static Mistake unknown(String name) {
    return Mistake.of(
        "no algorithm `%s`".formatted(name),
        List.of("there are " + Nearest.list(names())),
        Nearest.of(name, names()).map(near -> "Did you mean `" + near + "`?"));
  }

  static List<String> names() {
    return all().stream().map(Algorithm::name).toList();
  }
}
