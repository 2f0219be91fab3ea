package org.autorl.environments.textworld;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What commands look like and what is answered to them: a file {@code .twl2}.
 *
 * <p>Such a file has blocks {@code grammar :: """ JSON """;} and {@code action NAME { template ::
 * "..."; feedback :: "#symbol#"; grammar :: """ JSON """; }}. The JSON gives each symbol its
 * productions, with {@code rhs} and perhaps a {@code condition}; the first whose condition holds is
 * taken. Of two blocks that give the same symbol the later counts.
 *
 * @see <a
 *     href="https://github.com/microsoft/TextWorld/blob/main/textworld/envs/pddl/textgen/textgen.ebnf">TextWorld's
 *     grammar of grammars</a>
 */
public final class Grammar {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final Pattern SPACE = Pattern.compile("(?:\\s|#[^\\n]*)*");
  private static final Pattern BLOCK =
      Pattern.compile("(grammar|pddl)\\s*::\\s*\"\"\"(.*?)\"\"\"\\s*;", Pattern.DOTALL);
  private static final Pattern LINE =
      Pattern.compile("(template|feedback)\\s*::\\s*\"([^\"]*)\"\\s*;");
  private static final Pattern ACTION = Pattern.compile("action\\s+([\\w/-]+)\\s*\\{");

  /** One way to replace a symbol; without a condition it can always be taken. */
  record Production(Optional<Symbol.Query> condition, List<Symbol> phrase) {}

  /** How an action is called, and what is answered. */
  record ActionText(List<Symbol> template, List<Symbol> feedback) {}

  private final Map<String, List<Production>> productions;
  private final Map<String, ActionText> actions;

  private Grammar(Map<String, List<Production>> productions, Map<String, ActionText> actions) {
    this.productions = productions;
    this.actions = actions;
  }

  /**
   * Reads a grammar.
   *
   * @throws GrammarException with the line, what is wrong, and what is allowed
   */
  public static Grammar read(String text) {
    Map<String, List<Production>> productions = new LinkedHashMap<>();
    Map<String, ActionText> actions = new LinkedHashMap<>();
    Matcher block = BLOCK.matcher(text);
    Matcher action = ACTION.matcher(text);
    int at = skip(text, 0);
    while (at < text.length()) {
      if (block.region(at, text.length()).lookingAt()) {
        productions.putAll(productions(text, block));
        at = skip(text, block.end());
      } else if (action.region(at, text.length()).lookingAt()) {
        at = action(text, action, productions, actions);
      } else {
        throw wrong(text, at, "expected `grammar :: \"\"\"...\"\"\";` or `action NAME {`");
      }
    }
    Grammar grammar = new Grammar(productions, actions);
    grammar.checkCalls();
    return grammar;
  }

  private static int action(
      String text,
      Matcher head,
      Map<String, List<Production>> productions,
      Map<String, ActionText> actions) {
    Map<String, List<Symbol>> lines = new LinkedHashMap<>();
    Matcher block = BLOCK.matcher(text);
    Matcher line = LINE.matcher(text);
    int at = skip(text, head.end());
    while (at < text.length() && text.charAt(at) != '}') {
      if (block.region(at, text.length()).lookingAt()) {
        if (block.group(1).equals("grammar")) {
          productions.putAll(productions(text, block));
        }
        at = skip(text, block.end());
      } else if (line.region(at, text.length()).lookingAt()) {
        lines.put(line.group(1), phrase(text, at, line.group(2)));
        at = skip(text, line.end());
      } else {
        throw wrong(
            text, at, "expected `template ::`, `feedback ::`, `grammar ::`, `pddl ::` or `}`");
      }
    }
    if (at == text.length() || lines.size() != 2) {
      throw wrong(text, head.start(), "an action has a template and a feedback, and ends with `}`");
    }
    actions.put(
        head.group(1).toLowerCase(Locale.ROOT),
        new ActionText(Maps.get(lines, "template"), Maps.get(lines, "feedback")));
    return skip(text, at + 1);
  }

  private static int skip(String text, int at) {
    Matcher space = SPACE.matcher(text).region(at, text.length());
    return space.lookingAt() ? space.end() : at;
  }

  private static Map<String, List<Production>> productions(String text, Matcher block) {
    StringBuilder json = new StringBuilder();
    // Lines that start with `#` are comments. They stay as empty lines, so that lines count on.
    block
        .group(2)
        .lines()
        .forEach(l -> json.append(l.strip().startsWith("#") ? "" : l).append('\n'));
    JsonNode symbols;
    try {
      symbols = JSON.readTree(json.toString());
    } catch (JsonProcessingException e) {
      int line = Optional.ofNullable(e.getLocation()).map(l -> l.getLineNr() - 1).orElse(0);
      throw new GrammarException(
          "line %d: no JSON: %s"
              .formatted(lineOf(text, block.start(2)) + line, e.getOriginalMessage()),
          e);
    }
    Map<String, List<Production>> productions = new LinkedHashMap<>();
    symbols
        .fields()
        .forEachRemaining(
            symbol -> {
              List<Production> all = new ArrayList<>();
              for (JsonNode one : symbol.getValue()) {
                all.add(production(text, block, symbol.getKey(), one));
              }
              productions.put(symbol.getKey(), all);
            });
    return productions;
  }

  private static Production production(String text, Matcher block, String symbol, JsonNode one) {
    if (!one.path("rhs").isTextual()) {
      throw wrong(text, block.start(), "a production of `%s` needs a text `rhs`".formatted(symbol));
    }
    try {
      Optional<Symbol.Query> condition =
          one.hasNonNull("condition")
              ? Optional.of(PhraseReader.query(one.get("condition").asText()))
              : Optional.empty();
      return new Production(condition, PhraseReader.read(one.get("rhs").asText()));
    } catch (GrammarException e) {
      throw new GrammarException(
          "line %d: in `%s`: %s".formatted(lineOf(text, block.start()), symbol, e.getMessage()), e);
    }
  }

  private static List<Symbol> phrase(String text, int at, String phrase) {
    try {
      return PhraseReader.read(phrase);
    } catch (GrammarException e) {
      throw new GrammarException("line %d: %s".formatted(lineOf(text, at), e.getMessage()), e);
    }
  }

  private static GrammarException wrong(String text, int at, String what) {
    String found = text.substring(at).lines().findFirst().orElse("");
    return new GrammarException("line %d: %s; found `%s`".formatted(lineOf(text, at), what, found));
  }

  private static long lineOf(String text, int at) {
    return text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
  }

  private void checkCalls() {
    Set<String> missing = new TreeSet<>();
    productions.values().forEach(all -> all.forEach(p -> missing(p.phrase(), missing)));
    actions.values().forEach(action -> missing(action.feedback(), missing));
    actions.values().forEach(action -> missing(action.template(), missing));
    if (!missing.isEmpty()) {
      throw new GrammarException(
          "nothing says what %s comes to; there are %s"
              .formatted(
                  String.join(", ", missing),
                  String.join(", ", new TreeSet<>(productions.keySet()))));
    }
  }

  private void missing(List<Symbol> phrase, Set<String> into) {
    for (Symbol symbol : phrase) {
      if (symbol instanceof Symbol.Call call && !productions.containsKey(call.name())) {
        into.add("#" + call.name() + "#");
      } else if (symbol instanceof Symbol.Each each) {
        missing(List.of(each.of()), into);
      } else if (symbol instanceof Symbol.Listed listed) {
        missing(List.of(listed.of()), into);
      }
    }
  }

  /** The same grammar, but {@code symbol} is {@code text}, word for word. */
  public Grammar with(String symbol, String text) {
    Map<String, List<Production>> changed = new LinkedHashMap<>(productions);
    changed.put(symbol, List.of(new Production(Optional.empty(), List.of(new Symbol.Text(text)))));
    return new Grammar(changed, actions);
  }

  List<Production> productions(String symbol) {
    return Maps.get(productions, symbol);
  }

  /** How an action is called and answered; empty if the grammar does not name it. */
  Optional<ActionText> action(String name) {
    return Optional.ofNullable(actions.get(name));
  }
}
