package org.autorl.environments.alfworld;

import java.util.Locale;

/**
 * What is to be done.
 *
 * @param thing the kind of thing, for example {@code Mug}
 * @param target the kind of receptacle that it goes to, or of lamp that it is examined under
 */
public record Errand(TaskType type, String thing, String target) {
  /** As the game says it, without a full stop. */
  public String sentence() {
    String what = thing.toLowerCase(Locale.ROOT);
    String where = target.toLowerCase(Locale.ROOT);
    return switch (type) {
      case PUT -> "put a " + what + " in " + where;
      case EXAMINE -> "look at " + what + " under the " + where;
      case CLEAN -> "put a clean " + what + " in " + where;
      case HEAT -> "put a hot " + what + " in " + where;
      case COOL -> "put a cool " + what + " in " + where;
      case PUT_TWO -> "put two " + what + " in " + where;
    };
  }

  /** As PDDL. */
  public String goal() {
    return switch (type) {
      case PUT -> placed("");
      case CLEAN -> placed("(cleanable ?o) (isClean ?o) ");
      case HEAT -> placed("(heatable ?o) (isHot ?o) ");
      case COOL -> placed("(coolable ?o) (isCool ?o) ");
      case EXAMINE ->
          """
          (and
            (exists (?lamp - object ?r - receptacle ?a - agent ?l - location)
              (and (objectType ?lamp %sType) (toggleable ?lamp) (isToggled ?lamp)
                   (inReceptacle ?lamp ?r) (receptacleAtLocation ?r ?l) (atLocation ?a ?l)))
            (exists (?o - object ?a - agent)
              (and (objectType ?o %sType) (holds ?a ?o))))"""
              .formatted(target, thing);
      case PUT_TWO ->
          """
          (exists (?r - receptacle ?o - object)
            (and (receptacleType ?r %2$sType) (objectType ?o %1$sType) (inReceptacle ?o ?r)
                 (exists (?other - object)
                   (and (objectType ?other %1$sType) (inReceptacle ?other ?r) (not (= ?o ?other))))))"""
              .formatted(thing, target);
    };
  }

  private String placed(String state) {
    return """
        (exists (?r - receptacle ?o - object)
          (and (receptacleType ?r %sType) (objectType ?o %sType) %s(inReceptacle ?o ?r)))"""
        .formatted(target, thing, state);
  }
}
