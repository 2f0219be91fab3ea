package org.autorl.runner.grading;

import java.util.List;
import java.util.Optional;
import org.autorl.records.ItemResult;
import org.autorl.records.Verdict;

/**
 * A verdict with what it was made of.
 *
 * @param items empty unless graded
 * @param engine what the worker said of itself; there if graded
 */
public record GradeResult(Verdict verdict, List<ItemResult> items, Optional<String> engine) {
  public GradeResult {
    items = List.copyOf(items);
  }
}
