package org.autorl.trainers.script;

import java.util.List;
import java.util.Optional;
import org.autorl.trainers.algorithm.DpoTrainer;
import org.autorl.trainers.algorithm.GrpoTrainer;
import org.autorl.trainers.algorithm.KtoTrainer;
import org.autorl.trainers.algorithm.PpoTrainer;
import org.autorl.trainers.algorithm.ReinforceTrainer;
import org.autorl.trainers.algorithm.RftTrainer;
import org.autorl.trainers.algorithm.SftTrainer;

/** All algorithms that can be named. */
public final class Algorithms {
  private Algorithms() {}

  /** In the order in which one would try them. */
  public static List<Algorithm> all() {
    return List.of(sft(), rft(), dpo(), kto(), reinforce(), rloo(), grpo(), ppo());
  }

  /** The algorithm of this name. */
  public static Optional<Algorithm> named(String name) {
    return all().stream().filter(algorithm -> algorithm.name().equals(name)).findFirst();
  }

  /** Says that there is no such algorithm. */
  public static Mistake unknown(String name) {
    return Mistake.of(
        "no algorithm `%s`".formatted(name),
        List.of("there are " + Nearest.list(names())),
        Nearest.of(name, names()).map(near -> "Did you mean `" + near + "`?"));
  }

  static List<String> names() {
    return all().stream().map(Algorithm::name).toList();
  }

  private static Algorithm sft() {
    return Algorithm.of(
        "sft",
        "Supervised fine-tuning: imitate completions.",
        DataFormat.COMPLETION,
        false,
        SftTrainer.Settings.defaults(),
        (job, own) ->
            new SftTrainer(job.policy(), own, job.clock(), job.log())
                .train(job.demonstrations(), job.checkpoints()));
  }

  private static Algorithm rft() {
    return Algorithm.of(
        "rft",
        "Rejection-sampling fine-tuning: sample, keep what is rewarded, imitate it.",
        DataFormat.PROMPT,
        true,
        RftTrainer.Settings.defaults(),
        (job, own) ->
            new RftTrainer(
                    job.policy(),
                    job.rollouts(own.maxCompletionLength(), own.temperature()),
                    own,
                    job.clock(),
                    job.log())
                .train(job.checkpoints()));
  }

  private static Algorithm dpo() {
    return Algorithm.of(
        "dpo",
        "Direct preference optimization: learn from pairs which completion is better.",
        DataFormat.PAIR,
        false,
        DpoTrainer.Settings.defaults(),
        (job, own) ->
            new DpoTrainer(job.policy(), Optional.empty(), own, job.clock(), job.log())
                .train(job.preferences(), job.checkpoints()));
  }

  private static Algorithm kto() {
    return Algorithm.of(
        "kto",
        "Kahneman-Tversky optimization: learn from completions that are good or bad.",
        DataFormat.LABEL,
        false,
        KtoTrainer.Settings.defaults(),
        (job, own) ->
            new KtoTrainer(job.policy(), Optional.empty(), own, job.clock(), job.log())
                .train(job.judged(), job.checkpoints()));
  }

  private static Algorithm reinforce() {
    return reinforce(
        "reinforce",
        "REINFORCE: do more of what beats the mean reward of the batch.",
        ReinforceTrainer.Settings.defaults());
  }

  private static Algorithm rloo() {
    return reinforce(
        "rloo",
        "REINFORCE leave-one-out: do more of what beats the other completions of its prompt.",
        ReinforceTrainer.Settings.rloo());
  }

  private static Algorithm reinforce(
      String name, String about, ReinforceTrainer.Settings defaults) {
    return Algorithm.of(
        name,
        about,
        DataFormat.PROMPT,
        true,
        defaults,
        (job, own) ->
            new ReinforceTrainer(
                    job.policy(),
                    job.reference(own.beta() > 0),
                    job.rollouts(own.maxCompletionLength(), own.temperature()),
                    own,
                    job.clock(),
                    job.log())
                .train(job.checkpoints()));
  }

  private static Algorithm grpo() {
    return Algorithm.of(
        "grpo",
        "Group relative policy optimization: do more of what beats its group's mean reward.",
        DataFormat.PROMPT,
        true,
        GrpoTrainer.Settings.defaults(),
        (job, own) ->
            new GrpoTrainer(
                    job.policy(),
                    job.reference(own.beta() > 0),
                    job.rollouts(own.maxCompletionLength(), own.temperature()),
                    own,
                    job.clock(),
                    job.log())
                .train(job.checkpoints()));
  }

  private static Algorithm ppo() {
    return Algorithm.of(
        "ppo",
        "Proximal policy optimization: do more of what a learned value did not expect.",
        DataFormat.PROMPT,
        true,
        PpoTrainer.Settings.defaults(),
        (job, own) ->
            new PpoTrainer(
                    job.policy(),
                    job.reference(own.klCoef() > 0),
                    job.rollouts(own.maxCompletionLength(), own.temperature()),
                    own,
                    job.clock(),
                    job.log())
                .train(job.checkpoints()));
  }
}
