package org.autorl.runner.grading;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.autorl.environments.Episode;
import org.autorl.environments.Family;
import org.autorl.environments.Item;
import org.autorl.environments.Letters;
import org.autorl.environments.Partition;
import org.autorl.environments.World;
import org.autorl.graders.AnswerRule;
import org.autorl.records.GraderRule;
import org.autorl.records.ItemResult;
import org.autorl.records.Score;
import org.autorl.records.Split;
import org.autorl.records.Task;
import org.autorl.records.Verdict;

/** Grades policies on the hidden items of one task. */
public final class TaskGrader {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int BATCH = 50;

  /** No more than a worker keeps in mind at a time. */
  private static final int GAMES = 100;

  private final Task task;
  private final WorkerLauncher launcher;
  private final Family family;

  /**
   * A grader for the task.
   *
   * @throws IllegalArgumentException if the task's family is unknown
   */
  public TaskGrader(Task task, WorkerLauncher launcher) {
    this.task = task;
    this.launcher = launcher;
    this.family =
        Family.named(task.data().family())
            .orElseThrow(
                () -> new IllegalArgumentException("no family `" + task.data().family() + "`"));
  }

  /** Grades a policy folder on one hidden split; never throws for what the policy does. */
  public GradeResult grade(Path policy, Partition partition) {
    Split split = partition == Partition.SEALED ? task.data().sealed() : task.data().practice();
    List<Item> items = family.items(partition, split.seed(), split.items());
    try (PolicyWorker worker = PolicyWorker.start(launcher, policy, PATIENCE)) {
      List<ItemResult> results = results(worker, items);
      Score score = Score.ofItems(task.grader().metric(), results);
      double better =
          score.metric().higherIsBetter()
              ? score.value() - task.grader().passAt()
              : task.grader().passAt() - score.value();
      return new GradeResult(new Verdict.Graded(score, better >= 0), results);
    } catch (PolicyWorker.PolicyRefused e) {
      return new GradeResult(
          new Verdict.Rejected("the policy cannot be loaded: " + e.getMessage()), List.of());
    } catch (PolicyWorker.WorkerFailed | IOException e) {
      return new GradeResult(new Verdict.GraderFailed(String.valueOf(e.getMessage())), List.of());
    }
  }

  private List<ItemResult> results(PolicyWorker worker, List<Item> items) {
    GraderRule rule = task.grader();
    if (rule instanceof GraderRule.Episodes episodes) {
      return play(worker, items, episodes);
    }
    List<String> stop =
        rule instanceof GraderRule.ExactMatch exact ? exact.stop() : List.of("\nInstruction:");
    NotesJudge judge = new NotesJudge();
    List<ItemResult> results = new ArrayList<>();
    for (int from = 0; from < items.size(); from += BATCH) {
      List<Item> part = items.subList(from, Math.min(items.size(), from + BATCH));
      List<String> answers =
          worker.complete(part.stream().map(Item::prompt).toList(), rule.maxTokens(), stop);
      for (int i = 0; i < part.size(); i++) {
        Item item = part.get(i);
        boolean right =
            rule instanceof GraderRule.ExactMatch exact
                ? AnswerRule.exactMatch(exact.stop())
                    .right(answers.get(i), item.data().get("gold").asText())
                : judge.prefers(item, answers.get(i), Letters.reference(item));
        results.add(new ItemResult(item.id(), right ? 1 : 0));
      }
    }
    return results;
  }

  /** Games in lock step, a request to the worker for each turn, so many games at a time. */
  private List<ItemResult> play(PolicyWorker worker, List<Item> items, GraderRule.Episodes rule) {
    World world = (World) family;
    List<Game> games = items.stream().map(item -> new Game(world, item)).toList();
    for (int from = 0; from < games.size(); from += GAMES) {
      List<Game> open = games.subList(from, Math.min(games.size(), from + GAMES));
      while (!open.isEmpty()) {
        List<String> actions =
            worker.complete(
                open.stream().map(g -> g.transcript.toString()).toList(),
                rule.maxTokens(),
                List.of("\n"));
        for (int i = 0; i < open.size(); i++) {
          open.get(i).play(actions.get(i));
        }
        open = open.stream().filter(g -> !g.last.done()).toList();
      }
    }
    return games.stream().map(g -> new ItemResult(g.item.id(), g.last.reward())).toList();
  }

  private static final class Game {
    private final Item item;
    private final Episode episode;
    private final StringBuilder transcript;
    private Episode.Turn last = new Episode.Turn("", false, 0);

    Game(World world, Item item) {
      this.item = item;
      this.episode = world.episode(World.gameOf(item));
      this.transcript = new StringBuilder(episode.prompt());
    }

    void play(String action) {
      last = episode.step(action);
      transcript.append(Episode.transcript(action.strip(), last));
    }
  }
}
