package org.autorl.records;

/** What kind of post-training an attempt is held to. */
public enum Mode {
  /** Whatever the agent chooses. */
  FREE,
  /** Supervised fine-tuning alone. */
  SFT_ONLY,
  /** Reinforcement learning alone. */
  RL_ONLY,
  /** One policy for several tasks. */
  MULTI
}
