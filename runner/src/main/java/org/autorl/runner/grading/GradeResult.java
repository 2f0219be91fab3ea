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
 * @param remembered key of the earlier grade that this is, if nothing was graded for it
 */
public record GradeResult(
    Verdict verdict, List<ItemResult> items, Optional<String> engine, Optional<String> remembered) {
  public GradeResult {
    items = List.copyOf(items);
  }

  /** What was graded just now. */
  public GradeResult(Verdict verdict, List<ItemResult> items, Optional<String> engine) {
    this(verdict, items, engine, Optional.empty());
  }
}
