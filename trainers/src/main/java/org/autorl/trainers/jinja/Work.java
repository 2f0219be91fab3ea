package org.autorl.trainers.jinja;

/**
 * Counts what a rendering does: a unit for each node and for each character or element that is made
 * or looked at. The count, not a clock, ends a template that goes on and on.
 */
final class Work {
  /** How deep values and macros may nest. */
  static final int DEPTH = 100;

  private final long limit;
  private long done;
  private int depth;

  Work(long limit) {
    this.limit = limit;
  }

  void charge(long units) {
    done += units;
    if (done > limit) {
      throw new JinjaException("it does more than " + limit + " steps");
    }
  }

  void enter() {
    charge(1);
    if (++depth > DEPTH) {
      throw new JinjaException("values or macros nest deeper than " + DEPTH);
    }
  }

  void leave() {
    depth--;
  }
}
