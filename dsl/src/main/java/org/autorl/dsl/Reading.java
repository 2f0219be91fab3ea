package org.autorl.dsl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** One reading of one file: where its words stand, and what is wrong so far. */
final class Reading {
  private final Loading loading;
  private final Path file;
  private final String shown;
  private final List<String> source;
  private final SourceMap map;
  private boolean taskAlone;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param shown the name that messages show
   */
  Reading(Loading loading, Path file, String shown, String text, SourceMap map) {
    this.loading = loading;
    this.file = file;
    this.shown = shown;
    this.source = text.lines().toList();
    this.map = map;
  }

  /** The task file that this file is, or is part of. */
  Loading loading() {
    return loading;
  }

  /** The folder that paths in this file are relative to. */
  Path folder() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  /** A path of this file, relative to the task file that everything began with. */
  String fromRoot(String path) {
    Path whole = folder().resolve(path).normalize();
    return loading.root().relativize(whole).toString();
  }

  /** Where the file calls {@code word} at this moment. */
  Place here(String word) {
    return map.here(word);
  }

  /** The call of {@code word} that spans this line. */
  Place at(String word, int line) {
    return map.at(word, line);
  }

  /** Says that this file has tasks and no suite. */
  void markTaskAlone() {
    taskAlone = true;
  }

  boolean isTaskAlone() {
    return taskAlone;
  }

  void problem(Place place, String what, String allowed, String hint) {
    problems.add(new Problem(place, what, allowed, hint));
  }

  void problems(List<Problem> found) {
    problems.addAll(found);
  }

  /** The file and a line of it, for a message that may stand in another file. */
  String where(Place place, Reading other) {
    return other == this ? "line " + place.line() : shown + ":" + place.line();
  }

  boolean isClean() {
    return problems.isEmpty();
  }

  /** All problems, from top to bottom, each with its line of the source. */
  String rendered() {
    return problems.stream()
        .distinct()
        .sorted(Comparator.comparing(Problem::place))
        .map(problem -> problem.render(shown, line(problem.place().line())))
        .collect(Collectors.joining("\n"));
  }

  private String line(int number) {
    return number >= 1 && number <= source.size() ? source.get(number - 1) : "";
  }
}
