package org.autorl.trainers.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Dates as Python's {@code strftime} writes them, in English. */
final class DateText {
  private static final Map<Character, String> PATTERNS =
      Map.ofEntries(
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('b', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('d', "dd"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('j', "DDD"),
          Map.entry('m', "MM"),
          Map.entry('M', "mm"),
          Map.entry('p', "a"),
          Map.entry('S', "ss"),
          Map.entry('y', "yy"),
          Map.entry('Y', "yyyy"));

  private DateText() {}

  static String of(String format, LocalDateTime now) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      char field = format.charAt(++i);
      String pattern = PATTERNS.get(field);
      if (field != '%' && pattern == null) {
        throw new JinjaException("`strftime_now` does not know `%" + field + "`");
      }
      out.append(
          pattern == null ? "%" : DateTimeFormatter.ofPattern(pattern, Locale.US).format(now));
    }
    return out.toString();
  }
}
