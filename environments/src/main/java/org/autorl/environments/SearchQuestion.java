package org.autorl.environments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A question and its answer.
 *
 * @param kind what is asked
 * @param subject whom or what it is asked about: a person, or a town and a craft
 * @param single whether there is one answer; else all of several are wanted
 * @param answers one or more
 */
record SearchQuestion(
    Kind kind, String subject, String question, boolean single, List<String> answers) {
  /** The kinds of questions; all but the last need two searches. */
  enum Kind {
    TEACHER_BORN("In which town was the teacher of %s born?"),
    TEACHER_WORKS("In which town does the teacher of %s work?"),
    BIRTH_RIVER("Which river is in the town where %s was born?"),
    SAME_TEACHER("Name all others who have the same teacher as %s."),
    WORKERS("Name all who work in %s as a %s.");

    private final String form;

    Kind(String form) {
      this.form = form;
    }
  }

  SearchQuestion {
    answers = List.copyOf(answers);
  }

  static SearchQuestion draw(Almanac almanac, SplittableRandom random) {
    Kind kind = Words.pick(List.of(Kind.values()), random);
    if (kind == Kind.WORKERS) {
      return workers(almanac, random);
    }
    String name = Words.pick(almanac.pupils(), random);
    String teacher = almanac.teacherOf(name);
    List<String> others =
        almanac.pupilsOf(teacher).stream().filter(pupil -> !pupil.equals(name)).toList();
    if (kind == Kind.SAME_TEACHER && others.isEmpty()) {
      return draw(almanac, random);
    }
    List<String> answers =
        switch (kind) {
          case TEACHER_BORN -> List.of(almanac.person(teacher).born());
          case TEACHER_WORKS -> List.of(almanac.person(teacher).works());
          case BIRTH_RIVER -> List.of(almanac.riverIn(almanac.person(name).born()));
          default -> others;
        };
    boolean single = kind != Kind.SAME_TEACHER;
    return new SearchQuestion(kind, name, kind.form.formatted(name), single, answers);
  }

  /** Of two or three workers, as many as one page of results can show. */
  private static SearchQuestion workers(Almanac almanac, SplittableRandom random) {
    while (true) {
      String town = Words.pick(Almanac.TOWNS, random);
      String craft = Words.pick(Almanac.CRAFTS, random);
      List<String> workers = almanac.workers(town, craft);
      if (workers.size() > 1 && workers.size() <= SearchGame.SNIPPETS) {
        return new SearchQuestion(
            Kind.WORKERS,
            town + " " + craft,
            Kind.WORKERS.form.formatted(town, craft),
            false,
            workers);
      }
    }
  }

  /** Reads what {@link #json} wrote. */
  static SearchQuestion of(ObjectNode game) {
    AskedQuestion asked = AskedQuestion.of(game);
    return new SearchQuestion(
        Kind.valueOf(game.get("kind").asText()),
        game.get("subject").asText(),
        asked.question(),
        asked.single(),
        asked.answers());
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", kind.name()).put("subject", subject);
    json.put("question", question).put("single", single);
    answers.forEach(json.putArray("answers")::add);
    return json;
  }
}
