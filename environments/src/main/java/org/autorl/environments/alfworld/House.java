package org.autorl.environments.alfworld;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A room with what is in it.
 *
 * <p>Names are ALFWorld's: a kind, then where it is, as in {@code Mug|+01.25|+00.90|-02.10}; places
 * to stand are {@code loc|X|Z|ROTATION|HORIZON} with whole numbers.
 *
 * @param start where the player stands at first; not where a receptacle is
 */
public record House(List<Receptacle> receptacles, List<Thing> things, String start) {
  /** Something that things lie in or on; it cannot be moved. */
  public record Receptacle(String name, String kind, String location, boolean openable) {}

  /**
   * Something that can be carried, or a lamp.
   *
   * @param in the name of the receptacle that it is in
   */
  public record Thing(String name, String kind, String in) {}

  /**
   * The room with an errand, as a PDDL problem.
   *
   * @param domain the name of the domain
   * @param kinds what can be done with kinds of things, and what they fit in
   */
  public String problem(String domain, Kinds kinds, Errand errand) {
    StringBuilder text = new StringBuilder("(define (problem plan_0)\n(:domain " + domain + ")\n");
    text.append("(:objects\nagent1 - agent\n");
    kinds.things().forEach(kind -> text.append(kind).append("Type - otype\n"));
    kinds.receptacles().forEach(kind -> text.append(kind).append("Type - rtype\n"));
    things.forEach(thing -> text.append(id(thing.name())).append(" - object\n"));
    receptacles.forEach(one -> text.append(id(one.name())).append(" - receptacle\n"));
    Set<String> locations = new LinkedHashSet<>();
    receptacles.forEach(one -> locations.add(one.location()));
    locations.add(start);
    locations.forEach(location -> text.append(id(location)).append(" - location\n"));
    text.append(")\n(:init\n");
    facts(kinds).forEach(fact -> text.append('(').append(fact).append(")\n"));
    return text.append(")\n(:goal ").append(errand.goal()).append(")\n)\n").toString();
  }

  private List<String> facts(Kinds kinds) {
    List<String> facts = new ArrayList<>();
    Set<String> present = new LinkedHashSet<>();
    for (Thing thing : things) {
      present.add(thing.kind());
      facts.add("objectType " + id(thing.name()) + " " + thing.kind() + "Type");
      kinds.can(thing.kind()).forEach(what -> facts.add(what + " " + id(thing.name())));
      facts.add("inReceptacle " + id(thing.name()) + " " + id(thing.in()));
    }
    Set<String> seen = new LinkedHashSet<>();
    for (Receptacle one : receptacles) {
      facts.add("receptacleType " + id(one.name()) + " " + one.kind() + "Type");
      facts.add("receptacleAtLocation " + id(one.name()) + " " + id(one.location()));
      if (one.openable()) {
        facts.add("openable " + id(one.name()));
      }
      if (seen.add(one.kind())) {
        kinds.holds(one.kind()).stream()
            .filter(present::contains)
            .forEach(kind -> facts.add("canContain " + one.kind() + "Type " + kind + "Type"));
      }
    }
    facts.add("atLocation agent1 " + id(start));
    return facts;
  }

  /** A name with the characters that PDDL does not have spelt out, as ALFWorld does. */
  static String id(String name) {
    return name.replace("-", "_minus_")
        .replace("|", "_bar_")
        .replace("+", "_plus_")
        .replace(".", "_dot_")
        .replace(",", "_comma_");
  }
}
