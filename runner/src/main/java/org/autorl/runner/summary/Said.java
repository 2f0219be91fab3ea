package org.autorl.runner.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.records.ModelSummary.Sentence;

/**
 * A model's answer, read: the sentences that end with steps that it was shown.
 *
 * @param leftOut how many others there were
 */
record Said(List<Sentence> sentences, int leftOut) {
  /** Of a sentence; a longer one is cut. */
  private static final int TEXT = 500;

  private static final int SENTENCES = 20;

  /** A sentence, a line each, and in brackets at its end the steps: {@code [3, 17]}. */
  private static final Pattern LINE =
      Pattern.compile("[-*\\s]*(.*\\S)\\s*\\[((?:\\d{1,6}\\s*,\\s*)*\\d{1,6})][.\\s]*");

  static Said of(String answer, Set<Integer> shown) {
    List<Sentence> sentences = new ArrayList<>();
    int leftOut = 0;
    for (String line : answer.lines().filter(text -> !text.isBlank()).toList()) {
      Matcher parts = LINE.matcher(line);
      List<Integer> steps = parts.matches() ? steps(parts.group(2)) : List.of();
      if (steps.isEmpty() || !shown.containsAll(steps) || sentences.size() == SENTENCES) {
        leftOut++;
      } else {
        String text = parts.group(1);
        sentences.add(
            new Sentence(text.length() <= TEXT ? text : text.substring(0, TEXT) + " …", steps));
      }
    }
    return new Said(sentences, leftOut);
  }

  private static List<Integer> steps(String numbers) {
    return Pattern.compile("\\D+").splitAsStream(numbers).map(Integer::valueOf).distinct().toList();
  }
}
