package org.autorl.site.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Json;
import org.autorl.site.page.Pages;
import org.autorl.site.read.RunReader;

/** An attempt's trajectory, in pages of a fixed size. */
public final class TrajectoryPages {
  private static final int PAGE = 100;

  /** Lines that are shown; the file has all. */
  private static final int LINES = 20_000;

  private static final int TEXT = 1_500;

  /** Something that was said or called; {@code label} is empty for plain text. */
  public record Part(String label, String text) {}

  /** A step. */
  public record Step(String number, String at, String kind, String what, List<Part> parts) {}

  /** A page. */
  public record View(
      String title,
      int number,
      int pages,
      List<Step> steps,
      String previous,
      String next,
      boolean cut) {}

  private TrajectoryPages() {}

  /** Writes the pages; how many there are. */
  static int write(
      Pages pages, String folder, RunReader.Run run, RunReader.Attempt attempt, AttemptFiles files)
      throws IOException {
    List<Step> all = new ArrayList<>();
    files.objects(
        "trajectory.jsonl", line -> all.add(step(all.size() + 1, line)) && all.size() < LINES);
    int count = (all.size() + PAGE - 1) / PAGE;
    AttemptRecord record = attempt.record();
    for (int page = 1; page <= count; page++) {
      List<Step> steps = all.subList((page - 1) * PAGE, Math.min(all.size(), page * PAGE));
      View view =
          new View(
              "%s, seed %d".formatted(record.task(), record.seed()),
              page,
              count,
              steps,
              page == 1 ? "" : name(page - 1),
              page == count ? "" : name(page + 1),
              page == count && all.size() == LINES);
      pages.page(
          folder + name(page),
          "trajectory.ftlh",
          Map.of("trajectory", view, "run", run.record().id()));
    }
    return count;
  }

  /** Where a step stands, from the attempt's page. */
  static String link(int step) {
    return name((step - 1) / PAGE + 1) + "#step-" + step;
  }

  private static String name(int page) {
    return "trajectory-" + page + ".html";
  }

  private static Step step(int number, ObjectNode line) {
    String kind = line.path("kind").asText("?");
    String at = line.path("at").asText();
    return switch (kind) {
      case "step" ->
          new Step(Integer.toString(number), at, kind, line.path("source").asText(), parts(line));
      case "model" -> new Step(Integer.toString(number), at, kind, model(line), List.of());
      case "call" ->
          new Step(
              Integer.toString(number),
              at,
              kind,
              "%s %s: %s"
                  .formatted(
                      line.path("method").asText(),
                      line.path("route").asText(),
                      line.path("status").asText()),
              List.of());
      default -> new Step(Integer.toString(number), at, kind, rest(line), List.of());
    };
  }

  private static List<Part> parts(ObjectNode line) {
    List<Part> parts = new ArrayList<>();
    if (!line.path("text").asText().isBlank()) {
      parts.add(new Part("", shortened(line.path("text").asText())));
    }
    for (JsonNode call : line.path("calls")) {
      JsonNode arguments = call.path("arguments");
      parts.add(
          new Part("calls " + call.path("name").asText(), shortened(Json.canonical(arguments))));
    }
    for (JsonNode result : line.path("results")) {
      parts.add(
          new Part(
              result.path("error").asBoolean() ? "error" : "result",
              shortened(result.path("text").asText())));
    }
    return parts;
  }

  private static String model(ObjectNode line) {
    JsonNode tokens = line.path("tokens");
    return String.format(
        Locale.ROOT,
        "%s: %d tokens in, %d from cache, %d out%s%s",
        line.path("model").asText(),
        tokens.path("input").asLong() + tokens.path("cacheWrite").asLong(),
        tokens.path("cacheRead").asLong(),
        tokens.path("output").asLong(),
        line.has("dollars")
            ? String.format(Locale.ROOT, ", $%.4f", line.path("dollars").asDouble())
            : "",
        line.has("refused") ? ", refused: " + line.path("refused").asText() : "");
  }

  private static String rest(ObjectNode line) {
    ObjectNode rest = line.deepCopy();
    rest.remove(List.of("at", "kind"));
    return shortened(Json.canonical(rest));
  }

  private static String shortened(String text) {
    return text.length() <= TEXT
        ? text
        : text.substring(0, TEXT) + " … (" + (text.length() - TEXT) + " more characters)";
  }
}
