package org.autorl.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.ArrayList;
import java.util.List;
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
              + " a block. At least one.",
      example = "task('word-problems') { ... }")
  public void task(
      String id,
      @DelegatesTo(value = TaskBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    tasks.add(open(new TaskBlock(id, reading()), body));
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
