package org.autorl.environments.pddl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** A bracketed text as a tree; words are in lower case, since PDDL does not tell case apart. */
sealed interface Sexp {
  int line();

  /** A word between brackets and white space. */
  record Word(String text, int line) implements Sexp {}

  /** What stands between two brackets; its line is that of the first. */
  record Group(List<Sexp> items, int line) implements Sexp {
    /** The first item if it is a word, else an empty text. */
    String head() {
      return !items.isEmpty() && items.get(0) instanceof Word word ? word.text() : "";
    }

    List<Sexp> tail() {
      return items.subList(1, items.size());
    }
  }

  /**
   * Reads the one group that a text holds; {@code ;} starts a comment.
   *
   * @throws PddlException if brackets do not match, or there is something outside of them
   */
  static Group read(String text) {
    Deque<Group> open = new ArrayDeque<>();
    Group top = new Group(new ArrayList<>(), 1);
    open.push(top);
    int line = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
      } else if (c == ';') {
        while (i + 1 < text.length() && text.charAt(i + 1) != '\n') {
          i++;
        }
      } else if (c == '(') {
        Group group = new Group(new ArrayList<>(), line);
        open.element().items().add(group);
        open.push(group);
      } else if (c == ')') {
        if (open.size() == 1) {
          throw new PddlException(line, "`)` closes nothing");
        }
        open.pop();
      } else if (!Character.isWhitespace(c)) {
        int end = i;
        while (end < text.length() && !isEndOfWord(text.charAt(end))) {
          end++;
        }
        open.element().items().add(new Word(text.substring(i, end).toLowerCase(Locale.ROOT), line));
        i = end - 1;
      }
    }
    if (open.size() > 1) {
      throw new PddlException(open.element().line(), "`(` is never closed");
    }
    if (top.items().size() == 1 && top.items().get(0) instanceof Group only) {
      return only;
    }
    throw new PddlException(
        1, "expected one `(define ...)`, found " + top.items().size() + " items");
  }

  private static boolean isEndOfWord(char c) {
    return Character.isWhitespace(c) || c == '(' || c == ')' || c == ';';
  }
}
