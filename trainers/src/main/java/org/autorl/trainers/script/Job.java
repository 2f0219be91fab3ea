package org.autorl.trainers.script;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.autorl.records.Json;
import org.autorl.trainers.algorithm.MetricsLog;
import org.autorl.trainers.algorithm.RolloutSource;
import org.autorl.trainers.algorithm.TokenSequence;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.recipe.GameRollouts;

/** All that an algorithm gets to train with. */
public final class Job implements AutoCloseable {
  private final Policy policy;
  private final TrainingData data;
  private final Rewards rewards;
  private final List<Record> settings;
  private final InstantSource clock;
  private final MetricsLog log;
  private final NDManager manager;
  private Optional<PromptRollouts> rollouts = Optional.empty();

  Job(Training.Request request, InstantSource clock, MetricsLog log) {
    this.policy = request.policy();
    this.data = request.data();
    this.rewards = request.rewards();
    this.settings = request.settings();
    this.clock = clock;
    this.manager = policy.newManager();
    this.log =
        (algorithm, step, metrics) -> {
          Map<String, Double> all = new TreeMap<>(metrics);
          rollouts.ifPresent(r -> all.putAll(r.takeMetrics()));
          log.step(algorithm, step, all);
        };
  }

  /** What is trained. */
  public Policy policy() {
    return policy;
  }

  /** Tells the time. */
  public InstantSource clock() {
    return clock;
  }

  /** Takes an update's metrics. */
  public MetricsLog log() {
    return log;
  }

  /** The settings of one kind. */
  public <R extends Record> R settings(Class<R> type) {
    return settings.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no settings " + type));
  }

  /** Of all that is drawn. */
  public long seed() {
    return settings(RunOptions.class).seed();
  }

  /** A copy of the policy as it is now, if it is needed; it lives as long as this job. */
  public Optional<Policy> reference(boolean needed) {
    return needed ? Optional.of(policy.frozenCopy(manager)) : Optional.empty();
  }

  /**
   * Completions to imitate: after a prompt the completion and the end of text, or the whole text.
   *
   * @throws Mistake naming lines of which nothing fits the policy's context
   */
  public List<TokenSequence> demonstrations() {
    List<TokenSequence> sequences = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (TrainingData.Row row : data.rows()) {
      TokenSequence sequence = shown(row);
      if (sequence.trainedTokens() == 0) {
        problems.add(row.where() + ": no token to learn is within the policy's context");
      }
      sequences.add(sequence);
    }
    if (!problems.isEmpty()) {
      String context = "it has %d tokens".formatted(policy.config().positions());
      throw TrainingData.unusable(data.source(), data.rows().size(), problems, List.of(context));
    }
    return sequences;
  }

  private TokenSequence shown(TrainingData.Row row) {
    if (row.item().containsKey(DataFormat.TRANSCRIPT)) {
      return GameRollouts.imitate(row.text(DataFormat.TRANSCRIPT), policy);
    }
    boolean whole = row.item().containsKey("text");
    return shown(
        whole ? "" : row.text("prompt"),
        row.text(whole ? "text" : DataFormat.completionOf(row.item())));
  }

  /** A prompt, then a completion that is trained, with the end of text; cut at the context. */
  private TokenSequence shown(String prompt, String completion) {
    long[] first = policy.tokenizer().encode(prompt);
    long[] then = policy.tokenizer().encode(completion);
    long[] all = Arrays.copyOf(first, first.length + then.length + 1);
    System.arraycopy(then, 0, all, first.length, then.length);
    all[all.length - 1] = policy.config().endOfText();
    int length = Math.min(all.length, policy.config().positions());
    boolean[] trained = new boolean[length];
    // Nothing predicts the first token of a text.
    Arrays.fill(trained, Math.min(length, Math.max(1, first.length)), length, true);
    return new TokenSequence(Arrays.copyOf(all, length), trained);
  }

  /**
   * Completions of the data's prompts, rated by the user's rewards; or games of the data, rated by
   * their world.
   */
  public RolloutSource rollouts(int maxCompletionLength) {
    if (data.rows().stream().allMatch(row -> DataFormat.isGame(row.item()))) {
      List<ObjectNode> games =
          data.rows().stream()
              .map(row -> Json.readObject(Json.canonical(Json.tree(row.item()))))
              .toList();
      return GameRollouts.of(games, policy, maxCompletionLength);
    }
    PromptRollouts made = new PromptRollouts(policy, data, maxCompletionLength, rewards);
    rollouts = Optional.of(made);
    return made;
  }

  @Override
  public void close() {
    manager.close();
  }
}
