package org.autorl.agents.scaffold;

import java.util.Optional;

/** The two halves of a script: it prepares data, then it trains. */
public final class Halves {
  /** The line between them. */
  public static final String LINE = "// training";

  private Halves() {}

  /** All before the line; empty if a script has no such line. */
  static Optional<String> data(String script) {
    int at = ("\n" + script + "\n").indexOf("\n" + LINE + "\n");
    return at < 0 ? Optional.empty() : Optional.of(script.substring(0, at));
  }

  /** What is wrong if a script was to keep the data of the one that it changes, and does not. */
  static Optional<Result.Failure> changed(Node node, Optional<Node> base, String script) {
    if (node.hypothesis().plan().filter(Hypothesis.Plan::reuseData).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> kept = base.flatMap(Node::script).flatMap(Halves::data);
    return kept.isEmpty() || kept.equals(data(script))
        ? Optional.empty()
        : Optional.of(
            new Result.Failure(
                Result.Tier.STATIC,
                Result.Kind.DATA,
                "the plan keeps the data of node %d: all before the line `%s` stays as it is there"
                    .formatted(base.orElseThrow().id(), LINE)));
  }
}
