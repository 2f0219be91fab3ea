package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.graders.JudgePrompt;
import org.autorl.records.GraderRule;
import org.autorl.records.Judge;
import org.autorl.records.Metric;

/** {@code judged('judge') { ... }}: a hidden judge prefers the completion to the reference. */
public final class JudgedBlock extends GraderBlock {
  private record Model(String name, String version, String prompt) {}

  private record Calibration(String file, double agreement) {}

  private final String judge;
  private final Slot<Model> modelSaid = optional("model");
  private final Slot<Calibration> calibrationSaid = optional("calibration");
  private final Slot<Boolean> lengthControlledSaid = optional("lengthControlled");
  private final Slot<Boolean> bothOrdersSaid = optional("bothOrders");

  JudgedBlock(String judge, String task, Reading reading) {
    super("judged", task, reading);
    this.judge = judge;
  }

  /** A language model as judge. */
  @Word(
      value =
          "Makes the judge a language model: its name, the version of model and prompt together,"
              + " and the file with what it is asked, in which `{instruction}`, `{first}` and"
              + " `{second}` stand once each. It answers `m` if it prefers the first, else `M`."
              + " Default: a judge of this project.",
      example = "model 'gpt-4-1106-preview', version: '1', prompt: 'tasks/notes/judge.md'")
  public void model(
      @NamedParam(value = "version", type = String.class, required = true)
          @NamedParam(value = "prompt", type = String.class, required = true)
          Map<String, ?> named,
      String name) {
    modelSaid.say(
        new Model(
            name, named(named, "version", String.class), named(named, "prompt", String.class)));
  }

  /** Verdicts that the judge is held against. */
  @Word(
      value =
          "JSON-lines file of pairs that people have judged, each with `instruction`, `better` and"
              + " `worse`, and the share in percent that a model as judge must get right before it"
              + " judges.",
      example = "calibration 'tasks/notes/calibration.jsonl', agreement: 65")
  public void calibration(
      @NamedParam(value = "agreement", type = Number.class, required = true) Map<String, ?> named,
      String file) {
    calibrationSaid.say(
        new Calibration(file, named(named, "agreement", Number.class).doubleValue()));
  }

  /** Takes lengths out. */
  @Word(
      value =
          "Takes out of the win rate what completions gain by being long, in characters. Default:"
              + " plain win rate.",
      example = "lengthControlled()")
  public void lengthControlled() {
    lengthControlledSaid.say(true);
  }

  /** Shows pairs both ways. */
  @Word(
      value =
          "Shows the judge each pair both ways round, and takes the mean. Default: once, in an"
              + " order that the item's id decides.",
      example = "bothOrders()")
  public void bothOrders() {
    bothOrdersSaid.say(true);
  }

  @Override
  void checkValues() {
    super.checkValues();
    if (judge.isBlank()) {
      problem("the name of the judge is blank", "", "Write `grader judged('notes') { ... }`.");
    }
    NamedPaths paths = new NamedPaths(reading());
    if (modelSaid.isSaid()
        && paths.check(modelSaid.place(), "prompt:", modelSaid.value().prompt())) {
      checkPlaces(modelSaid.value().prompt());
    }
    if (calibrationSaid.isSaid()) {
      paths.check(calibrationSaid.place(), "calibration", calibrationSaid.value().file());
    }
    require(
        calibrationSaid,
        set -> set.agreement() > 50 && set.agreement() <= 100,
        "`agreement:` is no share that a judge could be held to",
        "guessing agrees with 50 %, and 100 is the most",
        "Write `agreement: 65`.");
    require(
        calibrationSaid,
        set -> modelSaid.isSaid(),
        "`calibration` holds a model to people's verdicts, and this judge is none",
        "a judge of this project has its error rate in its documentation",
        "Add `model`, or take `calibration` out.");
  }

  private void checkPlaces(String prompt) {
    try {
      List<String> wrong =
          JudgePrompt.wrongPlaces(Files.readString(reading().folder().resolve(prompt)));
      if (!wrong.isEmpty()) {
        reading()
            .problem(
                modelSaid.place(),
                "`%s` does not have %s once".formatted(prompt, Words.list(wrong)),
                "what a judge is asked has each of " + Words.list(JudgePrompt.PLACES) + " once",
                "Put each where its text goes; `{first}` is the answer that is labelled `m`, `{second}` the one labelled `M`.");
      }
    } catch (IOException e) {
      reading()
          .problem(
              modelSaid.place(),
              "`%s` cannot be read: %s".formatted(prompt, e.getMessage()),
              "",
              "It is text that you may read.");
    }
  }

  @Override
  Metric usual() {
    return share("win rate");
  }

  @Override
  GraderRule rule() {
    Optional<Judge> model =
        modelSaid
            .found()
            .map(
                said ->
                    new Judge.Model(
                        judge,
                        said.name(),
                        said.version(),
                        reading().fromRoot(said.prompt()),
                        calibrationSaid
                            .found()
                            .map(
                                set ->
                                    new Judge.Calibration(
                                        reading().fromRoot(set.file()), set.agreement()))));
    return new GraderRule.Judged(
        scoring(),
        model.orElseGet(() -> new Judge.BuiltIn(judge)),
        lengthControlledSaid.valueOr(false),
        bothOrdersSaid.valueOr(false));
  }
}
