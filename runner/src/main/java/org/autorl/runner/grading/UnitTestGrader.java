package org.autorl.runner.grading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.environments.Item;
import org.autorl.environments.StackCode;
import org.autorl.graders.PassAtK;
import org.autorl.records.GraderRule;
import org.autorl.records.ItemResult;
import org.autorl.runner.execution.Exercise;
import org.autorl.runner.execution.UnitTests;
import org.autorl.runner.sandbox.Sandbox;

/**
 * Pass@k of programs that are run on hidden tests.
 *
 * @param sandbox for Python; stack programs are data that reach nothing
 */
record UnitTestGrader(GraderRule.UnitTests rule, Sandbox sandbox) implements CompletionGrader {
  @Override
  public int samples() {
    return rule.samples();
  }

  @Override
  public List<ItemResult> grade(List<Item> items, List<List<String>> samples) throws IOException {
    int[] right = new int[items.size()];
    for (List<String> completions : samples) {
      List<Optional<String>> complaints = complaints(items, completions);
      for (int i = 0; i < right.length; i++) {
        right[i] += complaints.get(i).isEmpty() ? 1 : 0;
      }
    }
    List<ItemResult> results = new ArrayList<>();
    for (int i = 0; i < right.length; i++) {
      results.add(
          new ItemResult(items.get(i).id(), PassAtK.estimate(samples.size(), right[i], rule.k())));
    }
    return results;
  }

  private List<Optional<String>> complaints(List<Item> items, List<String> completions)
      throws IOException {
    if (!rule.language().equals("python")) {
      List<Optional<String>> complaints = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        complaints.add(StackCode.complaint(items.get(i).data(), completions.get(i)));
      }
      return complaints;
    }
    List<UnitTests.Trial> trials = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      trials.add(
          new UnitTests.Trial(
              item.id(), exercise(item), completions.get(i), rule.decoding().stop()));
    }
    return new UnitTests(sandbox, rule.timeout()).complaints(trials);
  }

  private static Exercise exercise(Item item) throws IOException {
    return new Exercise(text(item, "prompt"), text(item, "test"), text(item, "entry_point"));
  }

  private static String text(Item item, String field) throws IOException {
    if (!item.data().path(field).isTextual()) {
      throw new IOException("the item %s has no text `%s`".formatted(item.id(), field));
    }
    return item.data().get(field).asText();
  }
}
