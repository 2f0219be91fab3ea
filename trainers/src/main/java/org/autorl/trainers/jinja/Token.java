package org.autorl.trainers.jinja;

/**
 * A piece of a template.
 *
 * @param text of a name, number or sign; the value of a text
 * @param line from 1
 */
record Token(Kind kind, String text, int line) {
  enum Kind {
    /** What stands between the tags. */
    DATA,
    VARIABLE_BEGIN,
    VARIABLE_END,
    BLOCK_BEGIN,
    BLOCK_END,
    NAME,
    TEXT,
    INTEGER,
    FLOAT,
    SIGN,
    END
  }

  boolean is(Kind wanted, String word) {
    return kind == wanted && text.equals(word);
  }

  boolean sign(String sign) {
    return is(Kind.SIGN, sign);
  }

  boolean name(String name) {
    return is(Kind.NAME, name);
  }

  String shown() {
    return switch (kind) {
      case END -> "the end of the template";
      case VARIABLE_END -> "`}}`";
      case BLOCK_END -> "`%}`";
      default -> "`" + text + "`";
    };
  }
}
