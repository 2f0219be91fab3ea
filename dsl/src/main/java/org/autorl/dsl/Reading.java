package org.autorl.dsl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One reading of one task file: where its words stand, and what is wrong so far. */
final class Reading {
  private final Path folder;
  private final SourceMap sources;
  private final List<Problem> problems = new ArrayList<>();

  Reading(Path folder, SourceMap sources) {
    this.folder = folder;
    this.sources = sources;
  }

  /** The folder that paths in the file are relative to. */
  Path folder() {
    return folder;
  }

  /** Where the task file calls {@code word} at this moment. */
  Place here(String word) {
    return sources.here(word);
  }

  void problem(Place place, String what, String allowed, String hint) {
    problems.add(new Problem(place, what, allowed, hint));
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }
}
