package org.autorl.trainers.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The methods of Python's texts and maps that templates use. */
final class Methods {
  private Methods() {}

  /** A method of a value, if it has one of that name. */
  static Optional<Callable> of(Object value, String name) {
    if (value instanceof String text && TEXT.contains(name)) {
      return Optional.of(
          (values, named, work) -> {
            work.charge(text.length());
            return text(text, new Arguments(name, values, named), work);
          });
    } else if (value instanceof Map<?, ?> map && MAP.contains(name)) {
      return Optional.of(
          (values, named, work) -> map(map, new Arguments(name, values, named), work));
    }
    return Optional.empty();
  }

  private static final List<String> TEXT =
      List.of(
          "strip",
          "lstrip",
          "rstrip",
          "split",
          "splitlines",
          "startswith",
          "endswith",
          "upper",
          "lower",
          "capitalize",
          "title",
          "replace",
          "join",
          "find",
          "count",
          "removeprefix",
          "removesuffix",
          "isdigit");

  private static final List<String> MAP = List.of("get", "items", "keys", "values");

  private static Object text(String text, Arguments given, Work work) {
    return switch (given.of()) {
      case "strip" -> strip(text, given, true, true);
      case "lstrip" -> strip(text, given, true, false);
      case "rstrip" -> strip(text, given, false, true);
      case "split" -> split(text, given);
      case "splitlines" -> new ArrayList<Object>(text.lines().toList());
      case "startswith" -> anyOf(given).stream().anyMatch(text::startsWith);
      case "endswith" -> anyOf(given).stream().anyMatch(text::endsWith);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "capitalize" -> capitalized(text);
      case "title" -> title(text);
      case "replace" -> replaced(text, given, work);
      case "join" -> joined(text, given.get(0, "iterable", List.of()), work);
      case "find" -> (long) text.indexOf(given.text(0, "sub", ""));
      case "count" -> count(text, given.text(0, "sub", ""));
      case "removeprefix" -> without(text, given.text(0, "prefix", ""), true);
      case "removesuffix" -> without(text, given.text(0, "suffix", ""), false);
      default -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
    };
  }

  private static Object map(Map<?, ?> map, Arguments given, Work work) {
    work.charge(map.size());
    return switch (given.of()) {
      case "get" -> {
        Object found = map.get(given.get(0, "key", ""));
        yield found == null ? given.get(1, "default", Nothing.NONE) : found;
      }
      case "items" -> items(map);
      case "keys" -> new ArrayList<Object>(map.keySet());
      default -> new ArrayList<Object>(map.values());
    };
  }

  static List<Object> items(Map<?, ?> map) {
    List<Object> items = new ArrayList<>();
    map.forEach((key, value) -> items.add(List.<Object>of(key, value)));
    return items;
  }

  private static List<String> anyOf(Arguments given) {
    if (given.get(0, "prefix", "") instanceof List<?> list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
    return List.of(given.text(0, "prefix", ""));
  }

  static String strip(String text, Arguments given, boolean left, boolean right) {
    Object chars = given.get(0, "chars", Nothing.NONE);
    int from = 0;
    int to = text.length();
    while (left && from < to && strips(text.charAt(from), chars)) {
      from++;
    }
    while (right && to > from && strips(text.charAt(to - 1), chars)) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean strips(char c, Object chars) {
    return chars instanceof String set ? set.indexOf(c) >= 0 : Character.isWhitespace(c);
  }

  private static List<Object> split(String text, Arguments given) {
    int most = given.number(1, "maxsplit", -1);
    int limit = most < 0 ? -1 : most + 1;
    if (given.get(0, "sep", Nothing.NONE) instanceof String separator) {
      if (separator.isEmpty()) {
        throw new JinjaException("`split` needs a separator");
      }
      return new ArrayList<>(List.of(text.split(Pattern.quote(separator), limit)));
    }
    String words = text.strip();
    return words.isEmpty() ? List.of() : new ArrayList<>(List.of(words.split("\\s+", limit)));
  }

  static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  static String title(String text) {
    StringBuilder out = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(inside ? Character.toLowerCase(c) : Character.toUpperCase(c));
      inside = Character.isLetter(c);
    }
    return out.toString();
  }

  static String replaced(String text, Arguments given, Work work) {
    String old = given.text(0, "old", "");
    String fresh = given.text(1, "new", "");
    int left = given.number(2, "count", -1);
    if (old.isEmpty()) {
      throw new JinjaException("`replace` needs what it replaces");
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int next = text.indexOf(old); next >= 0 && left != 0; next = text.indexOf(old, at)) {
      work.charge(fresh.length());
      out.append(text, at, next).append(fresh);
      at = next + old.length();
      left--;
    }
    return out.append(text.substring(at)).toString();
  }

  static String joined(String separator, Object of, Work work) {
    StringBuilder out = new StringBuilder();
    boolean first = true;
    for (Object element : Values.elements(of, work)) {
      String text = Values.text(element, work);
      work.charge((long) text.length() + separator.length());
      out.append(first ? "" : separator).append(text);
      first = false;
    }
    return out.toString();
  }

  private static long count(String text, String part) {
    long count = 0;
    for (int at = text.indexOf(part);
        at >= 0 && !part.isEmpty();
        at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  private static String without(String text, String part, boolean front) {
    if (front) {
      return text.startsWith(part) ? text.substring(part.length()) : text;
    }
    return text.endsWith(part) ? text.substring(0, text.length() - part.length()) : text;
  }

  /** A copy whose order is kept. */
  static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }
}
