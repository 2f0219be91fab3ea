package org.autorl.trainers.policy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.autorl.records.policy.PolicyConfig;

/**
 * Which tokens may end a completion, so that sampling has to pause after them and look.
 *
 * <p>A stop text is complete when its last character is said, so these are the tokens that hold
 * that character, and those that end a text.
 */
final class StopWords {
  /** What a part of a character decodes to. */
  private static final String BROKEN = "\ufffd";

  private final Tokenizer tokenizer;
  private final int vocabulary;
  private final List<Integer> ends;
  private final Map<List<String>, boolean[]> known = new ConcurrentHashMap<>();
  private String[] pieces = {};

  StopWords(Tokenizer tokenizer, PolicyConfig config) {
    this.tokenizer = tokenizer;
    this.vocabulary = config.vocabulary();
    this.ends = config.stopTokens();
  }

  /** For each token whether sampling pauses after it; bool [V]. */
  boolean[] pausing(List<String> stop) {
    // A game asks for the same in each of its turns.
    return known.computeIfAbsent(List.copyOf(stop), this::lookUp);
  }

  private boolean[] lookUp(List<String> stop) {
    boolean[] result = new boolean[vocabulary];
    ends.forEach(token -> result[token] = true);
    for (String word : stop) {
      String last = word.substring(word.offsetByCodePoints(word.length(), -1));
      boolean split = last.charAt(0) > 0x7f;
      for (int token = 0; token < vocabulary; token++) {
        String piece = pieces()[token];
        result[token] |= piece.contains(last) || split && piece.contains(BROKEN);
      }
    }
    return result;
  }

  private String[] pieces() {
    if (pieces.length == 0) {
      String[] all = new String[vocabulary];
      for (int token = 0; token < vocabulary; token++) {
        // Twice, because some tokenizers drop a space at the start of a text.
        all[token] = tokenizer.decode(new long[] {token, token});
      }
      pieces = all;
    }
    return pieces;
  }
}
