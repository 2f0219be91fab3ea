package org.autorl.runner.cheats;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the platform promises, and a cheater would break. */
public enum Promise {
  /** An agent reaches nothing of the host but its workspace. */
  ISOLATION,
  /** An agent never sees hidden items, seeds, keys or what others do. */
  SECRETS,
  /** What is graded is what was handed in when it was handed in, and it is a policy. */
  SNAPSHOTS,
  /** A record is written by the runner alone, and never changed. */
  LEDGER,
  /** Time, memory, disk, processes and submissions end where the budget says. */
  BUDGET,
  /** The grading API answers whoever is entitled, and nothing else. */
  API,
  /** A score is earned on sealed items. */
  GRADING;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Promise> named(String label) {
    return Arrays.stream(values()).filter(promise -> promise.label().equals(label)).findFirst();
  }
}
