package org.autorl.agents.scaffold;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An idea of what to change.
 *
 * @param text what to do
 * @param reason why it should help
 * @param component the part of the pipeline that it changes
 * @param problem the name of the problem that it answers, if one was named
 * @param change settings and their new values, where the driver gave any
 * @param scores the driver's own estimate, where it was asked for one
 * @param plan how to put it into work, where the driver was asked
 */
public record Hypothesis(
    String text,
    String reason,
    String component,
    Optional<String> problem,
    Map<String, String> change,
    Optional<Scores> scores,
    Optional<Plan> plan) {
  public Hypothesis {
    change = java.util.Collections.unmodifiableMap(new TreeMap<>(change));
  }

  /**
   * How an idea is put into work; FT-Agent, arXiv 2603.01712.
   *
   * @param steps in words
   * @param reuseData whether the data stay as the script that is changed prepares them
   */
  public record Plan(String steps, boolean reuseData) {}

  Hypothesis planned(Plan how) {
    return new Hypothesis(text, reason, component, problem, change, scores, Optional.of(how));
  }

  /** What a reader and a kernel compare. */
  String told() {
    return text + " " + component + " " + change;
  }

  /** Whether two ideas are the same; reasons and scores are only words about them. */
  boolean sameAs(Hypothesis other) {
    return change.isEmpty() && other.change.isEmpty()
        ? text.strip().equals(other.text.strip())
        : change.equals(other.change);
  }

  /**
   * Estimates from 1 to 10; R&amp;D-Agent, arXiv 2505.14738.
   *
   * @param risk reward for the risk: higher is better
   */
  public record Scores(
      double alignment, double impact, double novelty, double feasibility, double risk) {
    /** The five with the weights 0.2, 0.4, 0.2, 0.1, 0.1. */
    double weighted() {
      return 0.2 * alignment + 0.4 * impact + 0.2 * novelty + 0.1 * feasibility + 0.1 * risk;
    }
  }
}
