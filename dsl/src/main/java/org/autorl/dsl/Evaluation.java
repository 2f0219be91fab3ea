package org.autorl.dsl;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.autorl.records.Combination;
import org.autorl.records.Level;
import org.autorl.records.Suite;
import org.autorl.records.TieRule;

/** Runs a compiled file and freezes what it says. */
record Evaluation(Reading reading) {
  /** The script, after it has said what stands outside of any block. */
  Optional<TaskFileScript> run(TaskFileCompiler.Result compiled) {
    return guarded(
        () -> {
          try {
            TaskFileScript script = compiled.instance();
            script.run();
            return Optional.of(script);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** The suite of a task file; if there is none, the reading knows why. */
  Optional<Suite> suite(Loading.Opened file) {
    List<TaskFileScript.Opened> suites = file.script().openedSuites();
    List<TaskFileScript.Opened> tasks = file.script().openedTasks();
    if (suites.isEmpty() && tasks.isEmpty()) {
      reading.problem(
          Place.START,
          "this file has no `suite`",
          "a task file has exactly one, or a task alone",
          "Start with `suite('name') { ... }`.");
      return Optional.empty();
    }
    if (suites.isEmpty()) {
      return ownSuite(tasks(file));
    }
    if (suites.size() > 1) {
      reading.problem(
          reading.at("suite", suites.get(1).line()),
          "`suite` is said twice",
          "the first is in line " + suites.get(0).line(),
          "Keep one, and put the other into a file of its own.");
    }
    for (TaskFileScript.Opened task : tasks) {
      reading.problem(
          reading.at("task", task.line()),
          "this task stands outside of any level",
          "in a file with a suite, tasks stand in its levels",
          "Move it into a `level`, or into a file that the level includes.");
    }
    return guarded(
        () -> {
          TaskFileScript.Opened first = suites.get(0);
          SuiteBlock block =
              new SuiteBlock(first.name(), reading, reading.at("suite", first.line()));
          block.fill(first.body());
          block.check();
          return clean() ? Optional.of(block.suite()) : Optional.empty();
        });
  }

  private boolean clean() {
    return reading.loading().isClean();
  }

  /** A file with tasks alone is a suite for whoever tries them. */
  private Optional<Suite> ownSuite(List<TaskBlock> tasks) {
    return guarded(
        () -> {
          SuiteBlock.checkIds(tasks);
          SuiteBlock.connect(tasks, List.of());
          tasks.forEach(Block::check);
          if (!clean()) {
            return Optional.empty();
          }
          Level level =
              new Level(
                  1,
                  "Tasks of their own",
                  "Whatever the tasks ask.",
                  tasks.stream().map(TaskBlock::task).toList());
          return Optional.of(
              new Suite(
                  tasks.get(0).id(),
                  tasks.get(0).aboutText(),
                  1,
                  Optional.empty(),
                  List.of(1L),
                  Combination.MEAN_OVER_TASKS,
                  TieRule.EARLIER,
                  List.of(level)));
        });
  }

  /** The tasks of a file that has no suite. */
  List<TaskBlock> tasks(Loading.Opened file) {
    file.script()
        .openedSuites()
        .forEach(
            suite ->
                reading.problem(
                    reading.at("suite", suite.line()),
                    "a suite cannot be part of a suite",
                    "a file that is included has tasks alone",
                    "Take the suite and its levels off, and leave the tasks."));
    reading.markTaskAlone();
    List<TaskBlock> tasks = new ArrayList<>();
    for (TaskFileScript.Opened opened : file.script().openedTasks()) {
      guarded(
              () -> {
                TaskBlock task =
                    new TaskBlock(
                        opened.name(), opened.named(), reading, reading.at("task", opened.line()));
                Closure<?> body = opened.body();
                task.fill(body);
                return Optional.of(task);
              })
          .ifPresent(tasks::add);
    }
    return tasks;
  }

  /** What fails in spite of all checks is still a mistake with a place. */
  private <T> Optional<T> guarded(Supplier<Optional<T>> step) {
    try {
      return step.get();
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
}
