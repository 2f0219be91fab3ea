package org.autorl.runner.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Keys and values of a settings file; knows which of them nobody has asked for. */
final class Config {
  private static final int LONGEST = 60;

  private final ObjectNode values;
  private final String prefix;
  private final String where;
  private final Problems problems;
  private final Set<String> asked = new TreeSet<>();

  /**
   * @param prefix of the keys, for messages: empty, or a block's name and a dot
   */
  Config(ObjectNode values, String prefix, String where, Problems problems) {
    this.values = values;
    this.prefix = prefix;
    this.where = where;
    this.problems = problems;
  }

  private Optional<JsonNode> find(String key) {
    asked.add(key);
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isNull());
  }

  boolean has(String key) {
    return values.hasNonNull(key);
  }

  /** A text or a number, as text; blank is none. */
  Optional<String> text(String key) {
    Optional<JsonNode> found = find(key);
    if (found.isPresent() && !found.get().isValueNode()) {
      wrong(key, "a text", "Write `" + key + "` with one text.");
    }
    return found.filter(JsonNode::isValueNode).map(JsonNode::asText).filter(t -> !t.isBlank());
  }

  /** A number above 0. */
  Optional<Double> amount(String key) {
    Optional<JsonNode> found = find(key);
    Optional<Double> amount =
        found
            .filter(JsonNode::isNumber)
            .map(JsonNode::asDouble)
            .filter(n -> n > 0 && n <= Integer.MAX_VALUE);
    if (found.isPresent() && amount.isEmpty()) {
      wrong(key, "a number above 0", "Write `" + key + "` with a number.");
    }
    return amount;
  }

  /** A list of texts; empty if there is none. */
  List<String> texts(String key) {
    Optional<JsonNode> found = find(key);
    List<String> texts = new ArrayList<>();
    found.ifPresent(list -> list.forEach(element -> texts.add(element.asText())));
    boolean right =
        found
            .map(list -> list.isArray() && list.valueStream().allMatch(JsonNode::isTextual))
            .orElse(true);
    if (!right) {
      wrong(key, "a list of texts", "Write `" + key + "` with a list.");
    }
    return right ? texts : List.of();
  }

  /** A block of keys; one without keys if there is none. */
  Config block(String key) {
    Optional<JsonNode> found = find(key);
    if (found.isPresent() && !found.get().isObject()) {
      wrong(key, "a block of keys", "Write its keys below it.");
    }
    return new Config(
        found.filter(JsonNode::isObject).map(ObjectNode.class::cast).orElse(values.objectNode()),
        prefix + key + ".",
        where,
        problems);
  }

  void wrong(String key, String allowed, String hint) {
    JsonNode value = values.path(key);
    String is =
        value.isMissingNode()
            ? " is missing"
            : value.isValueNode() ? " cannot be `" + shown(value) + "`" : " has another shape";
    problems.add("`" + prefix + key + "`" + is, where, "it is " + allowed, hint);
  }

  /** All keys with their values, on one line; a part of what is long. */
  String described() {
    List<String> parts = new ArrayList<>();
    values.properties().forEach(e -> parts.add(e.getKey() + " " + shown(e.getValue())));
    values.fieldNames().forEachRemaining(asked::add);
    return Words.line(String.join(", ", parts));
  }

  /** What nobody has asked for; blocks by their names alone, for they may hold secrets. */
  List<String> unasked() {
    List<String> names = new ArrayList<>();
    values
        .properties()
        .forEach(
            entry -> {
              if (!asked.contains(entry.getKey())) {
                JsonNode value = entry.getValue();
                names.add(
                    prefix
                        + Words.line(entry.getKey())
                        + (value.isValueNode() ? " = " + shown(value) : ""));
              }
            });
    return names;
  }

  private static String shown(JsonNode value) {
    String text = value.isArray() ? elements(value) : scalar(value);
    String line = Words.line(text);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  private static String elements(JsonNode list) {
    List<String> parts = new ArrayList<>();
    list.forEach(element -> parts.add(scalar(element)));
    return String.join(" ", parts);
  }

  private static String scalar(JsonNode value) {
    if (!value.isValueNode()) {
      return "{...}";
    }
    boolean finite = value.isNumber() && Double.isFinite(value.asDouble());
    BigDecimal number = finite ? value.decimalValue() : BigDecimal.ZERO;
    // A few bytes can say a number of a billion digits.
    return finite && Math.abs(number.scale()) < LONGEST ? number.toPlainString() : value.asText();
  }
}
