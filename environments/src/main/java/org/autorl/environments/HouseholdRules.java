package org.autorl.environments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import org.autorl.environments.pddl.Atom;
import org.autorl.environments.pddl.Domain;
import org.autorl.environments.pddl.Formula;
import org.autorl.environments.pddl.Problem;
import org.autorl.environments.textworld.Grammar;
import org.autorl.environments.textworld.TextGame;

/** Makes text games from the household's items, by its domain and its grammar. */
final class HouseholdRules {
  private static final String DOMAIN_TEXT = resource("household.pddl");
  private static final String GRAMMAR_TEXT = resource("household.twl2");
  private static final Domain DOMAIN = Domain.read(DOMAIN_TEXT);
  private static final Grammar GRAMMAR = Grammar.read(GRAMMAR_TEXT);
  private static final String UNKNOWN_GOAL = "UNKNOWN GOAL";

  private HouseholdRules() {}

  /** An item's game, ready to be played. */
  static TextGame game(JsonNode game) {
    return TextGame.of(
        DOMAIN, problem(game), GRAMMAR.with("task", "Your task is to: " + goal(game) + "."));
  }

  /**
   * An item's game in ALFWorld's form: {@code pddl_domain}, {@code grammar}, {@code pddl_problem}.
   */
  static ObjectNode official(JsonNode game) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("pddl_domain", DOMAIN_TEXT)
        .put("grammar", GRAMMAR_TEXT.replace(UNKNOWN_GOAL, goal(game)))
        .put("pddl_problem", text(problem(game)));
  }

  private static String goal(JsonNode game) {
    return "put a %s in %s 1".formatted(game.get("thing").asText(), game.get("target").asText());
  }

  private static Problem problem(JsonNode game) {
    Map<String, String> objects = new LinkedHashMap<>();
    Set<Atom> facts = new LinkedHashSet<>();
    int things = 0;
    for (JsonNode place : game.get("places")) {
      String name = id(place.get("name"));
      facts.add(Atom.of("sits", number("seat", objects, "seat"), name));
      objects.put(name, "place");
      for (JsonNode thing : place.path("things")) {
        objects.put(id(thing), "thing");
        facts.add(Atom.of("on", id(thing), name));
        facts.add(Atom.of("ranks", rank(++things), id(thing)));
      }
    }
    for (int n = 1; n <= things; n++) {
      objects.put(rank(n), "rank");
      for (int m = n + 1; m <= things; m++) {
        facts.add(Atom.of("below", rank(n), rank(m)));
      }
      if (n < things) {
        facts.add(Atom.of("next", rank(n), rank(n + 1)));
      }
    }
    facts.add(Atom.of("top", rank(things)));
    String target = id(game.get("target"));
    if (!objects.containsKey(target)) {
      throw new IllegalArgumentException(
          "this game has no place `%s`".formatted(game.get("target").asText()));
    }
    return new Problem(
        objects, facts, new Formula.Holds(Atom.of("on", id(game.get("thing")), target)));
  }

  private static String number(String kind, Map<String, String> objects, String type) {
    long known = objects.values().stream().filter(type::equals).count();
    String name = "%s%03d".formatted(kind, known + 1);
    objects.put(name, type);
    return name;
  }

  private static String rank(int n) {
    return "rank%03d".formatted(n);
  }

  private static String id(JsonNode name) {
    return name.asText() + "_bar_1";
  }

  /** A problem as PDDL. */
  private static String text(Problem problem) {
    StringJoiner text = new StringJoiner("\n  ", "(define (problem errand)\n  ", ")\n");
    text.add("(:domain household)").add("(:objects");
    problem.objects().forEach((name, type) -> text.add("  " + name + " - " + type));
    text.add(")").add("(:init");
    problem.facts().forEach(fact -> text.add("  " + text(fact)));
    text.add(")").add("(:goal " + text(((Formula.Holds) problem.goal()).atom()) + ")");
    return text.toString();
  }

  private static String text(Atom atom) {
    List<String> words = new ArrayList<>(List.of(atom.predicate()));
    words.addAll(atom.terms());
    return "(" + String.join(" ", words) + ")";
  }

  private static String resource(String name) {
    try (InputStream in = HouseholdRules.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
