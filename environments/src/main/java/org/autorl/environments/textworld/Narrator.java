package org.autorl.environments.textworld;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.environments.pddl.Facts;
import org.autorl.environments.pddl.State;
import org.autorl.environments.pddl.Task;

/** A grammar, made ready for one task: says what a symbol comes to in a state. */
final class Narrator {
  private final Grammar grammar;
  private final Task task;
  private final List<String> names;
  private final Map<String, Facts> tables = new HashMap<>();
  private final Map<String, Rule> rules = new HashMap<>();

  /**
   * @param names what each of the task's objects is called
   */
  Narrator(Grammar grammar, Task task, List<String> names) {
    this.grammar = grammar;
    this.task = task;
    this.names = names;
  }

  /** A phrase, ready to be said. */
  Telling telling(List<Symbol> phrase) {
    List<Telling> parts = phrase.stream().map(this::telling).toList();
    return parts.size() == 1
        ? parts.get(0)
        : (state, scope, out) -> parts.forEach(part -> part.tell(state, scope, out));
  }

  /** A phrase that must be the same in all states, as it is said at first. */
  String lasting(List<Symbol> phrase, Scope scope, State initial) {
    for (Symbol symbol : phrase) {
      Symbol inner = symbol instanceof Symbol.Listed listed ? listed.of() : symbol;
      if (inner instanceof Symbol.Each each && matching(each.query()).changes()) {
        throw new GrammarException("a template cannot ask for what actions change");
      }
    }
    StringBuilder out = new StringBuilder();
    telling(phrase).tell(initial, scope, out);
    return out.toString();
  }

  private Telling telling(Symbol symbol) {
    if (symbol instanceof Symbol.Text text) {
      return (state, scope, out) -> out.append(text.text());
    } else if (symbol instanceof Symbol.Call call) {
      return rule(call.name());
    } else if (symbol instanceof Symbol.Say say) {
      return (state, scope, out) -> out.append(value(say.value(), scope));
    } else if (symbol instanceof Symbol.Each each) {
      Telling of = telling(each.of());
      Matching matching = matching(each.query());
      return (state, scope, out) ->
          matching.answers(state, scope).forEach(answer -> of.tell(state, answer, out));
    }
    return list(((Symbol.Listed) symbol).of());
  }

  private Telling list(Symbol symbol) {
    Rule none = rule("list_empty");
    Rule separator = rule("list_separator");
    Rule last = rule("list_last_separator");
    if (!(symbol instanceof Symbol.Each each)) {
      return telling(symbol);
    }
    Telling of = telling(each.of());
    Matching matching = matching(each.query());
    return (state, scope, out) -> {
      List<Scope> answers = matching.answers(state, scope);
      if (answers.isEmpty()) {
        none.tell(state, scope, out);
      }
      for (int i = 0; i < answers.size(); i++) {
        if (i > 0) {
          (i == answers.size() - 1 ? last : separator).tell(state, scope, out);
        }
        of.tell(state, answers.get(i), out);
      }
    };
  }

  private Matching matching(Symbol.Query query) {
    return new Matching(query, task, tables);
  }

  private Rule rule(String symbol) {
    Rule known = rules.get(symbol);
    if (known != null) {
      return known;
    }
    Rule rule = new Rule(symbol);
    rules.put(symbol, rule); // before its productions, which may call it
    for (Grammar.Production production : grammar.productions(symbol)) {
      rule.choices.add(
          new Choice(production.condition().map(this::matching), telling(production.phrase())));
    }
    return rule;
  }

  private String value(Symbol.Value value, Scope scope) {
    if (value instanceof Symbol.Value.Quoted quoted) {
      return quoted.text();
    } else if (value instanceof Symbol.Value.Of of) {
      return attribute(scope.of(of.variable()), of.attribute());
    } else if (value instanceof Symbol.Value.Joined joined) {
      StringBuilder all = new StringBuilder();
      joined.parts().forEach(part -> all.append(value(part, scope)));
      return all.toString();
    }
    for (Symbol.Value part : ((Symbol.Value.FirstOf) value).parts()) {
      String said = value(part, scope);
      if (!said.isEmpty()) {
        return said;
      }
    }
    return "";
  }

  private String attribute(int object, String attribute) {
    return switch (attribute) {
      case "definite" -> "the";
      case "indefinite" -> "a"; // before vowels too, as TextWorld has it
      case "id" -> task.objects().get(object);
      case "type" ->
          task.domain().types().keySet().stream()
              .filter(type -> task.isA(object, type))
              .findFirst()
              .orElse("object");
      default -> names.get(object);
    };
  }

  /** Says something of a state. */
  interface Telling {
    void tell(State state, Scope scope, StringBuilder out);
  }

  private record Choice(Optional<Matching> condition, Telling phrase) {}

  private static final class Rule implements Telling {
    private final String symbol;
    private final List<Choice> choices = new ArrayList<>();

    Rule(String symbol) {
      this.symbol = symbol;
    }

    @Override
    public void tell(State state, Scope scope, StringBuilder out) {
      for (Choice choice : choices) {
        if (choice.condition.isEmpty() || choice.condition.get().holds(state, scope)) {
          choice.phrase.tell(state, scope, out);
          return;
        }
      }
      throw new GrammarException("no production of `%s` fits".formatted(symbol));
    }
  }
}
