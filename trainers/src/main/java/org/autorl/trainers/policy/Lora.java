package org.autorl.trainers.policy;

import java.util.ArrayList;
import java.util.List;
import org.autorl.records.policy.Problems;

/**
 * How to train small matrices beside the large ones (LoRA, https://arxiv.org/abs/2106.09685): a
 * weight W becomes W + alpha / r · B A, and only A and B are trained.
 *
 * @param rank r, TRL's {@code lora_r}
 * @param alpha TRL's {@code lora_alpha}
 * @param targets names of the matrices, such as {@code q_proj}; TRL's {@code lora_target_modules}
 * @param seed of A, which is uniform in ±1 / √inputs; B is nought, so nothing changes at first
 */
public record Lora(int rank, double alpha, List<String> targets, long seed) {
  /** All matrices of a layer. */
  public static final List<String> ALL =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  public Lora {
    targets = List.copyOf(targets);
    List<String> problems = new ArrayList<>();
    if (rank < 1) {
      problems.add("lora_r is " + rank + "; at least 1 is needed");
    }
    if (!(alpha > 0)) {
      problems.add("lora_alpha is " + alpha + "; it must be above 0");
    }
    if (targets.isEmpty()) {
      problems.add("lora_target_modules is empty; there are " + String.join(", ", ALL));
    }
    for (String target : targets) {
      if (!ALL.contains(target)) {
        problems.add(
            "lora_target_modules has `" + target + "`; there are " + String.join(", ", ALL));
      }
    }
    Problems.refuse(problems);
  }

  /** Adapters of the matrices of a list with commas between, as options give it. */
  public static Lora of(int rank, double alpha, String targets, long seed) {
    return new Lora(rank, alpha, List.of(targets.split("\\s*,\\s*")), seed);
  }
}
