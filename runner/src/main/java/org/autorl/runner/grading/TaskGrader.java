package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.environments.Episode;
import org.autorl.environments.Item;
import org.autorl.environments.Partition;
import org.autorl.environments.search.SearchUnavailable;
import org.autorl.graders.TaskScore;
import org.autorl.records.Decoding;
import org.autorl.records.GraderRule;
import org.autorl.records.ItemResult;
import org.autorl.records.Judge;
import org.autorl.records.Judging;
import org.autorl.records.Score;
import org.autorl.records.Task;
import org.autorl.records.Verdict;
import org.autorl.runner.worker.PolicyRefused;
import org.autorl.runner.worker.Prompt;
import org.autorl.runner.worker.Worker;
import org.autorl.runner.worker.WorkerFailed;

/** Grades policies on the hidden items of one task. */
public final class TaskGrader {
  private static final int BATCH = 50;

  /** No more than a worker keeps in mind at a time. */
  private static final int GAMES = 100;

  private final Task task;
  private final Grading grading;
  private final TaskItems items;

  TaskGrader(Task task, Grading grading) {
    this.task = task;
    this.grading = grading;
    this.items = grading.items(task);
  }

  /**
   * Grades a policy folder on one hidden split, unless the same content was graded before in the
   * same way; then that is the result, and says so.
   *
   * @param content digest of the policy's files
   */
  public GradeResult grade(Path policy, String content, Partition partition) throws IOException {
    Optional<GradeMemory> memory = grading.memory();
    if (memory.isEmpty()) {
      return grade(policy, partition);
    }
    String key = memory.get().key(task, content, partition, judge());
    Optional<GradeResult> known = memory.get().recall(key, task.grader());
    if (known.isPresent()) {
      return known.get();
    }
    GradeResult result = grade(policy, partition);
    memory.get().remember(key, result);
    return result;
  }

  /**
   * Grades a policy folder on one hidden split; never throws for what the policy does, and takes no
   * longer than a grading may.
   */
  public GradeResult grade(Path policy, Partition partition) {
    return new TimeLimit(grading.limit()).within(() -> gradeAtLeisure(policy, partition));
  }

  private GradeResult gradeAtLeisure(Path policy, Partition partition) {
    Decoding decoding = task.grader().decoding();
    try (Worker worker = grading.worker().start(policy)) {
      Results results =
          results(worker, Prompts.of(decoding, policy, shots(decoding)), items.of(partition));
      Score score =
          new TaskScore(task.grader(), results.items())
              .score()
              .orElseThrow(() -> new IOException("no item of the split could be graded"));
      return new GradeResult(
          new Verdict.Graded(score, task.grader().passedBy(score), results.judging()),
          results.items(),
          Optional.of(worker.engine()));
    } catch (PolicyRefused e) {
      return new GradeResult(
          new Verdict.Rejected("the policy cannot be loaded: " + e.getMessage()),
          List.of(),
          Optional.empty());
    } catch (WorkerFailed | SearchUnavailable | IOException e) {
      return new GradeResult(
          new Verdict.GraderFailed(String.valueOf(e.getMessage())), List.of(), Optional.empty());
    }
  }

  /** Worked examples are the first of the visible items: no hidden item shows its answer. */
  private List<Item> shots(Decoding decoding) throws IOException {
    return decoding.shots() == 0 || task.grader() instanceof GraderRule.Episodes
        ? List.of()
        : items.of(Partition.VISIBLE).subList(0, decoding.shots());
  }

  /**
   * What may change a grade though task and worker are the same: a judge that is a language model.
   */
  public Optional<String> judge() throws IOException {
    return task.grader() instanceof GraderRule.Judged judged
            && judged.judge() instanceof Judge.Model model
        ? Optional.of(grading.judges().fingerprint(model, grading.folder()))
        : Optional.empty();
  }

  private record Results(List<ItemResult> items, Optional<Judging> judging) {}

  private Results results(Worker worker, Prompts prompts, List<Item> items) throws IOException {
    GraderRule rule = task.grader();
    if (rule instanceof GraderRule.Episodes episodes) {
      return new Results(play(worker, prompts, items, episodes), Optional.empty());
    }
    CompletionGrader grader = CompletionGrader.of(rule, grading);
    List<ItemResult> results = new ArrayList<>();
    for (int from = 0; from < items.size(); from += BATCH) {
      List<Item> part = items.subList(from, Math.min(items.size(), from + BATCH));
      List<Prompt> asked = part.stream().map(prompts::of).toList();
      List<List<String>> samples = new ArrayList<>();
      for (int sample = 0; sample < grader.samples(); sample++) {
        samples.add(worker.complete(asked, rule.decoding(), sample));
      }
      results.addAll(grader.grade(part, samples));
    }
    return new Results(results, grader.conclude(results));
  }

  /** Games in lock step, a request to the worker for each turn, so many games at a time. */
  private List<ItemResult> play(
      Worker worker, Prompts prompts, List<Item> items, GraderRule.Episodes rule)
      throws IOException {
    Worlds.Player player = grading.worlds().player(task);
    List<ItemResult> results = new ArrayList<>();
    for (int from = 0; from < items.size(); from += GAMES) {
      List<Game> games =
          items.subList(from, Math.min(items.size(), from + GAMES)).stream()
              .map(item -> new Game(item, player))
              .toList();
      List<Game> open = games;
      while (!open.isEmpty()) {
        List<String> actions =
            worker.complete(
                open.stream().map(game -> prompts.of(game.shown())).toList(), rule.decoding(), 0);
        for (int i = 0; i < open.size(); i++) {
          open.get(i).play(actions.get(i));
        }
        open = open.stream().filter(game -> !game.last.done()).toList();
      }
      games.forEach(
          game -> results.add(new ItemResult(game.item.id(), counted(game.last.reward(), rule))));
    }
    if (grading.searching().isPresent()) {
      grading.searching().get().keep();
    }
    return results;
  }

  private static double counted(double reward, GraderRule.Episodes rule) {
    boolean success = reward >= rule.successAt();
    return rule.count() == GraderRule.Episodes.Count.REWARDS ? reward : success ? 1 : 0;
  }

  private static final class Game {
    private final Item item;
    private final Episode episode;
    private final StringBuilder transcript;
    private Episode.Turn last = new Episode.Turn("", false, 0);

    Game(Item item, Worlds.Player player) {
      this.item = item;
      this.episode = player.episode((ObjectNode) item.data().get("game"));
      this.transcript = new StringBuilder(episode.prompt());
    }

    String shown() {
      return episode.shown(transcript.toString());
    }

    void play(String action) {
      last = episode.step(action);
      transcript.append(Episode.transcript(action.strip(), last));
    }
  }
}
