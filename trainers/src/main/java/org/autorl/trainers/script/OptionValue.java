package org.autorl.trainers.script;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values of options: from texts and from Groovy's values to the types of settings, and back. */
final class OptionValue {
  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ms|s|m|h)");
  private static final String NONE = "none";

  private OptionValue() {}

  /** A value that an option cannot have; the message is what it needs. */
  static final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    Unfit(String needed) {
      super(needed);
    }
  }

  /** What an option of this type takes. */
  static String needed(Type type) {
    if (type instanceof ParameterizedType generic) {
      String inner = needed(generic.getActualTypeArguments()[0]);
      return generic.getRawType() == Optional.class
          ? inner + ", or `none`"
          : inner + ", or several with commas";
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      return constants(plain).stream().map(c -> "`" + c + "`").collect(Collectors.joining(" or "));
    }
    if (isWhole(plain)) {
      return "a whole number";
    }
    if (isReal(plain)) {
      return "a number";
    }
    if (isTruth(plain)) {
      return "`true` or `false`";
    }
    return plain == Duration.class ? "a time such as `90s` or `5m`" : "a text";
  }

  /**
   * The value as this type; settings have whole and real numbers, truths, texts, durations, enums,
   * and optional ones and lists of these.
   */
  static Object of(Type type, Object value) throws Unfit {
    if (type instanceof ParameterizedType generic) {
      Type inner = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == Optional.class) {
        return value.toString().equals(NONE) ? Optional.empty() : Optional.of(of(inner, value));
      }
      return listOf(inner, value);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isInstance(value)) {
      return value;
    }
    String text = value.toString().strip();
    if (plain.isEnum()) {
      return constant(plain, text);
    }
    if (isWhole(plain)) {
      long whole = whole(text);
      if (plain == long.class || plain == Long.class) {
        return whole;
      }
      if ((int) whole != whole) {
        throw new Unfit("a whole number of at most " + Integer.MAX_VALUE);
      }
      return (int) whole;
    }
    if (isReal(plain)) {
      return real(text);
    }
    if (isTruth(plain)) {
      if (!text.equals("true") && !text.equals("false")) {
        throw new Unfit(needed(plain));
      }
      return text.equals("true");
    }
    return plain == Duration.class ? duration(text) : value.toString();
  }

  /** A value as it would be typed. */
  static String text(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(OptionValue::text).orElse(NONE);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(OptionValue::text).collect(Collectors.joining(","));
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    if (value instanceof Double real && real == Math.rint(real) && Math.abs(real) < 1e6) {
      return Long.toString(real.longValue());
    }
    if (value instanceof Duration time) {
      long millis = time.toMillis();
      if (millis % 1000 != 0) {
        return millis + "ms";
      }
      long seconds = millis / 1000;
      return seconds % 3600 == 0
          ? seconds / 3600 + "h"
          : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
    return value instanceof Double
        ? value.toString().replace(".0E", "E").replace("E", "e")
        : value.toString();
  }

  static boolean isTruth(Type type) {
    return type == boolean.class || type == Boolean.class;
  }

  private static boolean isWhole(Class<?> type) {
    return type == int.class || type == Integer.class || type == long.class || type == Long.class;
  }

  private static boolean isReal(Class<?> type) {
    return type == double.class || type == Double.class;
  }

  private static List<Object> listOf(Type inner, Object value) throws Unfit {
    List<?> parts =
        value instanceof List<?> list
            ? list
            : value instanceof Number
                ? List.of(value)
                : Arrays.stream(value.toString().split(",")).map(String::strip).toList();
    List<Object> values = new ArrayList<>();
    for (Object part : parts) {
      values.add(of(inner, part));
    }
    return List.copyOf(values);
  }

  private static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(OptionValue::text).toList();
  }

  private static Object constant(Class<?> type, String text) throws Unfit {
    for (Object constant : type.getEnumConstants()) {
      if (text(constant).equals(text.toLowerCase(Locale.ROOT).replace('-', '_'))) {
        return constant;
      }
    }
    throw new Unfit(needed(type));
  }

  private static long whole(String text) throws Unfit {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      // `1e3` is a whole number, too.
      double real = real(text, "a whole number");
      if (real != Math.rint(real) || Math.abs(real) > 1L << 53) {
        throw new Unfit("a whole number");
      }
      return (long) real;
    }
  }

  private static double real(String text) throws Unfit {
    return real(text, "a number");
  }

  private static double real(String text, String needed) throws Unfit {
    // Not what Java reads as a number and nobody else does, such as `1d` and `NaN`.
    if (!text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
      throw new Unfit(needed);
    }
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw new Unfit(needed);
    }
    return value;
  }

  private static Duration duration(String text) throws Unfit {
    Matcher matcher = DURATION.matcher(text);
    if (matcher.matches()) {
      double number = Double.parseDouble(matcher.group(1));
      double millis =
          switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1e3;
            case "m" -> 60e3;
            default -> 3600e3;
          };
      return Duration.ofMillis(Math.round(number * millis));
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new Unfit(needed(Duration.class));
    }
  }
}
