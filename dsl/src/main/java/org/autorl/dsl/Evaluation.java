package org.autorl.dsl;

import java.util.List;
import java.util.Optional;
import org.autorl.records.Suite;

/** Runs a compiled task file and freezes what it says. */
final class Evaluation {
  private final Reading reading;
  private final SourceMap map;

  Evaluation(Reading reading, SourceMap map) {
    this.reading = reading;
    this.map = map;
  }

  /** The suite; if there is none, the reading knows why. */
  Optional<Suite> evaluate(TaskFileCompiler.Result compiled) {
    try {
      TaskFileScript script = compiled.instance();
      script.run();
      return suite(script.openedSuites());
    } catch (Exception | Error e) {
      String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
      reading.problem(
          new Place(SourceMap.lineOf(e), 1),
          "this line fails: " + e.getClass().getSimpleName() + ": " + said,
          "",
          "docs/reference/tasks-groovy.md says what each word takes.");
      return Optional.empty();
    }
  }

  private Optional<Suite> suite(List<TaskFileScript.Opened> opened) {
    if (opened.isEmpty()) {
      reading.problem(
          Place.START,
          "this file has no `suite`",
          "a task file has exactly one",
          "Start with `suite('name') { ... }`.");
      return Optional.empty();
    }
    if (opened.size() > 1) {
      TaskFileScript.Opened second = opened.get(1);
      reading.problem(
          map.at("suite", second.line()),
          "`suite` is said twice",
          "the first is in line " + opened.get(0).line(),
          "Keep one, and put the other into a file of its own.");
    }
    TaskFileScript.Opened first = opened.get(0);
    SuiteBlock block = new SuiteBlock(first.name(), reading, map.at("suite", first.line()));
    block.fill(first.body());
    block.check();
    return reading.problems().isEmpty() ? Optional.of(block.suite()) : Optional.empty();
  }
}
