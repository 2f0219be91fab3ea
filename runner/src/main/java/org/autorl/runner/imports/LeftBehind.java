package org.autorl.runner.imports;

import java.util.List;

/** Says what of a folder has no place in a task of ours. */
final class LeftBehind {
  private static final int SHOWN = 20;

  private LeftBehind() {}

  static void say(String whose, List<String> names, List<String> sentences) {
    if (!names.isEmpty()) {
      List<String> shown = names.subList(0, Math.min(SHOWN, names.size()));
      String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
      sentences.add(whose + ", " + Words.ticked(shown) + more);
    }
  }
}
