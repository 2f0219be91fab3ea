package org.autorl.environments;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An action of the form {@code verb[argument]}.
 *
 * @param verb in lower case
 * @param argument in lower case, white space at its ends removed; may be empty
 */
record Action(String verb, String argument) {
  static final Action BUY = new Action("click", "buy");

  private static final Pattern FORM = Pattern.compile("([A-Za-z]+)\\[(.*)]");

  /** Reads the first line of a text; empty if that is no action. */
  static Optional<Action> of(String text) {
    Matcher form = FORM.matcher(text.strip().lines().findFirst().orElse("").strip());
    return form.matches()
        ? Optional.of(
            new Action(
                form.group(1).toLowerCase(Locale.ROOT),
                form.group(2).strip().toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }
}
