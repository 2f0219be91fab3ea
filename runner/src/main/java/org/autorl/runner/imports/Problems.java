package org.autorl.runner.imports;

import java.util.ArrayList;
import java.util.List;

/** What is wrong, collected so that all of it is told at once. */
final class Problems {
  private final List<Problem> all = new ArrayList<>();

  void add(String what, String where, String allowed, String hint) {
    all.add(new Problem(what, where, allowed, hint));
  }

  int count() {
    return all.size();
  }

  List<Problem> list() {
    return List.copyOf(all);
  }
}
