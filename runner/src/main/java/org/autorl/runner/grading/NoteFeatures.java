package org.autorl.runner.grading;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.environments.Item;

/**
 * What the judge of notes sees of a note: words, pairs of neighbours, how it begins, how long it is
 * and whether it repeats itself. What was asked for stands as {@code <name>}, {@code <topic>} and
 * {@code <day>}, so that what is learned of one request holds for all.
 */
final class NoteFeatures {
  private static final Pattern TOKEN = Pattern.compile("<[a-z]+>|[\\p{L}\\p{N}']+|[^\\s\\p{L}]");
  private static final int BEGINNING = 3;
  private static final int LENGTH_STEP = 4;
  private static final int LONGEST = 15;

  private NoteFeatures() {}

  /** Each feature once, sorted: saying a thing twice is no better than saying it once. */
  static SortedSet<String> of(Item item, String note) {
    String text = note.strip().toLowerCase(Locale.ROOT).replace("<", " ").replace(">", " ");
    for (List<String> slot :
        List.of(
            List.of("topic", "<topic>"), List.of("recipient", "<name>"), List.of("day", "<day>"))) {
      String asked = item.data().get(slot.get(0)).asText().toLowerCase(Locale.ROOT);
      text = text.replaceAll("\\b" + Pattern.quote(asked) + "\\b", slot.get(1));
    }
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      tokens.add(token.group());
    }
    SortedSet<String> features = new TreeSet<>();
    for (int i = 0; i < tokens.size(); i++) {
      features.add(tokens.get(i));
      if (i > 0) {
        features.add(tokens.get(i - 1) + " " + tokens.get(i));
      }
      if (i < BEGINNING) {
        features.add("begins " + tokens.get(i));
      }
    }
    features.add("length " + Math.min(LONGEST, tokens.size() / LENGTH_STEP));
    if (repeats(text)) {
      features.add("repeats itself");
    }
    return features;
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
