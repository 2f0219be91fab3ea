package org.autorl.runner.imports;

import java.util.List;
import java.util.stream.Collectors;

/** Folders that cannot be imported; nothing of them was written. */
public final class ImportRefused extends Exception {
  private static final long serialVersionUID = 1;

  /** All that is wrong, ready to be shown. */
  ImportRefused(List<Problem> problems) {
    super(problems.stream().map(Problem::rendered).collect(Collectors.joining("\n")));
  }
}
