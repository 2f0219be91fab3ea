package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.autorl.records.Columns;

/** Makes the prompt and the gold answer of an item from a row. */
record RowReader(Columns columns) {
  /**
   * The prompt.
   *
   * @param where the row stands, for the message
   * @throws IOException if a column is not there or holds no text
   */
  String prompt(ObjectNode row, String where) throws IOException {
    Columns.Prompt prompt = columns.prompt();
    Optional<String> other = prompt.ifBlank().filter(text -> hasBlank(row, prompt.text()));
    Matcher names = Columns.NAMED.matcher(other.orElse(prompt.text()));
    StringBuilder text = new StringBuilder();
    while (names.find()) {
      names.appendReplacement(text, Matcher.quoteReplacement(text(row, names.group(1), where)));
    }
    return names.appendTail(text).toString();
  }

  /**
   * The gold answer, without white space at its ends.
   *
   * @param where the row stands, for the message
   * @throws IOException if its column is not there, or has no text that it stands behind
   */
  String gold(ObjectNode row, String where) throws IOException {
    Columns.Answer answer = columns.answer();
    String text = text(row, answer.column(), where);
    if (answer.after().isPresent()) {
      String mark = answer.after().get();
      int at = text.lastIndexOf(mark);
      if (at < 0) {
        throw new IOException(
            "%s has no `%s` in its column `%s`, and the answer stands behind it"
                .formatted(where, mark, answer.column()));
      }
      text = text.substring(at + mark.length());
    }
    return answer.without().isPresent()
        ? text.replace(answer.without().get(), "").strip()
        : text.strip();
  }

  private static boolean hasBlank(ObjectNode row, String text) {
    return Columns.NAMED
        .matcher(text)
        .results()
        .anyMatch(name -> row.path(name.group(1)).asText("").isBlank());
  }

  private static String text(ObjectNode row, String column, String where) throws IOException {
    JsonNode value = row.path(column);
    if (!value.isValueNode() || value.isNull()) {
      Iterable<String> names = () -> row.fieldNames();
      List<String> shown =
          StreamSupport.stream(names.spliterator(), false).map(n -> "`" + n + "`").toList();
      throw new IOException(
          value.isMissingNode() || value.isNull()
              ? "%s has nothing in a column `%s`; it has %s"
                  .formatted(where, column, shown.stream().collect(Collectors.joining(", ")))
              : "%s has no text in its column `%s`".formatted(where, column));
    }
    return value.asText();
  }
}
