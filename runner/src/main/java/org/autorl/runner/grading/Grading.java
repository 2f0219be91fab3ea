package org.autorl.runner.grading;

import java.nio.file.Path;
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
 * @param memory of what was graded before, if it counts
 */
public record Grading(
    Path folder,
    WorkerLauncher worker,
    Sandbox sandbox,
    Store store,
    Judges judges,
    Optional<Searching> searching,
    Optional<GradeMemory> memory) {
  /** Grades everything afresh. */
  public Grading(
      Path folder,
      WorkerLauncher worker,
      Sandbox sandbox,
      Store store,
      Judges judges,
      Optional<Searching> searching) {
    this(folder, worker, sandbox, store, judges, searching, Optional.empty());
  }

  /** The same, which grades nothing twice. */
  public Grading remembering(GradeMemory grades) {
    return new Grading(folder, worker, sandbox, store, judges, searching, Optional.of(grades));
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
