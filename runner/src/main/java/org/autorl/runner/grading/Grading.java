package org.autorl.runner.grading;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.autorl.records.Task;
import org.autorl.runner.hub.Store;
import org.autorl.runner.judge.Judges;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.worker.WorkerLauncher;

/**
 * What graders are made with: the same for all tasks of a file.
 *
 * @param folder that the tasks' paths are relative to
 * @param worker starts what completes prompts
 * @param sandbox for programs that policies write
 * @param store what has been fetched
 * @param judges that are language models
 * @param searching what answers the searches of questions, if the operator has named it
 * @param limit of grading one policy on one split; then the grader has failed
 * @param memory of what was graded before, if it counts
 */
public record Grading(
    Path folder,
    WorkerLauncher worker,
    Sandbox sandbox,
    Store store,
    Judges judges,
    Optional<Searching> searching,
    Duration limit,
    Optional<GradeMemory> memory) {
  /** Enough for the largest split of a public benchmark on one GPU. */
  public static final Duration USUAL_LIMIT = Duration.ofHours(2);

  /** One that takes the usual time at most, and grades everything afresh. */
  public Grading(
      Path folder,
      WorkerLauncher worker,
      Sandbox sandbox,
      Store store,
      Judges judges,
      Optional<Searching> searching) {
    this(folder, worker, sandbox, store, judges, searching, USUAL_LIMIT);
  }

  /** Grades everything afresh. */
  public Grading(
      Path folder,
      WorkerLauncher worker,
      Sandbox sandbox,
      Store store,
      Judges judges,
      Optional<Searching> searching,
      Duration limit) {
    this(folder, worker, sandbox, store, judges, searching, limit, Optional.empty());
  }

  /** The same, which grades nothing twice. */
  public Grading remembering(GradeMemory grades) {
    return new Grading(
        folder, worker, sandbox, store, judges, searching, limit, Optional.of(grades));
  }

  /** The items of a task. */
  public TaskItems items(Task task) {
    return new TaskItems(task, folder, store);
  }

  /** Where the tasks' episodes are played. */
  public Worlds worlds() {
    return new Worlds(OfficialGames.of(store), searching);
  }

  /** The grader of a task. */
  public TaskGrader of(Task task) {
    return new TaskGrader(task, this);
  }
}
