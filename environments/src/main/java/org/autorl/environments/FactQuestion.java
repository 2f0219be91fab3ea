package org.autorl.environments;

import static org.autorl.environments.FactTable.Relation.BORDERS;
import static org.autorl.environments.FactTable.Relation.CAPITAL;
import static org.autorl.environments.FactTable.Relation.CURRENCY;
import static org.autorl.environments.FactTable.Relation.DISCOVERER;
import static org.autorl.environments.FactTable.Relation.PLANET;
import static org.autorl.environments.FactTable.Relation.SYMBOL;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autorl.environments.FactTable.Relation;

/**
 * A question of one to three hops about the world.
 *
 * @param subject the state, element or moon that decides the side of the wall, whatever the
 *     question starts from
 * @param start what the question names
 * @param answers one or more
 */
record FactQuestion(Kind kind, String subject, String start, List<String> answers) {
  /** One step from a thing to what is known of it, or back from that to the thing. */
  record Hop(Relation relation, boolean back) {
    /** Where a step leads; empty unless it is known, and, on the way back, one thing alone. */
    List<String> from(FactTable table, String name) {
      List<String> there = back ? table.names(relation, name) : table.values(relation, name);
      return back && there.size() != 1 ? List.of() : there;
    }

    /** Words to search for. */
    String query(String name) {
      return back ? relation.sentence("", name) : relation.sentence(name, "");
    }

    /** What a sentence says of a thing. */
    Optional<List<String>> read(String sentence, String name) {
      return relation
          .read(sentence)
          .filter(fact -> back ? fact.values().equals(List.of(name)) : fact.name().equals(name))
          .map(fact -> back ? List.of(fact.name()) : fact.values());
    }
  }

  /**
   * The kinds of questions. Where the first hops lead back from a thing to the subject, the subject
   * is where they end.
   */
  enum Kind {
    CAPITAL_OF("What is the capital of %s?", CAPITAL, "", "capital"),
    CURRENCY_OF("What is the currency of %s?", CURRENCY, "", "currency"),
    CONTINENT_OF("On which continent is %s?", CAPITAL, "", "continent"),
    NEIGHBOURS("Name all states that border %s.", CAPITAL, "", "borders"),
    CURRENCY_BY_CAPITAL(
        "What is the currency of the state whose capital is %s?", CAPITAL, "capital", "currency"),
    CONTINENT_BY_CAPITAL(
        "On which continent is the state whose capital is %s?", CAPITAL, "capital", "continent"),
    NEIGHBOURS_BY_CAPITAL(
        "Name all states that border the state whose capital is %s.",
        CAPITAL, "capital", "borders"),
    RIVER_OF_CAPITAL("On which river does the capital of %s lie?", CAPITAL, "", "capital river"),
    MOUTH_OF_CAPITAL(
        "Into what does the river flow on which the capital of %s lies?",
        CAPITAL, "", "capital river mouth"),
    CURRENCY_BY_RIVER(
        "What is the currency of the state whose capital lies on the river %s?",
        CAPITAL, "capital river", "currency"),
    NEIGHBOURS_BY_RIVER(
        "Name all states that border the state whose capital lies on the river %s.",
        CAPITAL, "capital river", "borders"),
    SYMBOL_OF("What is the chemical symbol of %s?", SYMBOL, "", "symbol"),
    NUMBER_OF("What is the atomic number of %s?", SYMBOL, "", "number"),
    ELEMENT_BY_NUMBER("Which element has the atomic number %s?", SYMBOL, "number", ""),
    NUMBER_BY_SYMBOL(
        "What is the atomic number of the element with the symbol %s?", SYMBOL, "symbol", "number"),
    SYMBOL_BY_NUMBER(
        "What is the symbol of the element with the atomic number %s?", SYMBOL, "number", "symbol"),
    DISCOVERER_OF("Who discovered the element %s?", DISCOVERER, "", "discoverer"),
    DISCOVERER_BY_SYMBOL(
        "Who discovered the element with the symbol %s?", DISCOVERER, "symbol", "discoverer"),
    PLANET_OF("Which planet has the moon %s?", PLANET, "", "planet"),
    FINDER_OF("Who discovered the moon %s?", PLANET, "", "finder"),
    PLACE_BY_MOON(
        "Counted from the Sun, which number has the planet with the moon %s?",
        PLANET, "", "planet place");

    private final String form;
    private final Relation every;
    private final List<Relation> before;
    private final List<Relation> after;

    /**
     * @param every asked about everything that has this
     * @param before from the subject to what the question names; the hops go that way back
     * @param after from the subject to the answer
     */
    Kind(String form, Relation every, String before, String after) {
      this.form = form;
      this.every = every;
      this.before = relations(before);
      this.after = relations(after);
    }

    private static List<Relation> relations(String names) {
      List<Relation> relations = new ArrayList<>();
      for (String name : names.isEmpty() ? new String[0] : names.split(" ")) {
        relations.add(Relation.valueOf(name.toUpperCase(Locale.ROOT)));
      }
      return List.copyOf(relations);
    }

    /** From what the question names to the answer, one to three. */
    List<Hop> hops() {
      List<Hop> hops = new ArrayList<>();
      before.forEach(relation -> hops.add(0, new Hop(relation, true)));
      after.forEach(relation -> hops.add(new Hop(relation, false)));
      return hops;
    }

    /** Whether all of several answers are wanted; else there is one. */
    boolean isSet() {
      return after.contains(BORDERS);
    }
  }

  /** Of more answers the sentence is so long that a search hardly finds it. */
  private static final int MOST = 10;

  FactQuestion {
    answers = List.copyOf(answers);
  }

  /** All questions that the facts answer in one way. */
  static List<FactQuestion> all(FactTable table) {
    List<FactQuestion> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (FactTable.Fact fact : table.of(kind.every)) {
        Optional<String> start = Optional.of(fact.name());
        for (Relation relation : kind.before) {
          start = start.flatMap(name -> table.values(relation, name).stream().findFirst());
        }
        start.flatMap(name -> question(table, kind, fact.name(), name)).ifPresent(all::add);
      }
    }
    return List.copyOf(all);
  }

  private static Optional<FactQuestion> question(
      FactTable table, Kind kind, String subject, String start) {
    List<String> there = List.of(start);
    for (Hop hop : kind.hops()) {
      there = there.size() == 1 ? hop.from(table, there.get(0)) : List.of();
    }
    return there.isEmpty() || there.size() > MOST
        ? Optional.empty()
        : Optional.of(new FactQuestion(kind, subject, start, there));
  }

  String question() {
    return kind.form.formatted(start);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", kind.name()).put("subject", subject).put("start", start);
    json.put("question", question()).put("single", !kind.isSet());
    answers.forEach(json.putArray("answers")::add);
    return json;
  }
}
