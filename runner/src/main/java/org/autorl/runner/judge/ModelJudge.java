package org.autorl.runner.judge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.autorl.graders.JudgePrompt;
import org.autorl.graders.TaskScore;
import org.autorl.records.Digest;
import org.autorl.records.GraderRule;
import org.autorl.records.ItemResult;
import org.autorl.records.Json;
import org.autorl.records.Judge;
import org.autorl.records.Judging;
import org.autorl.runner.http.PatientClient;

/**
 * A language model that judges one split. Before its first pair it is held against the task's known
 * pairs, if there are any.
 */
public final class ModelJudge {
  /** Pairs that are with the server at a time. */
  private static final int AT_ONCE = 8;

  private static final double HIGHEST_UNSCORED_PERCENT = 5;

  private final Judge.Model judge;
  private final GraderRule.Judged rule;
  private final JudgePrompt prompt;
  private final Optional<KnownPairs> known;
  private final JudgeServer server;
  private final PatientClient client;
  private final VerdictCache cache;
  private final Account account = new Account();
  private final ChatJudge chat;
  private Optional<Double> agreement = Optional.empty();

  ModelJudge(
      GraderRule.Judged rule,
      Judge.Model judge,
      JudgePrompt prompt,
      Optional<KnownPairs> known,
      JudgeServer server,
      PatientClient client,
      VerdictCache cache) {
    this.judge = judge;
    this.rule = rule;
    this.prompt = prompt;
    this.known = known;
    this.server = server;
    this.client = client;
    this.cache = cache;
    this.chat = new ChatJudge(client, judge.model(), account);
  }

  /**
   * How far the judge prefers each completion to its reference, 0 to 1; equal texts are a draw
   * without asking.
   *
   * @return in order; a pair that the judge refuses, or answers without a label, twice each, is
   *     unscored
   * @throws JudgeFailed if the judge cannot be asked, or disagrees with the known pairs
   */
  public List<ItemResult> judge(List<Pair> pairs) throws IOException {
    if (known.isPresent() && agreement.isEmpty()) {
      agreement = Optional.of(agreement(known.get()));
    }
    return each(pairs);
  }

  private double agreement(KnownPairs pairs) throws JudgeFailed {
    double right = 0;
    for (ItemResult pair : each(pairs.pairs())) {
      right += pair.score().map(better -> (1 + Math.signum(better - 0.5)) / 2).orElse(0.0);
    }
    double percent = 100 * right / pairs.pairs().size();
    Judge.Calibration asked = judge.calibration().orElseThrow();
    if (percent < asked.agreement()) {
      throw new JudgeFailed(
          String.format(
              java.util.Locale.ROOT,
              "the judge %s agrees with %.1f %% of the %d pairs in %s, and %.1f %% are asked for",
              judge.model(),
              percent,
              pairs.pairs().size(),
              asked.file(),
              asked.agreement()));
    }
    return percent;
  }

  /**
   * What it took, once all items of the split are judged.
   *
   * @throws JudgeFailed if more than 5 % are unscored, which says more about the judge than the
   *     rest can say about the policy
   */
  public Judging conclude(List<ItemResult> items) throws JudgeFailed {
    List<String> reasons = items.stream().flatMap(item -> item.unscored().stream()).toList();
    if (100.0 * reasons.size() > HIGHEST_UNSCORED_PERCENT * items.size()) {
      throw new JudgeFailed(
          "%d of %d items are unscored, at most 5 %% may be; the first: %s"
              .formatted(reasons.size(), items.size(), reasons.get(0)));
    }
    Account.Sum sum = account.sum();
    return new Judging(
        "%s, version %s, asked %.12s"
            .formatted(judge.model(), judge.version(), Digest.sha256(prompt.template())),
        sum.servedBy(),
        sum.calls(),
        sum.remembered(),
        sum.weighted(),
        sum.promptTokens(),
        sum.completionTokens(),
        server.prices().map(p -> p.dollars(sum.promptTokens(), sum.completionTokens())),
        agreement,
        new TaskScore(rule, items).besides());
  }

  private List<ItemResult> each(List<Pair> pairs) throws JudgeFailed {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<JudgeFailed> failed = new CopyOnWriteArrayList<>();
    try {
      List<Future<ItemResult>> futures = new ArrayList<>();
      for (Pair pair : pairs) {
        futures.add(threads.submit(() -> guarded(pair, failed)));
      }
      List<ItemResult> results = new ArrayList<>();
      for (Future<ItemResult> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (!failed.isEmpty()) {
        throw failed.get(0);
      }
      throw new IllegalStateException("the judge's program failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JudgeFailed("grading was interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /** One failure ends all: nobody waits for a server that is gone, pair by pair. */
  private ItemResult guarded(Pair pair, List<JudgeFailed> failed) throws JudgeFailed {
    try {
      return one(
          pair,
          () -> {
            if (!failed.isEmpty()) {
              throw failed.get(0);
            }
          });
    } catch (JudgeFailed e) {
      failed.add(e);
      throw e;
    }
  }

  private ItemResult one(Pair pair, PatientClient.Guard<JudgeFailed> guard) throws JudgeFailed {
    if (pair.completion().equals(pair.reference())) {
      return ItemResult.compared(pair.id(), 0.5, pair.comparison());
    }
    List<Boolean> orders =
        rule.bothOrders() ? List.of(true, false) : List.of(pair.completionFirst());
    double sum = 0;
    for (boolean completionFirst : orders) {
      Reply reply =
          completionFirst
              ? reply(pair.instruction(), pair.completion(), pair.reference(), guard)
              : reply(pair.instruction(), pair.reference(), pair.completion(), guard);
      if (reply instanceof Opinion opinion) {
        sum += completionFirst ? opinion.first() : 1 - opinion.first();
      } else if (reply instanceof NoOpinion none) {
        return ItemResult.unscored(pair.id(), none.why());
      }
    }
    return ItemResult.compared(pair.id(), sum / orders.size(), pair.comparison());
  }

  private Reply reply(
      String instruction, String first, String second, PatientClient.Guard<JudgeFailed> guard)
      throws JudgeFailed {
    String question = prompt.of(instruction, first, second);
    String key = key(question);
    Optional<Opinion> before = cache.find(key);
    if (before.isPresent()) {
      account.used(before.get(), true);
      return before.get();
    }
    Reply reply = chat.ask(question, guard);
    if (reply instanceof Opinion opinion) {
      account.used(opinion, false);
      cache.keep(key, opinion);
    }
    return reply;
  }

  /** Another judge, another server, another order or a letter more is another question. */
  private String key(String question) {
    return Digest.sha256(
        Json.canonical(
            Json.object()
                .put("judge", judge.name())
                .put("model", judge.model())
                .put("version", judge.version())
                .put("server", client.base())
                .put("question", question)));
  }
}
