package org.autorl.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import java.util.ArrayList;
import java.util.List;

/** What a task file may say outside of any block. */
public abstract class TaskFileScript extends Script {
  /** A suite that the file opened; evaluated once the whole file is read. */
  record Opened(String name, Closure<?> body, int line) {}

  private final List<Opened> suites = new ArrayList<>();

  /** Opens the one suite of the file. */
  @Word(
      value = "The one suite of the file: a name and a block.",
      example = "suite('embedded') { ... }")
  public void suite(
      String name,
      @DelegatesTo(value = SuiteBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    suites.add(new Opened(name, body, SourceMap.currentLine()));
  }

  final List<Opened> openedSuites() {
    return List.copyOf(suites);
  }
}
