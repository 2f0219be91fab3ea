package org.autorl.runner.imports;

/** What agents are told: the foreign description, and what is to be made of it here. */
final class Prompts {
  private static final String WHAT_TO_DO =
      """
      ## What you do here
      Make the base policy better at this by post-training it: with supervised steps, with reinforcement learning, or both. You hand in
      policies, and they do the task: the score is that of the trained policy on items that you cannot see.

      `DATA_PATH/train.jsonl` holds the items that you can see, one JSON object a line: `id`, `prompt` (the exact text that the policy
      continues) and `answer`.
      """;

  private Prompts() {}

  static String of(String description) {
    return description.strip() + "\n\n" + WHAT_TO_DO;
  }
}
