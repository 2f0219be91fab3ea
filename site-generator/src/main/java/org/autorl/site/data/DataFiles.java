package org.autorl.site.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.autorl.site.page.Csv;
import org.autorl.site.read.Result;
import org.autorl.site.read.Summary;

/**
 * All attempts as JSON and as CSV, run by run; docs/reference/site-data.md states the form. {@code
 * version} of the JSON goes up when a field changes its meaning or goes; new fields may come at any
 * time. Its keys are sorted.
 */
public final class DataFiles {
  private static final int VERSION = 2;
  private static final String HEAD =
      "run,started,suite,protocol,scaffold,scaffold_version,driver,mode,isolation,task,level,seed,outcome,sealed,"
          + "sealed_standard_error,sealed_baseline,improvement,practice,baseline,submissions,hours,tokens,dollars";

  private DataFiles() {}

  /** Writes both files. */
  public static void write(Pieces pieces, Collection<Summary> runs) throws IOException {
    JsonFactory json = new JsonFactory();
    String head = "{\"version\":" + VERSION + ",\"runs\":[" + (runs.isEmpty() ? "" : "\n");
    pieces.write(
        "data/index.json",
        new Pieces.Frame(head, ",\n", "\n]}\n"),
        runs,
        run -> text(json, generator -> write(generator, run)));
    pieces.write(
        "data/attempts.csv",
        new Pieces.Frame(HEAD + "\n", "", ""),
        runs,
        run ->
            run.results().stream().map(result -> line(run, result)).collect(Collectors.joining()));
  }

  /** Writes JSON. */
  interface Written {
    void to(JsonGenerator json) throws IOException;
  }

  /** What is written, as text; values at its top have nothing between them. */
  static String text(JsonFactory factory, Written written) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.setRootValueSeparator(null);
      written.to(json);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Summary run) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("agent");
    text(json, "driver", run.agent().driver());
    json.writeStringField("mode", run.agent().mode());
    json.writeStringField("scaffold", run.agent().scaffold());
    text(json, "version", run.agent().version());
    json.writeEndObject();
    text(json, "commit", run.commit());
    json.writeStringField("id", run.id());
    json.writeStringField("isolation", isolation(run));
    json.writeArrayFieldStart("problems");
    for (String problem : run.problems()) {
      json.writeString(problem);
    }
    json.writeEndArray();
    json.writeNumberField("protocol", run.protocol());
    json.writeStringField("record", "runs/" + run.id() + "/index.html");
    json.writeArrayFieldStart("results");
    for (Result result : run.results()) {
      write(json, run, result);
    }
    json.writeEndArray();
    json.writeStringField("startedAt", run.startedAt().toString());
    json.writeStringField("suite", run.suite());
    json.writeStringField("suiteFingerprint", run.suiteFingerprint());
    json.writeStringField("version", run.version());
    json.writeEndObject();
  }

  /** What single sealed items gave stays here; submissions have files of their own. */
  private static void write(JsonGenerator json, Summary run, Result a) throws IOException {
    json.writeStartObject();
    number(json, "baseline", a.baseline());
    number(json, "dollars", a.dollars());
    json.writeBooleanField("ended", a.ended());
    json.writeStringField("files", "runs/" + run.id() + "/" + a.task() + "/seed-" + a.seed() + "/");
    number(json, "hours", a.hours());
    number(json, "improvement", a.improvement());
    json.writeNumberField("level", a.level());
    number(json, "practice", a.practice());
    number(json, "sealed", a.sealed());
    number(json, "sealedBaseline", a.sealedBaseline());
    number(json, "sealedError", a.sealedError());
    json.writeNumberField("seed", a.seed());
    json.writeStringField("state", a.state());
    json.writeNumberField("submissions", a.submissions());
    json.writeStringField("task", a.task());
    number(json, "tokens", a.tokens());
    if (a.withdrawn().isPresent()) {
      json.writeObjectFieldStart("withdrawn");
      json.writeStringField("change", a.withdrawn().get().change());
      number(json, "was", a.withdrawn().get().was());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  /** Writes a number, or nothing if it is absent. */
  static void number(JsonGenerator json, String name, Optional<Double> value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.get());
    }
  }

  private static String isolation(Summary run) {
    return run.isolation().name().toLowerCase(Locale.ROOT);
  }

  private static String line(Summary run, Result a) {
    List<String> fields =
        List.of(
            run.id(),
            run.startedAt().toString(),
            run.suite(),
            Integer.toString(run.protocol()),
            run.agent().scaffold(),
            run.agent().version().orElse(""),
            run.agent().driver().orElse(""),
            run.agent().mode(),
            isolation(run),
            a.task(),
            Integer.toString(a.level()),
            Long.toString(a.seed()),
            a.state(),
            Csv.text(a.sealed()),
            Csv.text(a.sealedError()),
            Csv.text(a.sealedBaseline()),
            Csv.text(a.improvement()),
            Csv.text(a.practice()),
            Csv.text(a.baseline()),
            Integer.toString(a.submissions()),
            Csv.text(a.hours()),
            Csv.text(a.tokens()),
            Csv.text(a.dollars()));
    return Csv.line(fields);
  }
}
