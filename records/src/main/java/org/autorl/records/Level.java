package org.autorl.records;

import java.util.List;

/**
 * A step of difficulty.
 *
 * @param number from 1
 * @param adds the structural demand that the level below lacks
 */
public record Level(int number, String title, String adds, List<Task> tasks) {
  public Level {
    Check.that(number > 0, "levels count from 1");
    Check.text(title, "a level's title");
    tasks = List.copyOf(tasks);
  }
}
