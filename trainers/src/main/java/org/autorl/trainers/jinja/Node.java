package org.autorl.trainers.jinja;

import java.util.List;

/** A part of a template that prints or does something. */
@FunctionalInterface
interface Node {
  /** How to go on. */
  enum Flow {
    NEXT,
    BREAK,
    CONTINUE
  }

  Flow render(Scope scope, Output out);

  /** One after the other, up to a {@code break} or {@code continue}. */
  static Flow all(List<Node> nodes, Scope scope, Output out) {
    for (Node node : nodes) {
      Flow flow = node.render(scope, out);
      if (flow != Flow.NEXT) {
        return flow;
      }
    }
    return Flow.NEXT;
  }
}
