package org.autorl.dsl;

/**
 * A position in a task file.
 *
 * @param line from 1
 * @param column from 1
 */
record Place(int line, int column) implements Comparable<Place> {
  static final Place START = new Place(1, 1);

  @Override
  public int compareTo(Place other) {
    return line == other.line
        ? Integer.compare(column, other.column)
        : Integer.compare(line, other.line);
  }
}
