package org.autorl.runner.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Digest;

/**
 * The rows of a data file as lines of ours, in the order that splits are cut from. They are ordered
 * by what they ask and not by where they stood, and rows that ask the same are never parted: what
 * is graded is nothing that the agent sees.
 *
 * @param lines a row each, with `prompt` and `answer` of text
 * @param visible how many the agent sees; the first
 * @param practice how many come after them
 * @param sealed how many are left
 * @param texts whether all questions and answers are texts
 */
record Rows(List<String> lines, int visible, int practice, int sealed, boolean texts) {
  private static final int SPLITS = 3;
  private static final double HIDDEN_SHARE = 0.2;
  private static final int SHOWN = 10;

  /** Numbers keep the digits that they were written with. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private record Row(String question, String line) {}

  /** The rows of a text; empty if there is a problem with one of them. */
  static Optional<Rows> read(String text, String where, Problems problems) {
    List<Row> rows = new ArrayList<>();
    boolean[] texts = {true};
    int wrong = 0;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      Object read = row(line, texts);
      if (read instanceof Row row) {
        rows.add(row);
      } else if (++wrong <= SHOWN) {
        problems.add(
            "line " + number + " is no row: " + read,
            where + ":" + number,
            "a row is a JSON object with `question` and `answer`",
            "Mend the line, or take it out.");
      }
    }
    if (wrong > SHOWN) {
      problems.add(
          (wrong - SHOWN) + " more lines are no rows", where, "", "Begin with the ones above.");
    }
    return wrong > 0 ? Optional.empty() : split(rows, texts[0], where, problems);
  }

  /** The row, or a text that says why there is none. */
  private static Object row(String line, boolean[] texts) {
    try {
      if (!(MAPPER.readTree(line) instanceof ObjectNode row)) {
        return "it is no object";
      }
      for (String key : List.of("question", "answer")) {
        if (!row.hasNonNull(key)) {
          return "it has no `" + key + "`";
        }
      }
      if (row.has("prompt")) {
        return "it has a `prompt` beside its `question`";
      }
      String question = text(row.get("question"), texts);
      ObjectNode result = MAPPER.createObjectNode().put("prompt", question);
      result.put("answer", text(row.get("answer"), texts));
      row.properties().stream()
          .filter(field -> !field.getKey().equals("question") && !field.getKey().equals("answer"))
          .forEach(field -> result.set(field.getKey(), field.getValue()));
      return new Row(question.strip(), result.toString());
    } catch (JsonProcessingException e) {
      return Words.line(e.getOriginalMessage());
    }
  }

  private static String text(JsonNode value, boolean[] texts) {
    texts[0] &= value.isTextual();
    return value.isTextual() ? value.asText() : value.toString();
  }

  private static Optional<Rows> split(
      List<Row> rows, boolean texts, String where, Problems problems) {
    Map<String, List<String>> byQuestion = new LinkedHashMap<>();
    rows.stream()
        .sorted(
            Comparator.comparing((Row row) -> Digest.sha256(row.question()))
                .thenComparing(Row::line))
        .forEach(
            row ->
                byQuestion
                    .computeIfAbsent(row.question(), question -> new ArrayList<>())
                    .add(row.line()));
    if (byQuestion.size() < SPLITS) {
      problems.add(
          "there are too few rows to grade on what the agent does not see",
          where,
          "they have %d different questions; visible, practice and sealed need one each"
              .formatted(byQuestion.size()),
          "Add rows.");
      return Optional.empty();
    }
    List<List<String>> groups = List.copyOf(byQuestion.values());
    int hidden = Math.max(1, (int) Math.round(groups.size() * HIDDEN_SHARE));
    int from = groups.size() - hidden;
    int visible = count(groups.subList(0, from - hidden));
    int practice = count(groups.subList(from - hidden, from));
    return Optional.of(
        new Rows(
            groups.stream().flatMap(List::stream).toList(),
            visible,
            practice,
            rows.size() - visible - practice,
            texts));
  }

  private static int count(List<List<String>> groups) {
    return groups.stream().mapToInt(List::size).sum();
  }

  String content() {
    return String.join("\n", lines) + "\n";
  }
}
