package org.autorl.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.NamedParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.autorl.records.Level;

/** {@code level(1, 'title') { ... }}: a step of difficulty. */
public final class LevelBlock extends Block {
  private final int number;
  private final String title;
  private final Slot<String> addsSaid = mandatory("adds");
  private final List<TaskBlock> tasks = new ArrayList<>();

  LevelBlock(int number, String title, Reading reading) {
    super("level", "level " + number, reading);
    this.number = number;
    this.title = title;
  }

  /** What the level asks more than the one below. */
  @Word(
      value = "The structural demand that the level below lacks.",
      example = "adds 'A reward that a rule can compute.'")
  public void adds(String text) {
    addsSaid.say(text);
  }

  /** One assignment. */
  @Word(
      value =
          "One assignment: its id, lower-case words joined by hyphens and unique in the suite, and"
              + " a block. `uses:` names a profile of the suite: what that says holds for the task"
              + " too, unless the task says it itself; in `budget` and `submission`, word by word.",
      example = "task('word-problems', uses: 'embedded') { ... }")
  public void task(
      @NamedParam(value = "uses", type = String.class) Map<String, ?> named,
      String id,
      @DelegatesTo(value = TaskBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    tasks.add(open(new TaskBlock(id, named, reading(), reading().here("task")), body));
  }

  /** One assignment that says everything itself. */
  public void task(
      String id,
      @DelegatesTo(value = TaskBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    task(Map.of(), id, body);
  }

  /** Tasks in files of their own. */
  @Word(
      value =
          "Tasks in files of their own, by a pattern relative to the task file: `*` is any name,"
              + " `**` any folders. Paths in such a file are relative to it.",
      example = "include 'tasks/**/task.groovy'")
  public void include(String pattern) {
    for (TaskBlock task :
        reading().loading().include(pattern, reading(), reading().here("include"))) {
      add(task);
      tasks.add(task);
    }
  }

  @Override
  void checkValues() {
    if (number < 1) {
      problem(
          "a level has the number " + number, "levels count from 1", "Start with `level(1, ...)`.");
    }
    if (title.isBlank()) {
      problem("the title of level " + number + " is blank", "", "Name it in a few words.");
    }
    requireText(addsSaid);
    if (tasks.isEmpty()) {
      problem(
          "level " + number + " has no `task`",
          "a level needs at least one",
          "Add `task('some-id') { ... }`.");
    }
  }

  int number() {
    return number;
  }

  List<TaskBlock> tasks() {
    return List.copyOf(tasks);
  }

  Level level() {
    return new Level(number, title, addsSaid.value(), tasks.stream().map(TaskBlock::task).toList());
  }
}
