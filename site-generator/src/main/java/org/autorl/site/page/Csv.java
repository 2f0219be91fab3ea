package org.autorl.site.page;

import java.util.List;
import java.util.Optional;

/** Lines of CSV, RFC 4180 with a newline alone at the end. */
public final class Csv {
  private Csv() {}

  /** A line with its end. */
  public static String line(List<String> fields) {
    StringBuilder line = new StringBuilder();
    String between = "";
    for (String field : fields) {
      line.append(between).append(quoted(field));
      between = ",";
    }
    return line.append('\n').toString();
  }

  /** A number in full; nothing if it is absent. */
  public static String text(Optional<Double> value) {
    return value.map(v -> Double.toString(v)).orElse("");
  }

  private static String quoted(String field) {
    return field.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
        ? '"' + field.replace("\"", "\"\"") + '"'
        : field;
  }
}
