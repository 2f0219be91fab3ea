package org.autorl.dsl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where each word of a task file stands: the stack knows lines, this knows columns. */
final class SourceMap {
  /** The class that a task file becomes; its blocks become classes inside it. */
  static final String SCRIPT = "AutorlTaskFile";

  private record Call(String word, Place place, int lastLine) {}

  private final List<Call> calls = new ArrayList<>();

  void add(String word, Place place, int lastLine) {
    calls.add(new Call(word, place, lastLine));
  }

  /** Where the task file calls {@code word} at this moment. */
  Place here(String word) {
    return at(word, currentLine());
  }

  /** The call of {@code word} that spans this line; the innermost of several. */
  Place at(String word, int line) {
    return calls.stream()
        .filter(call -> call.word().equals(word))
        .filter(call -> call.place().line() <= line && line <= call.lastLine())
        .map(Call::place)
        .max(Comparator.naturalOrder())
        .orElse(new Place(line, 1));
  }

  /** The line of the task file that is being evaluated; 1 outside of it. */
  static int currentLine() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> isScript(frame.getClassName()))
                    .map(StackWalker.StackFrame::getLineNumber)
                    .findFirst())
        .orElse(1);
  }

  /** The line of the task file where an exception began; 1 if it did not begin there. */
  static int lineOf(Throwable thrown) {
    for (StackTraceElement element : thrown.getStackTrace()) {
      if (isScript(element.getClassName()) && element.getLineNumber() > 0) {
        return element.getLineNumber();
      }
    }
    return 1;
  }

  private static boolean isScript(String className) {
    return className.equals(SCRIPT) || className.startsWith(SCRIPT + "$");
  }
}
