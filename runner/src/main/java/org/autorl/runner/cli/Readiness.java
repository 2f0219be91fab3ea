package org.autorl.runner.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.autorl.records.Budget;
import org.autorl.records.DataSource;
import org.autorl.records.Gate;
import org.autorl.records.GraderRule;
import org.autorl.records.Judge;
import org.autorl.records.Mode;
import org.autorl.records.Network;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.runner.execution.GraderProgram;
import org.autorl.runner.execution.Tools;
import org.autorl.runner.grading.OfficialGames;
import org.autorl.runner.grading.Worlds;
import org.autorl.runner.hub.Store;

/**
 * What a task states that this runner does not do yet. A rule that would be stated and not enforced
 * is worse than none, so a task that states one is refused before anything runs.
 */
final class Readiness {
  private static final String BUILT_IN = "notes";

  private final List<String> missing = new ArrayList<>();

  private Readiness() {}

  /** Why the task cannot be run; empty if it can. */
  static List<String> missing(Suite suite, Task task) {
    List<String> missing = new ArrayList<>();
    Store.of(System.getenv()).missingPolicy(task).ifPresent(missing::add);
    missing.addAll(ofGrading(task));
    missing.addAll(ofAgents(task));
    for (Gate gate : task.gates()) {
      boolean gradable = suite.task(gate.task()).filter(t -> ofGrading(t).isEmpty()).isPresent();
      if (!gradable) {
        missing.add("its gate on `%s` cannot be graded".formatted(gate.task()));
      }
    }
    return missing;
  }

  /** What lacks for an agent to work on a task. */
  private static List<String> ofAgents(Task task) {
    Readiness readiness = new Readiness();
    readiness.budget(task.budget());
    readiness.need(task.network() != Network.OPEN, "an open network is not offered");
    readiness.need(task.modes().contains(Mode.FREE), "of the modes, `free` alone is enforced");
    return List.copyOf(readiness.missing);
  }

  /** What lacks for a policy to be graded on a task. */
  private static List<String> ofGrading(Task task) {
    Readiness readiness = new Readiness();
    readiness.sources(task);
    readiness.grader(task.grader());
    readiness.need(
        task.environment().map(world -> Worlds.isKnown(world.name())).orElse(true),
        "its environment is not one of " + Worlds.names());
    return List.copyOf(readiness.missing);
  }

  /**
   * Refuses tasks that cannot be run.
   *
   * @throws UserError with all reasons
   */
  static void require(Suite suite, List<Task> tasks, Path file) {
    refuse(tasks, file, task -> missing(suite, task));
  }

  /**
   * Refuses a task that no policy can be graded on; whether an agent could work on it is another
   * matter.
   *
   * @throws UserError with all reasons
   */
  static void requireGrading(Task task, Path file) {
    refuse(List.of(task), file, Readiness::ofGrading);
  }

  private static void refuse(List<Task> tasks, Path file, Function<Task, List<String>> missing) {
    String reasons =
        tasks.stream()
            .filter(task -> !missing.apply(task).isEmpty())
            .map(
                task ->
                    missing.apply(task).stream()
                        .collect(Collectors.joining("\n  ", "`" + task.id() + "`:\n  ", "")))
            .collect(Collectors.joining("\n"));
    if (!reasons.isEmpty()) {
      throw new UserError(
          "these tasks ask for what is not there yet\n" + reasons,
          hint(tasks, file, missing, reasons));
    }
  }

  private static String hint(
      List<Task> tasks, Path file, Function<Task, List<String>> missing, String reasons) {
    String ids =
        tasks.stream()
            .filter(task -> missing.apply(task).stream().anyMatch(Store::isFetched))
            .map(Task::id)
            .collect(Collectors.joining(" "));
    List<String> hints = new ArrayList<>();
    hints.add(
        ids.isEmpty()
            ? "`autorl tasks " + file + "` says which tasks can be run."
            : "`autorl fetch " + file + " " + ids + "` fetches data and policies.");
    if (reasons.contains(OfficialGames.MISSING)) {
      hints.add("`docs/concepts/worlds.md` says what goes there.");
    }
    if (reasons.contains(JudgeOptions.URL)) {
      hints.add(JudgeOptions.HINT);
    }
    if (reasons.contains(SearchOptions.SEARCH)) {
      hints.add(SearchOptions.HINT);
    }
    return String.join(" ", hints);
  }

  /** Whether the task could be run if only its data and its base policy were fetched. */
  static boolean lacksDataAlone(Suite suite, Task task) {
    List<String> missing = missing(suite, task);
    List<String> data = Store.of(System.getenv()).missing(task);
    return !missing.isEmpty() && data.containsAll(missing);
  }

  private void need(boolean holds, String otherwise) {
    if (!holds) {
      missing.add(otherwise);
    }
  }

  private void sources(Task task) {
    Store store = Store.of(System.getenv());
    missing.addAll(store.missingData(task));
    missing.addAll(store.shared(task));
    boolean official =
        Stream.of(task.data().visible(), task.data().practice(), task.data().sealed())
            .anyMatch(split -> split.source() instanceof DataSource.GitRepository);
    if (official) {
      task.environment()
          .map(world -> OfficialGames.of(store).missing(world.name()))
          .orElse(Optional.of("rows of a repository are read by an environment, and it has none"))
          .ifPresent(missing::add);
    }
    need(
        !Worlds.asks(task) || SearchOptions.named(System.getenv()),
        "its searches are answered by nobody: %s is not set".formatted(SearchOptions.SEARCH));
  }

  private void grader(GraderRule rule) {
    if (rule instanceof GraderRule.UnitTests tests && tests.language().equals("python")) {
      missing.addAll(Tools.missingForPython());
    }
    if (rule instanceof GraderRule.Program program) {
      missing.addAll(
          GraderProgram.isPython(program.path())
              ? Tools.missingForPython()
              : Tools.missingForPrograms());
    }
    if (rule instanceof GraderRule.Judged judged) {
      judge(judged);
    }
  }

  private void judge(GraderRule.Judged judged) {
    if (judged.judge() instanceof Judge.Model model) {
      need(
          JudgeOptions.named(System.getenv()),
          "its judge is the language model %s, and %s names no server that has it"
              .formatted(model.model(), JudgeOptions.URL));
    } else {
      need(
          judged.judge().name().equals(BUILT_IN),
          "its judge `%s` is not one of this project, which has `%s`"
              .formatted(judged.judge().name(), BUILT_IN));
      need(
          !judged.lengthControlled() && !judged.bothOrders(),
          "a judge of this project looks at each completion alone, with no order and no weight of length to take out");
    }
  }

  private void budget(Budget budget) {
    need(budget.gpus().isEmpty(), "GPUs are not handed out");
    need(budget.agentTime().isEmpty(), "the agent's own time is not measured");
  }
}
