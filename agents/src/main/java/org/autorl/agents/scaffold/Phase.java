package org.autorl.agents.scaffold;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the driver is asked for; each phase may have a model of its own. */
public enum Phase {
  /** Name what holds the score back. */
  DIAGNOSE,
  /** Say what to try next. */
  PROPOSE,
  /** Say what is wrong with ideas. */
  CRITIQUE,
  /** Write ideas again, after their critique. */
  REWRITE,
  /** Say how an idea is put into work. */
  PLAN,
  /** Take one of several ideas, change it, or make one of them. */
  CHOOSE,
  /** Write the training script. */
  CODE,
  /** Say what a result means. */
  JUDGE;

  /** As users write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words, for messages. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Phase::word).toList();
  }
}
