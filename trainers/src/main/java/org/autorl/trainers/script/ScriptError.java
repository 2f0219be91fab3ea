package org.autorl.trainers.script;

import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Says what went wrong in somebody's Groovy, and where. */
final class ScriptError {
  private static final Pattern OUR_CLASS = Pattern.compile("org\\.autorl\\..*");

  private ScriptError() {}

  /** What an exception says, in a line or more, without the names of Groovy's classes. */
  static String said(Throwable e) {
    if (e instanceof MissingPropertyException missing) {
      return "there is no `" + missing.getProperty() + "`";
    }
    if (e instanceof MissingMethodException missing) {
      return "%s has no method `%s` that takes %s"
          .formatted(
              missing.getType() == null ? "null" : missing.getType().getSimpleName(),
              missing.getMethod(),
              arguments(missing.getArguments()));
    }
    if (e instanceof RewardLoader.NoScore) {
      return String.valueOf(e.getMessage());
    }
    if (e instanceof AssertionError) {
      return String.valueOf(e.getMessage()).stripTrailing().replace("\n", "\n  ");
    }
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : name + ": " + e.getMessage().replace("\n", "\n  ");
  }

  /** Types of arguments, such as {@code (Policy, String)}. */
  static String arguments(Object... arguments) {
    List<String> types =
        Arrays.stream(arguments)
            .map(a -> a == null ? "null" : a.getClass().getSimpleName())
            .map(type -> type.contains("closure") ? "Closure" : type)
            .map(type -> type.replace("GStringImpl", "String").replace("LinkedHashMap", "Map"))
            .map(type -> type.replace("ArrayList", "List"))
            .toList();
    return "(" + String.join(", ", types) + ")";
  }

  /** The line of a script that an exception went through, if it did: a place and its text. */
  static List<String> position(Throwable e) {
    return frame(e).map(f -> List.of(f.getFileName() + ":" + f.getLineNumber())).orElse(List.of());
  }

  /** The same with the text of the line. */
  static List<String> position(Throwable e, Path script) throws IOException {
    String name = script.getFileName().toString();
    Optional<StackTraceElement> frame =
        frame(e).filter(f -> name.equals(f.getFileName()) && f.getLineNumber() > 0);
    return frame.isPresent() ? position(script, frame.get().getLineNumber(), 0) : List.of();
  }

  private static Optional<StackTraceElement> frame(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .filter(f -> String.valueOf(f.getFileName()).endsWith(".groovy"))
        .filter(f -> f.getLineNumber() > 0)
        .findFirst();
  }

  /** Whether an exception comes from the script itself, not from what it called of ours. */
  static boolean isOfScript(Throwable e) {
    for (StackTraceElement frame : e.getStackTrace()) {
      if (String.valueOf(frame.getFileName()).endsWith(".groovy")) {
        return true;
      }
      if (OUR_CLASS.matcher(frame.getClassName()).matches()) {
        return false;
      }
    }
    return false;
  }

  /** All that the compiler refuses. */
  static Mistake of(MultipleCompilationErrorsException e, Path script) throws IOException {
    List<Mistake.Problem> problems = new ArrayList<>();
    for (Object message : e.getErrorCollector().getErrors()) {
      if (message instanceof SyntaxErrorMessage syntax) {
        SyntaxException cause = syntax.getCause();
        String said = String.valueOf(cause.getOriginalMessage()).lines().findFirst().orElse("");
        problems.add(
            new Mistake.Problem(
                script.getFileName() + " is no Groovy: " + said,
                position(script, cause.getLine(), cause.getStartColumn()),
                Optional.empty()));
      }
    }
    if (problems.isEmpty()) {
      problems.add(new Mistake.Problem(said(e), List.of(), Optional.empty()));
    }
    return new Mistake(problems, Optional.of(e));
  }

  private static List<String> position(Path script, int line, int column) throws IOException {
    List<String> lines = Files.readAllLines(script);
    String place = script.getFileName() + ":" + line;
    if (line < 1 || line > lines.size()) {
      return List.of(place);
    }
    String text = lines.get(line - 1);
    int indent = text.length() - text.stripLeading().length();
    if (column < 1) {
      return List.of(place, "    " + text.strip());
    }
    return List.of(
        place + ":" + column,
        "    " + text.strip(),
        "    " + " ".repeat(Math.max(0, column - 1 - indent)) + "^");
  }
}
