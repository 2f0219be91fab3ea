package org.autorl.trainers.jinja;

/** What a template prints, up to a limit. */
final class Output {
  private final StringBuilder text = new StringBuilder();
  private final int limit;

  Output(int limit) {
    this.limit = limit;
  }

  void print(String part) {
    if (part.length() > limit - text.length()) {
      throw new JinjaException("it prints more than " + limit + " characters");
    }
    text.append(part);
  }

  /** An empty one of the same limit. */
  Output fresh() {
    return new Output(limit);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
