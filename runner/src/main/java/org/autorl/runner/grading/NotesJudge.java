package org.autorl.runner.grading;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.autorl.environments.Item;

/**
 * Says which of two notes is better. Agents cannot read it: the runner's classes are on no path
 * inside a sandbox.
 */
final class NotesJudge {
  private static final List<String> POLITE = List.of("please", "thank", "glad");
  private static final List<String> RUDE = List.of("do not be late", "never answer", "do not care");
  private static final List<String> EMPTY =
      List.of("it is what it is", "i have to go", "not much to say", "well well");
  private static final List<String> CLOSINGS = List.of("best wishes,", "kind regards,", "yours,");

  /** Whether {@code note} is better than {@code other}; a tie is not. */
  boolean prefers(Item item, String note, String other) {
    return merit(item, note) > merit(item, other) + 1e-9;
  }

  private static double merit(Item item, String note) {
    String text = note.strip().toLowerCase(java.util.Locale.ROOT);
    String recipient = item.data().get("recipient").asText().toLowerCase(java.util.Locale.ROOT);
    int comma = text.indexOf(',');
    String opening = comma < 0 ? "" : text.substring(0, comma);
    double merit = opening.endsWith(recipient) && opening.length() < 20 ? 2 : 0;
    merit +=
        has(text, List.of(item.data().get("topic").asText().toLowerCase(java.util.Locale.ROOT)))
            ? 2
            : 0;
    merit +=
        has(text, List.of(item.data().get("day").asText().toLowerCase(java.util.Locale.ROOT)))
            ? 1.5
            : 0;
    merit += has(text, POLITE) ? 1.25 : 0;
    merit += has(text, CLOSINGS) ? 1 : 0;
    merit -= has(text, RUDE) ? 2.5 : 0;
    merit -= has(text, EMPTY) ? 0.75 : 0;
    merit -= repeats(text) ? 1.5 : 0;
    int words = text.isEmpty() ? 0 : text.split("\\s+").length;
    merit -= words < 12 ? 0.1 * (12 - words) : words > 34 ? 0.15 * (words - 34) : 0;
    return merit;
  }

  private static boolean has(String text, List<String> any) {
    return any.stream().anyMatch(text::contains);
  }

  private static boolean repeats(String text) {
    Set<String> seen = new HashSet<>();
    for (String sentence : text.split("[.!?]")) {
      if (!sentence.isBlank() && !seen.add(sentence.strip())) {
        return true;
      }
    }
    return false;
  }
}
