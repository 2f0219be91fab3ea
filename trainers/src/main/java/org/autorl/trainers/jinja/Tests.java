package org.autorl.trainers.jinja;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What may stand after {@code is}. */
final class Tests {
  static final Set<String> NAMES =
      Set.of(
          "defined",
          "undefined",
          "none",
          "string",
          "number",
          "integer",
          "float",
          "boolean",
          "true",
          "false",
          "mapping",
          "iterable",
          "sequence",
          "callable",
          "odd",
          "even",
          "divisibleby",
          "in",
          "eq",
          "equalto",
          "ne",
          "lt",
          "gt",
          "le",
          "ge",
          "lower",
          "upper");

  private Tests() {}

  static boolean test(String name, Object value, List<Object> arguments, Work work) {
    Object other = arguments.isEmpty() ? Nothing.UNDEFINED : arguments.get(0);
    return switch (name) {
      case "defined" -> value != Nothing.UNDEFINED;
      case "undefined" -> value == Nothing.UNDEFINED;
      case "none" -> value == Nothing.NONE;
      case "string" -> value instanceof String;
      case "number" -> value instanceof Number || value instanceof Boolean;
      case "integer" -> value instanceof Long;
      case "float" -> value instanceof Double;
      case "boolean" -> value instanceof Boolean;
      case "true" -> Boolean.TRUE.equals(value);
      case "false" -> Boolean.FALSE.equals(value);
      case "mapping" -> value instanceof Map<?, ?>;
      case "iterable", "sequence" ->
          value instanceof List<?> || value instanceof Map<?, ?> || value instanceof String;
      case "callable" -> value instanceof Callable;
      case "odd" -> Values.equal(Values.arithmetic("%", value, 2L, work), 1L, work);
      case "even" -> Values.equal(Values.arithmetic("%", value, 2L, work), 0L, work);
      case "divisibleby" -> Values.equal(Values.arithmetic("%", value, other, work), 0L, work);
      case "in" -> Values.contains(other, value, work);
      case "eq", "equalto" -> Values.equal(value, other, work);
      case "ne" -> !Values.equal(value, other, work);
      case "lt" -> Values.compare(value, other, work) < 0;
      case "gt" -> Values.compare(value, other, work) > 0;
      case "le" -> Values.compare(value, other, work) <= 0;
      case "ge" -> Values.compare(value, other, work) >= 0;
      case "lower" -> value instanceof String s && s.equals(s.toLowerCase(java.util.Locale.ROOT));
      case "upper" -> value instanceof String s && s.equals(s.toUpperCase(java.util.Locale.ROOT));
      default -> throw new JinjaException("no test `" + name + "`");
    };
  }
}
