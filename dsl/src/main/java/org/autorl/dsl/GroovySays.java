package org.autorl.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Compile errors, ours and Groovy's, in one layout and each mistake once. */
final class GroovySays {
  private static final String HINT = "docs/guides/add-a-task.md shows a whole task file.";

  private GroovySays() {}

  /**
   * All problems of a file.
   *
   * @param computed what we have found before Groovy looked
   */
  static List<Problem> problems(
      ErrorCollector collector, List<Problem> computed, List<String> source) {
    List<WordError> ours = new ArrayList<>();
    List<Problem> groovys = new ArrayList<>();
    for (Object message : collector.getErrors()) {
      if (!(message instanceof SyntaxErrorMessage error)) {
        groovys.add(problem(Place.START, String.valueOf(message)));
      } else if (error.getCause() instanceof WordError word) {
        // An operator is a call without a place; what it stands for has been found already.
        if (word.problem().place().line() > 0) {
          ours.add(word);
        }
      } else {
        groovys.add(problem(error.getCause(), source));
      }
    }
    // What Groovy says in a line where we have said something is the same mistake again, and so is
    // all that is said inside a block that could not be told.
    Set<Integer> lines =
        Stream.concat(ours.stream().map(WordError::problem), computed.stream())
            .map(problem -> problem.place().line())
            .collect(Collectors.toSet());
    groovys.removeIf(problem -> lines.contains(problem.place().line()));
    List<Problem> all = new ArrayList<>(computed);
    ours.forEach(word -> all.add(word.problem()));
    all.addAll(groovys);
    all.removeIf(problem -> ours.stream().anyMatch(word -> word.silences(problem.place())));
    return all;
  }

  static Problem problem(Place place, String message) {
    String said = message.lines().findFirst().orElse("").replace("[Static type checking] - ", "");
    String shown = said.length() > 120 ? said.substring(0, 120) + "..." : said;
    return new Problem(place, "Groovy says: " + shown.strip(), "", HINT);
  }

  private static Problem unreadable(Place place) {
    return new Problem(
        place,
        "this cannot be read on from here",
        "",
        "Look here and above for a bracket that is missing, or one too many.");
  }

  private static Problem problem(SyntaxException error, List<String> source) {
    Place place = new Place(Math.max(1, error.getStartLine()), Math.max(1, error.getStartColumn()));
    String message = error.getOriginalMessage();
    if (message.contains("character: '\\''") || message.contains("character: '\"'")) {
      return new Problem(
          place, "this text is not closed", "", "End it with the quote that begins it.");
    }
    boolean unexpected = message.startsWith("Unexpected input");
    boolean atEnd = place.line() >= source.size();
    return Braces.unclosed(source)
        .filter(brace -> atEnd && unexpected)
        .map(brace -> new Problem(brace, "this block is not closed", "", "Close it with `}`."))
        .orElseGet(() -> unexpected ? unreadable(place) : problem(place, message));
  }
}
