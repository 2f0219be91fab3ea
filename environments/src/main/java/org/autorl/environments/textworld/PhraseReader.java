package org.autorl.environments.textworld;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.environments.textworld.Symbol.Placeholder;
import org.autorl.environments.textworld.Symbol.Query;
import org.autorl.environments.textworld.Symbol.Value;

/**
 * Reads right sides of productions.
 *
 * <p>As TextWorld does: white space at the start is dropped, and the phrase ends, without a word,
 * at the first character that fits nothing, such as a bracket that closes nothing.
 */
final class PhraseReader {
  private static final Pattern TEXT = Pattern.compile("[^;|\"<>\\[\\]#{}]+");
  private static final Pattern CALL = Pattern.compile("#([\\w()/!<>\\-\\s,.]+)#");
  private static final Pattern QUERY =
      Pattern.compile("\\s*(not_)?(\\w+)\\(([^()]*)\\)\\s*(?:&|$)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\s*(\\w+)\\s*(?::\\s*(\\w+)\\s*)?");
  private static final Pattern VALUE =
      Pattern.compile("\\s*(?:'([^']*)'|\"([^\"]*)\"|(\\w+)(?:\\.(\\w+))?)\\s*");
  private static final List<String> ATTRIBUTES =
      List.of("name", "id", "type", "definite", "indefinite");

  private final String phrase;
  private int at;

  private PhraseReader(String phrase) {
    this.phrase = phrase.stripLeading();
  }

  /** Throws {@link GrammarException} for values and queries that are none. */
  static List<Symbol> read(String phrase) {
    PhraseReader reader = new PhraseReader(phrase);
    List<Symbol> symbols = new ArrayList<>();
    int before = -1;
    while (reader.at < reader.phrase.length() && reader.at > before) {
      before = reader.at;
      reader.symbol(symbols);
    }
    return symbols;
  }

  private void symbol(List<Symbol> into) {
    char c = phrase.charAt(at);
    if (c == '[' && at + 1 < phrase.length() && phrase.charAt(at + 1) == '{') {
      int end = phrase.indexOf("}]", at);
      if (end > 0) {
        into.add(new Symbol.Listed(braced(phrase.substring(at + 2, end))));
        at = end + 2;
      }
    } else if (c == '{') {
      int end = phrase.indexOf('}', at);
      if (end > 0) {
        into.add(braced(phrase.substring(at + 1, end)));
        at = end + 1;
      }
    } else {
      Matcher call = CALL.matcher(phrase).region(at, phrase.length());
      Matcher text = TEXT.matcher(phrase).region(at, phrase.length());
      if (call.lookingAt()) {
        into.add(new Symbol.Call(call.group(1)));
        at = call.end();
      } else if (text.lookingAt()) {
        into.add(new Symbol.Text(text.group()));
        at = text.end();
      }
    }
  }

  private static Symbol braced(String inside) {
    int bar = inside.indexOf('|');
    String what = bar < 0 ? inside : inside.substring(0, bar);
    Matcher call = CALL.matcher(what.strip());
    Symbol symbol = call.matches() ? new Symbol.Call(call.group(1)) : new Symbol.Say(value(what));
    return bar < 0 ? symbol : new Symbol.Each(symbol, query(inside.substring(bar + 1)));
  }

  static Query query(String text) {
    List<Symbol.Pattern> patterns = new ArrayList<>();
    Matcher next = QUERY.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!next.region(end, text.length()).lookingAt()) {
        throw new GrammarException(
            "`%s` is no query; one reads `predicate(name:type, ...) & ...`"
                .formatted(text.strip()));
      }
      List<Placeholder> terms = new ArrayList<>();
      for (String term : next.group(3).split(",")) {
        Matcher placeholder = PLACEHOLDER.matcher(term);
        if (!placeholder.matches()) {
          throw new GrammarException(
              "`%s` is no term of a query; one reads `name:type`".formatted(term.strip()));
        }
        String type = placeholder.group(2);
        terms.add(
            new Placeholder(placeholder.group(1), type == null ? placeholder.group(1) : type));
      }
      patterns.add(new Symbol.Pattern(next.group(2), next.group(1) != null, terms));
      end = next.end();
    }
    return new Query(patterns);
  }

  private static Value value(String text) {
    List<Value> choices = new ArrayList<>();
    for (String choice : text.split("\\bor\\b")) {
      List<Value> parts = new ArrayList<>();
      for (String part : choice.split("\\+")) {
        parts.add(single(part));
      }
      choices.add(parts.size() == 1 ? parts.get(0) : new Value.Joined(parts));
    }
    return choices.size() == 1 ? choices.get(0) : new Value.FirstOf(choices);
  }

  private static Value single(String text) {
    Matcher value = VALUE.matcher(text);
    if (!value.matches()) {
      throw new GrammarException(
          "`%s` is nothing that can be said; there are `x.name` and other attributes, quoted texts, `+` and `or`"
              .formatted(text.strip()));
    }
    if (value.group(3) == null) {
      return new Value.Quoted(value.group(1) == null ? value.group(2) : value.group(1));
    }
    String attribute = value.group(4) == null ? "name" : value.group(4);
    if (!ATTRIBUTES.contains(attribute)) {
      throw new GrammarException(
          "there is no attribute `%s`; there are %s"
              .formatted(attribute, String.join(", ", ATTRIBUTES)));
    }
    return new Value.Of(value.group(3), attribute);
  }
}
