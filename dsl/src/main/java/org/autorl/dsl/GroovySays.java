package org.autorl.dsl;

import org.codehaus.groovy.syntax.SyntaxException;

/** Groovy's own compile errors in the layout of ours. */
final class GroovySays {
  private GroovySays() {}

  static Problem problem(SyntaxException error) {
    if (error instanceof WordError ours) {
      return ours.problem();
    }
    Place place = new Place(Math.max(1, error.getStartLine()), Math.max(1, error.getStartColumn()));
    return problem(place, error.getOriginalMessage());
  }

  static Problem problem(Place place, String message) {
    String said = message.lines().findFirst().orElse("").replace("[Static type checking] - ", "");
    return new Problem(place, said.strip(), "", "A task file is Groovy, statically typed.");
  }
}
