package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Environment;
import org.autorl.records.Gate;
import org.autorl.records.GraderRule;
import org.autorl.records.Published;
import org.autorl.records.Split;
import org.autorl.records.Task;
import org.autorl.records.TaskData;

/** {@code task('id') { ... }}: one assignment. */
public final class TaskBlock extends TaskGraders {
  private static final String NEW_WORLD = "A new environment is Java, in `environments/`.";
  private static final String ID = "[a-z0-9]+(-[a-z0-9]+)*";

  /** An environment as it was said. */
  private record Said(String name, int steps, List<String> actions) {
    Environment environment() {
      return new Environment(name, steps, actions);
    }
  }

  private final String id;
  private final Optional<String> profile;
  private final Slot<String> aboutSaid = mandatory("about");
  private final Slot<String> promptSaid = optional("prompt");
  private final Slot<List<String>> exposesSaid = optional("exposes");
  private final Slot<Said> environmentSaid = optional("environment");
  private final Slot<Gate> gateSaid = optional("gate");
  private final Slot<Published> publishedSaid = optional("published");
  private boolean excused;

  /**
   * @param named what stands beside the id: {@code uses:}
   */
  TaskBlock(String id, Map<String, ?> named, Reading reading, Place place) {
    super(id, reading, place);
    this.id = id;
    this.profile = ifNamed(named, "uses", String.class);
  }

  /** What the task is about. */
  @Word(
      value = "What the task asks, in a sentence for readers of the board.",
      example = "about 'Teach the policy to solve word problems.'")
  public void about(String text) {
    aboutSaid.say(text);
  }

  /** The text for the agent. */
  @Word(
      value =
          "File with what the agent is told, relative to the task file. Default:"
              + " `tasks/ID/prompt.md`; for a task in a file of its own, `prompt.md` beside it.",
      example = "prompt 'tasks/word-problems/prompt.md'")
  public void prompt(String file) {
    promptSaid.say(file);
  }

  /** More files for the agent. */
  @Word(
      value = "Files that the agent finds in its workspace, read-only. Default: none.",
      example = "exposes 'tasks/alfworld/actions.md'")
  public void exposes(String... files) {
    exposesSaid.say(List.of(files));
  }

  /** Where episodes take place. */
  @Word(
      value =
          "The world of a task that is graded by episodes: after how many steps an episode ends,"
              + " unfinished, and the forms of actions, with what varies in braces.",
      example = "environment 'household', steps: 8, actions: ['go to {place}', 'look']")
  public void environment(
      @NamedParam(value = "steps", type = long.class, required = true)
          @NamedParam(value = "actions", type = List.class, required = true)
          Map<String, ?> named,
      String name) {
    List<String> actions = new ArrayList<>();
    for (Object form : named(named, "actions", List.class)) {
      // What is no text is caught as a blank one.
      actions.add(form instanceof String text ? text : "");
    }
    environmentSaid.say(
        new Said(name, named(named, "steps", Number.class).intValue(), List.copyOf(actions)));
  }

  /** An ability that must be kept. */
  @Word(
      value =
          "An ability that must be kept, measured by another task of the suite on its sealed split:"
              + " either how much it may fall or what it must reach. As often as it helps.",
      example = "gate 'word-problems', fallsAtMost: 5")
  public void gate(
      @NamedParam(value = "fallsAtMost", type = Number.class)
          @NamedParam(value = "atLeast", type = Number.class)
          Map<String, ?> named,
      String task) {
    Optional<Double> falls = ifNamed(named, "fallsAtMost", Number.class).map(Number::doubleValue);
    Optional<Double> least = ifNamed(named, "atLeast", Number.class).map(Number::doubleValue);
    if (falls.isPresent() == least.isPresent()) {
      reading()
          .problem(
              reading().here("gate"),
              "`gate` takes one of `fallsAtMost:` and `atLeast:`",
              "for example `gate 'word-problems', fallsAtMost: 5`",
              "Two bounds are two gates.");
    } else {
      gateSaid.sayMore(new Gate(task, falls, least));
    }
  }

  /** A number that others have reported. */
  @Word(
      value =
          "Scores that others report for a policy: before, and the best after with who reached it."
              + " For readers; `paper` of the suite says where they are from. One for each policy.",
      example =
          "published 'Qwen2.5-7B-Instruct', baseline: 77.70, best: 85.06, by: 'Claude Code, Opus"
              + " 4.6'")
  public void published(
      @NamedParam(value = "baseline", type = Number.class, required = true)
          @NamedParam(value = "best", type = Number.class)
          @NamedParam(value = "by", type = String.class)
          Map<String, ?> named,
      String policy) {
    publishedSaid.sayMore(
        new Published(
            policy,
            named(named, "baseline", Number.class).doubleValue(),
            ifNamed(named, "best", Number.class).map(Number::doubleValue),
            ifNamed(named, "by", String.class)));
  }

  @Override
  void checkValues() {
    super.checkValues();
    if (!id.matches(ID)) {
      problem(
          "`" + id + "` is no task id",
          "an id is lower-case words joined by hyphens",
          "Write something like `word-problems`: it names folders and pages.");
    }
    requireText(aboutSaid);
    NamedPaths paths = new NamedPaths(reading());
    String hint = "Write what the agent is told into it.";
    paths.check(
        promptSaid.isSaid() ? promptSaid.place() : place(), "prompt", promptFile(), "file", hint);
    for (String file : exposesSaid.valueOr(List.of())) {
      paths.check(exposesSaid.place(), "exposes", file);
    }
    require(
        exposesSaid,
        files -> files.stream().map(NamedPaths::lastName).distinct().count() == files.size(),
        "`exposes` names two files of one name",
        "all of them come to stand in one folder",
        "Rename one of them.");
    checkEnvironment();
  }

  private void checkEnvironment() {
    boolean plays = judge().map(EpisodesBlock.class::isInstance).orElse(false);
    if (plays && !environmentSaid.isSaid()) {
      problem(
          "task `" + id + "` plays episodes and lacks `environment`",
          "`environment` says what world they take place in",
          "Add `environment 'household', steps: 8, actions: ['look']`.");
    }
    require(
        environmentSaid,
        world -> plays || judge().isEmpty(),
        "this environment is not used",
        "only `grader episodes { ... }` plays in one",
        "Take it out, or change the grader.");
    require(
        environmentSaid,
        world -> Known.ENVIRONMENTS.contains(world.name()),
        "`environment` names no environment: `%s`"
            .formatted(environmentSaid.found().map(Said::name).orElse("")),
        "environments are " + Words.list(Known.ENVIRONMENTS),
        environmentSaid
            .found()
            .map(world -> Known.hint(world.name(), Known.ENVIRONMENTS, NEW_WORLD))
            .orElse(NEW_WORLD));
    require(
        environmentSaid,
        world -> world.steps() > 0,
        "`steps:` is no number of steps",
        "an episode needs at least one step",
        "Write `steps: 50`.");
    require(
        environmentSaid,
        world -> !world.actions().isEmpty() && world.actions().stream().noneMatch(String::isBlank),
        "`actions:` names nothing that can be done",
        "an action is a text that is not blank",
        "Write `actions: ['go to {place}']`.");
  }

  /** Takes from its profile what the task does not say itself. */
  void use(Map<String, ProfileBlock> profiles) {
    profile.ifPresent(
        name ->
            Optional.ofNullable(profiles.get(name))
                .ifPresentOrElse(this::adopt, () -> missing(name, List.copyOf(profiles.keySet()))));
  }

  private void missing(String name, List<String> names) {
    excused = true;
    problem(
        "there is no profile `" + name + "`",
        names.isEmpty()
            ? "profiles stand in the suite that this task is part of"
            : "profiles are " + Words.list(names),
        Known.hint(name, names, "Add `profile('name') { ... }`."));
  }

  @Override
  boolean excused() {
    return excused;
  }

  /** Reports gates that lead nowhere. */
  void checkGates(Map<String, TaskBlock> tasks) {
    for (Gate gate : gateSaid.values()) {
      if (gate.task().equals(id) || !tasks.containsKey(gate.task())) {
        List<String> others = tasks.keySet().stream().filter(other -> !other.equals(id)).toList();
        reading()
            .problem(
                gateSaid.place(),
                gate.task().equals(id)
                    ? "`gate` names the task that it stands in"
                    : "`gate` names no task of the suite: `" + gate.task() + "`",
                others.isEmpty() ? "" : "the others are " + Words.list(others),
                Known.hint(gate.task(), others, "Name the task that measures the ability."));
      }
    }
  }

  /** Where published scores stand, if there are any. */
  Optional<Place> publishedPlace() {
    return publishedSaid.isSaid() ? Optional.of(publishedSaid.place()) : Optional.empty();
  }

  private String promptFile() {
    return promptSaid.valueOr(reading().isTaskAlone() ? "prompt.md" : "tasks/" + id + "/prompt.md");
  }

  String id() {
    return id;
  }

  String aboutText() {
    return aboutSaid.value();
  }

  private Split split(String word) {
    return sources().stream().flatMap(source -> source.split(word).stream()).findFirst().get();
  }

  Task task() {
    List<String> files = new ArrayList<>(exposesSaid.valueOr(List.of()));
    files.replaceAll(reading()::fromRoot);
    GraderRule rule = judge().orElseThrow().rule();
    return new Task(
        id,
        aboutSaid.value(),
        isEmbedded(),
        reading().fromRoot(promptFile()),
        files,
        policySource(),
        new TaskData(split("visible"), split("practice"), split("sealed")),
        environmentSaid.found().map(Said::environment),
        budgetBlock().budget(),
        reach(),
        allowedModes(),
        submissionBlock().rule(),
        rule,
        gateSaid.values(),
        publishedSaid.values());
  }
}
