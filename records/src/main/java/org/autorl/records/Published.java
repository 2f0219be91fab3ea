package org.autorl.records;

import java.util.Optional;

/**
 * What others have reported for a task; reference, never ranked with our own runs.
 *
 * @param policy that was post-trained
 * @param baseline its score before
 * @param best the best score after; absent if none was better
 * @param by the agent stack that reached it
 */
public record Published(
    String policy, double baseline, Optional<Double> best, Optional<String> by) {
  public Published {
    Check.text(policy, "a policy's name");
    Check.finite(baseline, "a baseline");
  }
}
