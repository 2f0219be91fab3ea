package org.autorl.runner.judge;

import java.util.Optional;

/**
 * What a judge thinks of two answers in one order.
 *
 * @param first from 0, the second is preferred, to 1, the first is
 * @param weighted whether it is made of log-probabilities; otherwise of the label that was said
 * @param servedBy the model that the server named
 */
record Opinion(double first, boolean weighted, Optional<String> servedBy) implements Reply {
  Opinion {
    if (!(first >= 0 && first <= 1)) {
      throw new IllegalArgumentException("an opinion lies in 0 to 1, not at " + first);
    }
  }
}
