package org.autorl.site.run;

import java.util.List;
import java.util.Locale;
import org.autorl.records.ModelSummary;

/** What a language model says of an attempt, with links to the steps. */
public final class SummaryViews {
  /** A step. */
  public record Step(int number, String link) {}

  /** A sentence. */
  public record Sentence(String text, List<Step> steps) {}

  /** The part of the page. */
  public record View(String model, String cost, List<Sentence> sentences, int leftOut) {}

  private SummaryViews() {}

  static View of(ModelSummary summary) {
    return new View(
        summary.model(),
        summary.tokens()
            + " tokens"
            + summary.dollars().map(d -> String.format(Locale.ROOT, ", $%.4f", d)).orElse(""),
        summary.sentences().stream()
            .map(
                sentence ->
                    new Sentence(
                        sentence.text(),
                        sentence.steps().stream()
                            .map(step -> new Step(step, TrajectoryPages.link(step)))
                            .toList()))
            .toList(),
        summary.leftOut());
  }
}
