package org.autorl.environments.webshop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a product is called, for comparing titles; version {@value #VERSION} of that choice.
 *
 * <p>WebShop takes the words that spaCy's small English model calls nouns or names. Here it is all
 * words that begin with a letter but those of a closed list: articles, prepositions, conjunctions,
 * pronouns, auxiliaries. In titles nearly everything else is tagged a noun or a name. It differs
 * for adjectives, verbs and adverbs, which count here and mostly not there, and for words that
 * begin with a digit, which never count here and now and then do there. Of four values that the
 * original's own tests state, three come out the same (0.30, 0.15, 0); the fourth is 0.44 here,
 * 0.33 there, which the reward does not tell apart.
 */
final class TitleNouns {
  /** Rises when the rule changes, and with it the protocol of tasks that use it. */
  static final int VERSION = 1;

  private static final Pattern BREAK = Pattern.compile("[^\\p{L}\\p{N}.'’]+");
  private static final Set<String> CLOSED =
      Set.copyOf(
          List.of(
              ("a an the and or nor but for with without of in on at to by from up down off out over "
                      + "under per than then into onto as is are be been was were am do does did has "
                      + "have had can could will would may might must shall should i you your yours we "
                      + "our ours he his she her hers it its they them their theirs my mine me us this "
                      + "that these those there here what which who whose when where why how all any "
                      + "both each either neither some such no not only own same so too very just also "
                      + "more most less least about above after again against before below between "
                      + "during through until while because if although")
                  .split(" ")));

  private TitleNouns() {}

  /** In lower case, in their order, with repetitions. */
  static List<String> of(String title) {
    List<String> nouns = new ArrayList<>();
    for (String part : BREAK.split(title)) {
      String word = part.toLowerCase(Locale.ROOT).replaceAll("^[.'’]+|[.'’]+$", "");
      if (!word.isEmpty() && Character.isLetter(word.charAt(0)) && !CLOSED.contains(word)) {
        nouns.add(word);
      }
    }
    return nouns;
  }

  /** Share of the wanted title's nouns that the bought one has too; 0.2 where it has no noun. */
  static double shared(String bought, String wanted) {
    List<String> of = TitleNouns.of(wanted);
    Set<String> both = new HashSet<>(TitleNouns.of(bought));
    both.retainAll(new HashSet<>(of));
    return of.isEmpty() ? 0.2 : (double) both.size() / of.size();
  }
}
