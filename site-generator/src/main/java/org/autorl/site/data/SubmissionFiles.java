package org.autorl.site.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.autorl.site.page.Csv;
import org.autorl.site.read.Result;
import org.autorl.site.read.SubmissionResult;
import org.autorl.site.read.Summary;

/** All submissions of all attempts, as CSV and as a JSON object a line. */
public final class SubmissionFiles {
  private static final List<String> HEAD =
      List.of(
          "run",
          "task",
          "seed",
          "submission",
          "agent_seconds",
          "tokens",
          "verdict",
          "practice",
          "practice_improvement",
          "page");

  private SubmissionFiles() {}

  /** Writes both files. Submissions of withdrawn attempts are not in them. */
  public static void write(Pieces pieces, Collection<Summary> runs) throws IOException {
    JsonFactory json = new JsonFactory();
    pieces.write(
        "data/submissions.csv",
        new Pieces.Frame(Csv.line(HEAD), "", ""),
        runs,
        SubmissionFiles::csv);
    pieces.write(
        "data/submissions.jsonl", new Pieces.Frame("", "", ""), runs, run -> lines(json, run));
  }

  private static String csv(Summary run) {
    StringBuilder text = new StringBuilder();
    for (Result result : run.results()) {
      result.handed().forEach(one -> text.append(Csv.line(fields(run, result, one))));
    }
    return text.toString();
  }

  private static String lines(JsonFactory factory, Summary run) {
    return DataFiles.text(
        factory,
        json -> {
          for (Result result : run.results()) {
            for (SubmissionResult one : result.handed()) {
              write(json, run, result, one);
            }
          }
        });
  }

  private static String page(Summary run, Result result, SubmissionResult one) {
    return "runs/"
        + run.id()
        + "/"
        + result.task()
        + "/seed-"
        + result.seed()
        + "/submissions/"
        + one.number();
  }

  private static List<String> fields(Summary run, Result result, SubmissionResult one) {
    return List.of(
        run.id(),
        result.task(),
        Long.toString(result.seed()),
        Integer.toString(one.number()),
        Double.toString(one.seconds()),
        Csv.text(one.tokens()),
        one.verdict(),
        Csv.text(one.practice()),
        Csv.text(one.improvement()),
        page(run, result, one));
  }

  /** Its keys are sorted. */
  private static void write(JsonGenerator json, Summary run, Result result, SubmissionResult one)
      throws IOException {
    json.writeStartObject();
    DataFiles.number(json, "improvement", one.improvement());
    json.writeNumberField("number", one.number());
    json.writeStringField("page", page(run, result, one));
    DataFiles.number(json, "practice", one.practice());
    json.writeStringField("run", run.id());
    json.writeNumberField("seconds", one.seconds());
    json.writeNumberField("seed", result.seed());
    json.writeStringField("task", result.task());
    DataFiles.number(json, "tokens", one.tokens());
    json.writeStringField("verdict", one.verdict());
    json.writeEndObject();
    json.writeRaw("\n");
  }
}
