package org.autorl.runner.hub;

/** Who watches a fetch. */
public interface Transfer {
  /**
   * A file begins.
   *
   * @param bytes of it
   * @param there bytes of it that an earlier fetch has left
   */
  void begin(String what, long bytes, long there);

  /** More of it is there. */
  void advance(long bytes);

  /** It is whole, or given up. */
  void end();

  /** One line for people. */
  void say(String line);
}
