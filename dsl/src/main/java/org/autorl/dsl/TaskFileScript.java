package org.autorl.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import groovy.transform.NamedParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a task file may say outside of any block. */
public abstract class TaskFileScript extends Script {
  /** A block that the file opened; evaluated once the whole file is read. */
  record Opened(String name, Map<String, ?> named, Closure<?> body, int line) {}

  private final List<Opened> suites = new ArrayList<>();
  private final List<Opened> tasks = new ArrayList<>();

  /** Opens the one suite of the file. */
  @Word(
      value = "The one suite of the file: a name and a block.",
      example = "suite('embedded') { ... }")
  public void suite(
      String name,
      @DelegatesTo(value = SuiteBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    suites.add(new Opened(name, Map.of(), body, SourceMap.currentLine()));
  }

  /** Opens a task in a file of its own. */
  @Word(
      value =
          "In a file without a suite: a task that suites include, and that can be checked and run"
              + " alone, with seed 1.",
      example = "task('word-problems') { ... }")
  public void task(
      @NamedParam(value = "uses", type = String.class) Map<String, ?> named,
      String id,
      @DelegatesTo(value = TaskBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    tasks.add(new Opened(id, Map.copyOf(named), body, SourceMap.currentLine()));
  }

  /** Opens a task that says everything itself. */
  public void task(
      String id,
      @DelegatesTo(value = TaskBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    task(Map.of(), id, body);
  }

  final List<Opened> openedSuites() {
    return List.copyOf(suites);
  }

  final List<Opened> openedTasks() {
    return List.copyOf(tasks);
  }
}
