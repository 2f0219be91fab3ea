package org.autorl.records;

import java.util.Optional;

/** Where the weights of a final submission must come from for it to count. */
public enum LineageRule {
  /** From the base policy of the task: the agent trained it, and brought no other policy. */
  DESCENDS_FROM_BASE;

  /** Why a final submission breaks the rule; empty if it keeps it. */
  public Optional<String> broken(Lineage found) {
    return switch (found.finding()) {
      case IDENTICAL_TO_BASE, DESCENDS_FROM_BASE -> Optional.empty();
      case KNOWN_POLICY, MERGED, UNRELATED ->
          Optional.of("its weights must descend from the base policy: " + found.sentence());
    };
  }
}
