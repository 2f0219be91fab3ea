package org.autorl.site.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autorl.records.Json;
import org.autorl.site.page.Fact;
import org.autorl.site.page.Pages;

/**
 * What a page says, for programs: {@code PAGE.json} beside {@code PAGE.html}; the submissions of an
 * attempt share one file. All links are below the site's address. docs/reference/site-data.md
 * states the form.
 *
 * @param page path of the page without its {@code .html}: its id wherever two are compared
 * @param facts what is no score
 * @param others pages that one would compare it with; of a submission the others in its file
 * @param code path of the file with the code; of a submission alone
 */
public record PageData(
    Kind kind,
    String title,
    String page,
    List<Fact> facts,
    List<Measure> scores,
    List<Other> others,
    Optional<String> code) {
  private static final int VERSION = 1;

  /** What a page is about. */
  public enum Kind {
    RUN,
    ATTEMPT,
    SUBMISSION,
    STACK
  }

  /**
   * A score.
   *
   * @param text as the page shows it
   * @param value absent if nobody knows it
   * @param of what makes it comparable: only scores with the same name and the same {@code of} may
   *     be subtracted
   * @param link to what it rests on; empty if there is nothing
   */
  public record Measure(String name, String text, Optional<Double> value, String of, String link) {}

  /** Another page. */
  public record Other(String page, String title) {}

  public PageData {
    facts = List.copyOf(facts);
    scores = List.copyOf(scores);
    others = List.copyOf(others);
  }

  /** Writes the file. */
  public void write(Pages pages) throws IOException {
    pages.text(path(), text());
  }

  /** Where the file lies. */
  public String path() {
    return page + ".json";
  }

  /** What the file holds. */
  public String text() {
    ObjectNode file = fill(Json.object().put("version", VERSION));
    file.set("others", Json.tree(others));
    return Json.canonical(file) + "\n";
  }

  /** What the file of an attempt's submissions holds. */
  public static String text(List<PageData> submissions) {
    ObjectNode file = Json.object().put("version", VERSION);
    ArrayNode list = file.putArray("submissions");
    submissions.forEach(one -> one.fill(list.addObject()));
    return Json.canonical(file) + "\n";
  }

  private ObjectNode fill(ObjectNode file) {
    file.put("kind", kind.name().toLowerCase(Locale.ROOT)).put("title", title).put("page", page);
    ArrayNode names = file.putArray("facts");
    facts.forEach(fact -> names.addObject().put("name", fact.name()).put("text", fact.value()));
    file.set("scores", Json.tree(scores));
    code.ifPresent(path -> file.put("code", path));
    return file;
  }
}
