package org.autorl.dsl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Finds the block that an author forgot to close; Groovy only knows that the file ended. */
final class Braces {
  private record Open(Place place, int indent) {}

  private static final int DEEPEST = 100;

  private Braces() {}

  /**
   * The opening brace that nothing closes. Of several candidates, the innermost whose closing brace
   * is indented like another line's.
   */
  static Optional<Place> unclosed(List<String> source) {
    Deque<Open> open = new ArrayDeque<>();
    Optional<Place> suspect = Optional.empty();
    for (int number = 1; number <= source.size(); number++) {
      String line = source.get(number - 1);
      int indent = line.length() - line.stripLeading().length();
      String code = withoutTexts(line);
      for (int i = 0; i < code.length(); i++) {
        if (code.charAt(i) == '{') {
          open.push(new Open(new Place(number, i + 1), indent));
        } else if (code.charAt(i) == '}' && !open.isEmpty()) {
          Open closed = open.pop();
          boolean own = closed.place().line() == number || i > indent || closed.indent() == indent;
          if (!own && suspect.isEmpty()) {
            suspect = Optional.of(closed.place());
          }
        }
      }
    }
    if (open.isEmpty()) {
      return Optional.empty();
    }
    return suspect.or(() -> Optional.of(open.peek().place()));
  }

  /** Where brackets stand so deep that a parser of recursive descent would not come back. */
  static Optional<Problem> tooDeep(List<String> source) {
    int depth = 0;
    for (int number = 1; number <= source.size(); number++) {
      String code = withoutTexts(source.get(number - 1));
      for (int i = 0; i < code.length(); i++) {
        depth +=
            "({[".indexOf(code.charAt(i)) >= 0 ? 1 : ")}]".indexOf(code.charAt(i)) >= 0 ? -1 : 0;
        if (depth > DEEPEST) {
          return Optional.of(
              new Problem(
                  new Place(number, i + 1),
                  "brackets stand " + depth + " deep here",
                  "a task file needs about five",
                  "Look for brackets that are not closed."));
        }
      }
    }
    return Optional.empty();
  }

  /** The line with texts blanked and a comment cut off; texts over several lines are not known. */
  private static String withoutTexts(String line) {
    StringBuilder code = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == 0 && c == '/' && line.startsWith("//", i)) {
        break;
      }
      boolean escaped = quote != 0 && c == '\\';
      boolean begins = quote == 0 && (c == '\'' || c == '"');
      code.append(quote == 0 && !begins ? c : ' ');
      if (begins) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else if (escaped && i + 1 < line.length()) {
        code.append(' ');
        i++;
      }
    }
    return code.toString();
  }
}
