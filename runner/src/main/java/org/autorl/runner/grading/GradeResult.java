package org.autorl.runner.grading;

import java.util.List;
import org.autorl.records.ItemResult;
import org.autorl.records.Verdict;

/**
 * A verdict with what it was made of.
 *
 * @param items empty unless graded
 */
public record GradeResult(Verdict verdict, List<ItemResult> items) {
  public GradeResult {
    items = List.copyOf(items);
  }
}
