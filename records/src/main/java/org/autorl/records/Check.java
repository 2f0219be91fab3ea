package org.autorl.records;

/** What a record holds against its own arguments. */
final class Check {
  private Check() {}

  static void that(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  static void text(String value, String what) {
    that(!value.isBlank(), what + " must not be blank");
  }

  static void commit(String revision) {
    that(
        revision.matches("[0-9a-f]{40}"),
        "a revision is a commit of 40 hex digits, not " + revision);
  }

  static void finite(double value, String what) {
    that(Double.isFinite(value), what + " must be a finite number, not " + value);
  }
}
