package org.autorl.environments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Facts about the world, in a table and in sentences: states, rivers, elements, planets, moons. It
 * does not change. Read from {@code world-facts.jsonl}, whose licence is in the file beside it.
 */
final class FactTable {
  /** What is known of a thing, and the sentence that says it. */
  enum Relation {
    CAPITAL("country", "The capital of %s is %s."),
    CONTINENT("country", "%s is a state in %s."),
    CURRENCY("country", "The currency of %s is the %s."),
    BORDERS("country", "The states that border %s are %s."),
    RIVER("city", "The city %s lies on the river %s."),
    MOUTH("river", "The river %s flows into the %s."),
    SYMBOL("element", "The chemical symbol of %s is %s."),
    NUMBER("element", "The atomic number of %s is %s."),
    DISCOVERER("element", "The element %s was discovered by %s."),
    PLACE("planet", "Counted from the Sun, %s is planet number %s."),
    PLANET("moon", "%s is a moon of %s."),
    FINDER("moon", "The moon %s was discovered by %s.");

    private final String kind;
    private final String form;

    Relation(String kind, String form) {
      this.kind = kind;
      this.form = form;
    }

    /** The sentence; an empty name leaves its place empty, which makes words to search for. */
    String sentence(String name, String value) {
      return form.formatted(name, value);
    }

    /** Name and value, if the sentence is of this form. */
    Optional<Fact> read(String sentence) {
      Matcher matcher =
          Pattern.compile(form.replace(".", "\\.").replace("%s", "(.+)")).matcher(sentence);
      return matcher.matches()
          ? Optional.of(
              new Fact(this, matcher.group(1), Arrays.asList(matcher.group(2).split(", "))))
          : Optional.empty();
    }

    private String field() {
      return switch (this) {
        case FINDER -> "discoverer";
        default -> name().toLowerCase(Locale.ROOT);
      };
    }
  }

  /**
   * One fact.
   *
   * @param values one, but for {@link Relation#BORDERS}
   */
  record Fact(Relation relation, String name, List<String> values) {
    Fact {
      values = List.copyOf(values);
    }

    String sentence() {
      return relation.sentence(name, String.join(", ", values));
    }
  }

  private static final class Standard {
    static final FactTable TABLE = new FactTable();
  }

  private final List<Fact> facts = new ArrayList<>();
  private final TextIndex index;

  private FactTable() {
    for (ObjectNode row : rows()) {
      Map<Relation, Fact> known = new LinkedHashMap<>();
      for (Relation relation : Relation.values()) {
        if (row.get("kind").asText().equals(relation.kind) && row.has(relation.field())) {
          JsonNode value = row.get(relation.field());
          List<String> values = new ArrayList<>();
          if (value.isArray()) {
            value.forEach(v -> values.add(v.asText()));
          } else {
            values.add(value.asText());
          }
          known.put(relation, new Fact(relation, row.get("name").asText(), values));
        }
      }
      facts.addAll(known.values());
    }
    // A policy sees few sentences a search, so each fact is one of its own.
    index = TextIndex.ofNames(facts.stream().map(Fact::sentence).toList());
  }

  private static List<ObjectNode> rows() {
    ObjectMapper json = new ObjectMapper();
    List<ObjectNode> rows = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(FactTable.class.getResourceAsStream("world-facts.jsonl"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        rows.add((ObjectNode) json.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the facts about the world cannot be read", e);
    }
    return rows;
  }

  /** The one that there is; read on first use. */
  static FactTable standard() {
    return Standard.TABLE;
  }

  /** In the order of the file. */
  List<Fact> facts() {
    return List.copyOf(facts);
  }

  /** The sentences that fit best, best first. */
  List<String> search(String query, int count) {
    return index.search(query, 0, count).stream()
        .map(place -> facts.get(place).sentence())
        .toList();
  }

  /** Everything that has this relation. */
  List<Fact> of(Relation relation) {
    return facts.stream().filter(fact -> fact.relation() == relation).toList();
  }

  /** What is known of a thing; empty if nothing is. */
  List<String> values(Relation relation, String name) {
    return of(relation).stream()
        .filter(fact -> fact.name().equals(name))
        .findFirst()
        .map(Fact::values)
        .orElse(List.of());
  }

  /** The things of which a value holds. */
  List<String> names(Relation relation, String value) {
    return of(relation).stream()
        .filter(fact -> fact.values().equals(List.of(value)))
        .map(Fact::name)
        .toList();
  }
}
