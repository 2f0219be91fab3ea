package org.autorl.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.autorl.records.Task;

/** {@code task('id') { ... }}: one assignment. */
public final class TaskBlock extends Block {
  private static final String ID = "[a-z0-9]+(-[a-z0-9]+)*";

  private final String id;
  private final Slot<String> aboutSaid = mandatory("about");
  private final Slot<Boolean> embeddedSaid = optional("embedded");
  private final Slot<String> promptSaid = mandatory("prompt");
  private final Slot<String> policySaid = mandatory("policy");
  private final Slot<DataBlock> dataSaid = mandatory("data");
  private final Slot<BudgetBlock> budgetSaid = mandatory("budget");
  private final Slot<SubmissionBlock> submissionSaid = mandatory("submission");
  private final Slot<GraderBlock> graderSaid = mandatory("grader");
  private final List<GraderBlock> graders = new ArrayList<>();

  TaskBlock(String id, Reading reading) {
    super("task", "task `" + id + "`", reading);
    this.id = id;
  }

  /** What the task is about. */
  @Word(
      value = "What the task asks, in a sentence for readers of the board.",
      example = "about 'Teach the policy to solve word problems.'")
  public void about(String text) {
    aboutSaid.say(text);
  }

  /** Marks the task as runnable with nothing but this project. */
  @Word(
      value =
          "Marks a task that needs nothing but this project: generated data, our base policy, no"
              + " GPU. A run with no choice takes these. Default: not embedded.",
      example = "embedded()")
  public void embedded() {
    embeddedSaid.say(true);
  }

  /** The text for the agent. */
  @Word(
      value = "File with the text that the agent is given, relative to the task file.",
      example = "prompt 'tasks/word-problems/prompt.md'")
  public void prompt(String file) {
    promptSaid.say(file);
  }

  /** The base policy. */
  @Word(
      value = "Folder of the base policy in Hugging Face layout, relative to the task file.",
      example = "policy 'tasks/policies/base-1m'")
  public void policy(String folder) {
    policySaid.say(folder);
  }

  /** Where the items come from. */
  @Word(
      value = "The item family that makes the data, and how much of it: a block.",
      example = "data('arithmetic') { ... }")
  public void data(
      String family,
      @DelegatesTo(value = DataBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    dataSaid.say(open(new DataBlock(family, id, reading()), body));
  }

  /** Caps of one attempt. */
  @Word(value = "Caps of one attempt: a block.", example = "budget { ... }")
  public void budget(
      @DelegatesTo(value = BudgetBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    budgetSaid.say(open(new BudgetBlock(id, reading()), body));
  }

  /** What a submission must be. */
  @Word(value = "What a submission must be: a block.", example = "submission { ... }")
  public void submission(
      @DelegatesTo(value = SubmissionBlock.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> body) {
    submissionSaid.say(open(new SubmissionBlock(id, reading()), body));
  }

  /** Who judges submissions. */
  @Word(
      value = "Who judges submissions: `exactMatch`, `judged` or `episodes`.",
      example = "grader exactMatch { ... }")
  public void grader(GraderBlock rule) {
    graderSaid.say(rule);
  }

  /** A grader that compares numbers. */
  @Word(
      value = "A grader: the number after the last `####` equals the gold number.",
      example = "grader exactMatch { ... }")
  public GraderBlock exactMatch(
      @DelegatesTo(value = ExactMatchBlock.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> body) {
    return made(new ExactMatchBlock(id, reading()), body);
  }

  /** A grader that asks a judge. */
  @Word(
      value = "A grader: a judge that the agent cannot read prefers the completion.",
      example = "grader judged('notes') { ... }")
  public GraderBlock judged(
      String judge,
      @DelegatesTo(value = JudgedBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    return made(new JudgedBlock(judge, id, reading()), body);
  }

  /** A grader that plays episodes. */
  @Word(
      value = "A grader: the policy acts in an interactive world until the episode ends.",
      example = "grader episodes { ... }")
  public GraderBlock episodes(
      @DelegatesTo(value = EpisodesBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    return made(new EpisodesBlock(id, reading()), body);
  }

  private GraderBlock made(GraderBlock rule, Closure<?> body) {
    graders.add(rule);
    return open(rule, body);
  }

  @Override
  void checkValues() {
    graders.stream()
        .filter(rule -> graderSaid.isSaid() && rule != graderSaid.value())
        .forEach(
            rule ->
                rule.problem(
                    "task `" + id + "` has another grader",
                    "the one in line " + graderSaid.place().line() + " judges it",
                    "Keep one of the two."));
    if (!id.matches(ID)) {
      problem(
          "`" + id + "` is no task id",
          "an id is lower-case words joined by hyphens",
          "Write something like `word-problems`: it names folders and pages.");
    }
    requireText(aboutSaid);
    requirePath(promptSaid, Files::isRegularFile, "file", "Write what the agent is told into it.");
    requirePath(
        policySaid,
        Files::isDirectory,
        "folder",
        "Name a folder with a policy in Hugging Face layout.");
  }

  private void requirePath(Slot<String> slot, Predicate<Path> exists, String kind, String hint) {
    require(
        slot,
        path -> relative(path),
        "`" + slot.word() + "` leads out of the folder of the task file: `%s`",
        "paths are relative to the task file, and stay beside it",
        "Move the " + kind + " beside the task file.");
    require(
        slot,
        path -> !relative(path) || exists.test(reading().folder().resolve(path)),
        "`" + slot.word() + "` names a " + kind + " that does not exist: `%s`",
        "paths are relative to the task file",
        hint);
  }

  private static boolean relative(String path) {
    try {
      Path normal = Path.of(path).normalize();
      return !normal.isAbsolute() && !normal.startsWith("..") && !path.isBlank();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  String id() {
    return id;
  }

  Task task() {
    return new Task(
        id,
        aboutSaid.value(),
        embeddedSaid.valueOr(false),
        promptSaid.value(),
        policySaid.value(),
        dataSaid.value().data(),
        budgetSaid.value().budget(),
        submissionSaid.value().rule(),
        graderSaid.value().rule());
  }
}
