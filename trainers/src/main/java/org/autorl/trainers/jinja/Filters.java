package org.autorl.trainers.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** What may stand after {@code |}. */
final class Filters {
  static final Set<String> NAMES =
      Set.of(
          "trim",
          "length",
          "count",
          "tojson",
          "join",
          "default",
          "d",
          "upper",
          "lower",
          "capitalize",
          "title",
          "replace",
          "first",
          "last",
          "list",
          "items",
          "map",
          "select",
          "reject",
          "selectattr",
          "rejectattr",
          "string",
          "int",
          "float",
          "abs",
          "reverse",
          "sort",
          "unique",
          "sum",
          "min",
          "max",
          "dictsort",
          "indent",
          "safe");

  private Filters() {}

  static Object apply(Object value, Arguments given, Work work) {
    work.charge(value instanceof String s ? s.length() : 1);
    return switch (given.of()) {
      case "default", "d" -> absent(value, given) ? given.get(0, "default_value", "") : value;
      case "length", "count" -> Values.length(value);
      case "tojson" -> new JsonText(given.number(9, "indent", -1), work).of(value);
      case "join" -> joined(value, given, work);
      case "first" -> Values.item(Values.elements(value, work), 0L);
      case "last" -> Values.item(Values.elements(value, work), -1L);
      case "list" -> Values.elements(value, work);
      case "items" -> value instanceof Map<?, ?> map ? Methods.items(map) : List.of();
      case "map" -> mapped(value, given, work);
      case "select", "selectattr" -> chosen(value, given, work, true);
      case "reject", "rejectattr" -> chosen(value, given, work, false);
      case "string" -> Values.text(value, work);
      case "int" -> whole(value, given);
      case "float" -> real(value, given);
      case "abs" ->
          Values.compare(value, 0L, work) < 0 ? Values.arithmetic("-", 0L, value, work) : value;
      case "reverse" -> Values.slice(value, Nothing.NONE, Nothing.NONE, -1L, work);
      case "sort", "unique", "sum", "min", "max", "dictsort" -> ordered(value, given, work);
      case "safe" -> value;
      default -> ofText(Values.text(value, work), given, work);
    };
  }

  private static Object ofText(String text, Arguments given, Work work) {
    return switch (given.of()) {
      case "trim" -> Methods.strip(text, given, true, true);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "capitalize" -> Methods.capitalized(text);
      case "title" -> Methods.title(text);
      case "replace" -> Methods.replaced(text, given, work);
      default -> indented(text, given, work);
    };
  }

  private static boolean absent(Object value, Arguments given) {
    boolean falseToo = Values.truth(given.get(1, "boolean", false));
    return value == Nothing.UNDEFINED || (falseToo && !Values.truth(value));
  }

  private static String joined(Object value, Arguments given, Work work) {
    Object attribute = given.get(1, "attribute", Nothing.NONE);
    List<Object> elements = Values.elements(value, work);
    if (attribute != Nothing.NONE) {
      elements.replaceAll(e -> Values.item(e, attribute));
    }
    return Methods.joined(given.text(0, "d", ""), elements, work);
  }

  private static List<Object> mapped(Object value, Arguments given, Work work) {
    Function<Object, Object> function;
    if (given.named().containsKey("attribute")) {
      String attribute = given.text(9, "attribute", "");
      function = element -> orDefault(Values.item(element, attribute), given);
    } else {
      String name = given.text(0, "filter", "");
      if (!NAMES.contains(name)) {
        throw new JinjaException("no filter `" + name + "`");
      }
      List<Object> rest = given.values().subList(1, given.values().size());
      function = element -> apply(element, new Arguments(name, rest, given.named()), work);
    }
    return new ArrayList<>(Values.elements(value, work).stream().map(function).toList());
  }

  private static Object orDefault(Object value, Arguments given) {
    return value == Nothing.UNDEFINED ? given.get(9, "default", Nothing.UNDEFINED) : value;
  }

  private static List<Object> chosen(Object value, Arguments given, Work work, boolean wanted) {
    boolean ofAttribute = given.of().endsWith("attr");
    int at = ofAttribute ? 1 : 0;
    Object attribute = ofAttribute ? given.text(0, "attribute", "") : Nothing.NONE;
    List<Object> values = given.values();
    Predicate<Object> test = Values::truth;
    if (values.size() > at) {
      String name = given.text(at, "test", "");
      List<Object> rest = values.subList(at + 1, values.size());
      test = element -> Tests.test(name, element, rest, work);
    }
    List<Object> chosen = new ArrayList<>();
    for (Object element : Values.elements(value, work)) {
      if (test.test(ofAttribute ? Values.item(element, attribute) : element) == wanted) {
        chosen.add(element);
      }
    }
    return chosen;
  }

  private static Object whole(Object value, Arguments given) {
    Object absent = given.get(0, "default", 0L);
    if (value instanceof Number n) {
      return n.longValue();
    } else if (value instanceof Boolean b) {
      return b ? 1L : 0L;
    }
    return value instanceof String s && s.strip().matches("[-+]?\\d{1,18}")
        ? Long.valueOf(s.strip())
        : absent;
  }

  private static Object real(Object value, Arguments given) {
    Object absent = given.get(0, "default", 0.0);
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    boolean number =
        value instanceof String s && s.strip().matches("[-+]?\\d{1,18}(\\.\\d{0,18})?");
    return number ? Double.valueOf(((String) value).strip()) : absent;
  }

  private static Object ordered(Object value, Arguments given, Work work) {
    List<Object> elements =
        given.of().equals("dictsort") && value instanceof Map<?, ?> map
            ? Methods.items(map)
            : Values.elements(value, work);
    switch (given.of()) {
      case "sum" -> {
        Object sum = 0L;
        for (Object element : elements) {
          sum = Values.arithmetic("+", sum, element, work);
        }
        return sum;
      }
      case "unique" -> {
        List<Object> unique = new ArrayList<>();
        elements.stream().filter(e -> !Values.contains(unique, e, work)).forEach(unique::add);
        return unique;
      }
      case "dictsort" ->
          elements.sort((a, b) -> compared(Values.item(a, 0L), Values.item(b, 0L), work));
      default -> elements.sort((a, b) -> compared(a, b, work));
    }
    boolean last = given.of().equals("max") || Values.truth(given.get(0, "reverse", false));
    if (given.of().startsWith("m")) {
      return Values.item(elements, last ? -1L : 0L);
    }
    return last ? Values.slice(elements, Nothing.NONE, Nothing.NONE, -1L, work) : elements;
  }

  private static int compared(Object a, Object b, Work work) {
    boolean texts = a instanceof String && b instanceof String;
    return texts
        ? Values.compare(
            ((String) a).toLowerCase(Locale.ROOT), ((String) b).toLowerCase(Locale.ROOT), work)
        : Values.compare(a, b, work);
  }

  private static String indented(String text, Arguments given, Work work) {
    String blanks = " ".repeat(Math.min(100, Math.max(0, given.number(0, "width", 4))));
    boolean first = Values.truth(given.get(1, "first", false));
    String[] lines = text.split("\n", -1);
    work.charge((long) lines.length * blanks.length());
    for (int i = first ? 0 : 1; i < lines.length; i++) {
      lines[i] = lines[i].isBlank() ? lines[i] : blanks + lines[i];
    }
    return String.join("\n", lines);
  }
}
