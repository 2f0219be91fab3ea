package org.autorl.environments.pddl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the parts of domains and problems, and collects what is wrong with them. */
final class PddlReader {
  private final Map<String, String> types;
  private final Map<String, Integer> predicates;
  private final List<String> problems = new ArrayList<>();

  PddlReader() {
    types = new LinkedHashMap<>();
    predicates = new LinkedHashMap<>();
  }

  PddlReader(Domain domain) {
    types = domain.types();
    predicates = domain.predicates();
  }

  /** A text {@code (define (domain x) ...)}, or with another kind. */
  static Sexp.Group define(String text, String kind) {
    Sexp.Group define = Sexp.read(text);
    boolean named =
        define.items().size() > 1
            && define.items().get(1) instanceof Sexp.Group name
            && name.head().equals(kind)
            && name.items().size() == 2;
    if (!define.head().equals("define") || !named) {
      throw new PddlException(define.line(), "expected `(define (%s NAME) ...)`".formatted(kind));
    }
    return define;
  }

  static String nameOf(Sexp.Group define) {
    return define.items().get(1) instanceof Sexp.Group name
            && name.items().get(1) instanceof Sexp.Word word
        ? word.text()
        : "";
  }

  void wrong(Sexp where, String what) {
    problems.add("line " + where.line() + ": " + what);
  }

  /** Throws if anything was wrong. */
  void complain() {
    if (!problems.isEmpty()) {
      throw new PddlException(problems);
    }
  }

  Map<String, String> types() {
    return types;
  }

  Map<String, Integer> predicates() {
    return predicates;
  }

  List<Sexp.Group> parts(Sexp.Group define) {
    List<Sexp.Group> parts = new ArrayList<>();
    for (Sexp part : define.items().subList(2, define.items().size())) {
      if (part instanceof Sexp.Group group) {
        parts.add(group);
      } else {
        wrong(part, "expected `(:...)`, found `" + text(part) + "`");
      }
    }
    return parts;
  }

  Sexp only(Sexp.Group part) {
    if (part.items().size() != 2) {
      wrong(part, "`%s` has one formula, not %d".formatted(part.head(), part.items().size() - 1));
      return new Sexp.Group(List.of(), part.line());
    }
    return part.items().get(1);
  }

  void types(List<Sexp> words) {
    pairs(words).forEach(p -> types.put(p.name(), p.type()));
  }

  void predicates(List<Sexp> declared) {
    for (Sexp one : declared) {
      if (one instanceof Sexp.Group group && !group.head().isEmpty()) {
        predicates.put(group.head(), typed(group.tail()).size());
      } else {
        wrong(one, "expected `(NAME ?x - TYPE ...)`");
      }
    }
  }

  /** Names with types, {@code a b - t}; without a type, of {@code object}. */
  List<Parameter> typed(List<Sexp> words) {
    List<Parameter> pairs = pairs(words);
    for (Parameter pair : pairs) {
      // A comma is part of a word. The public household domain has `?l - location, ?r - receptacle`
      // in one place; nothing is of the type `location,`, so what is quantified there never holds.
      // Its public engine plays it that way.
      if (!known(pair.type()) && !pair.type().endsWith(",")) {
        wrong(
            words.get(0),
            "there is no type `%s`; there are %s"
                .formatted(pair.type(), list(types.keySet().stream())));
      }
    }
    return pairs;
  }

  private boolean known(String type) {
    return type.equals("object") || types.containsKey(type);
  }

  private List<Parameter> pairs(List<Sexp> words) {
    List<Parameter> typed = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (!(words.get(i) instanceof Sexp.Word word)) {
        wrong(words.get(i), "expected a name, found " + text(words.get(i)));
      } else if (!word.text().equals("-")) {
        waiting.add(word.text());
      } else if (i + 1 < words.size() && words.get(i + 1) instanceof Sexp.Word type) {
        waiting.forEach(name -> typed.add(new Parameter(name, type.text())));
        waiting.clear();
        i++;
      } else {
        wrong(word, "`-` needs a type behind it");
      }
    }
    waiting.forEach(name -> typed.add(new Parameter(name, "object")));
    return typed;
  }

  Schema action(Sexp.Group part) {
    String name = part.items().size() > 1 ? text(part.items().get(1)) : "";
    List<Parameter> parameters = List.of();
    Formula condition = Formula.TRUE;
    Effect effect = new Effect.And(List.of());
    for (int i = 2; i + 1 < part.items().size(); i += 2) {
      Sexp value = part.items().get(i + 1);
      switch (text(part.items().get(i))) {
        case ":parameters" -> parameters = parameters(value);
        case ":precondition" -> condition = formula(value, parameters);
        case ":effect" -> effect = effect(value, parameters);
        default ->
            wrong(
                part.items().get(i),
                "`%s` is no part of an action; there are :parameters, :precondition, :effect"
                    .formatted(text(part.items().get(i))));
      }
    }
    return new Schema(name, parameters, condition, effect);
  }

  private List<Parameter> parameters(Sexp list) {
    if (list instanceof Sexp.Group group) {
      return typed(group.items());
    }
    wrong(list, "expected `(?x - TYPE ...)`");
    return List.of();
  }

  Formula formula(Sexp written, List<Parameter> scope) {
    if (!(written instanceof Sexp.Group group)) {
      wrong(written, "expected a formula in brackets, found `" + text(written) + "`");
      return Formula.TRUE;
    }
    if (group.items().isEmpty()) {
      return Formula.TRUE;
    }
    List<Sexp> rest = group.tail();
    return switch (group.head()) {
      case "and" -> new Formula.And(rest.stream().map(f -> formula(f, scope)).toList());
      case "or" -> new Formula.Or(rest.stream().map(f -> formula(f, scope)).toList());
      case "not" -> has(group, 1) ? new Formula.Not(formula(rest.get(0), scope)) : Formula.TRUE;
      case "imply" ->
          has(group, 2)
              ? new Formula.Or(
                  List.of(
                      new Formula.Not(formula(rest.get(0), scope)), formula(rest.get(1), scope)))
              : Formula.TRUE;
      case "exists", "forall" -> has(group, 2) ? quantified(group, scope) : Formula.TRUE;
      case "=" ->
          has(group, 2)
              ? new Formula.Same(term(rest.get(0), scope), term(rest.get(1), scope))
              : Formula.TRUE;
      default -> atom(written, scope).<Formula>map(Formula.Holds::new).orElse(Formula.TRUE);
    };
  }

  private Formula quantified(Sexp.Group group, List<Parameter> scope) {
    List<Parameter> bound = parameters(group.items().get(1));
    Formula of = formula(group.items().get(2), with(scope, bound));
    return group.head().equals("exists")
        ? new Formula.Exists(bound, of)
        : new Formula.Forall(bound, of);
  }

  Effect effect(Sexp written, List<Parameter> scope) {
    Effect nothing = new Effect.And(List.of());
    if (!(written instanceof Sexp.Group group)) {
      wrong(written, "expected an effect in brackets, found `" + text(written) + "`");
      return nothing;
    }
    if (group.items().isEmpty()) {
      return nothing;
    }
    List<Sexp> rest = group.tail();
    return switch (group.head()) {
      case "and" -> new Effect.And(rest.stream().map(e -> effect(e, scope)).toList());
      case "increase", "decrease", "assign" -> nothing; // costs
      case "when" ->
          has(group, 2)
              ? new Effect.When(formula(rest.get(0), scope), effect(rest.get(1), scope))
              : nothing;
      case "forall" -> has(group, 2) ? forall(rest, scope) : nothing;
      case "not" ->
          has(group, 1)
              ? atom(rest.get(0), scope).<Effect>map(Effect.Delete::new).orElse(nothing)
              : nothing;
      default -> atom(written, scope).<Effect>map(Effect.Add::new).orElse(nothing);
    };
  }

  private Effect forall(List<Sexp> rest, List<Parameter> scope) {
    List<Parameter> bound = parameters(rest.get(0));
    return new Effect.Forall(bound, effect(rest.get(1), with(scope, bound)));
  }

  private boolean has(Sexp.Group group, int terms) {
    if (group.items().size() != terms + 1) {
      wrong(
          group, "`%s` takes %d, not %d".formatted(group.head(), terms, group.items().size() - 1));
      return false;
    }
    return true;
  }

  /** An atom; empty, and a problem noted, if it is none. */
  Optional<Atom> atom(Sexp written, List<Parameter> scope) {
    if (!(written instanceof Sexp.Group group) || group.head().isEmpty()) {
      wrong(written, "expected `(PREDICATE TERM ...)`, found `" + text(written) + "`");
      return Optional.empty();
    }
    Integer terms = predicates.get(group.head());
    if (terms == null) {
      wrong(
          group,
          "there is no predicate `%s`; there are %s"
              .formatted(group.head(), list(predicates.keySet().stream())));
      return Optional.empty();
    }
    if (!has(group, terms)) {
      return Optional.empty();
    }
    return Optional.of(
        new Atom(group.head(), group.tail().stream().map(t -> term(t, scope)).toList()));
  }

  private String term(Sexp written, List<Parameter> scope) {
    String name = text(written);
    if (name.startsWith("?") && scope.stream().noneMatch(p -> p.name().equals(name))) {
      wrong(
          written,
          "nothing binds `%s`; bound are %s"
              .formatted(name, list(scope.stream().map(Parameter::name))));
    }
    return name;
  }

  private static List<Parameter> with(List<Parameter> scope, List<Parameter> more) {
    return Stream.concat(scope.stream(), more.stream()).toList();
  }

  private static String list(Stream<String> names) {
    List<String> sorted = names.sorted().toList();
    return sorted.isEmpty() ? "none" : String.join(", ", sorted);
  }

  private static String text(Sexp written) {
    return written instanceof Sexp.Word word ? word.text() : "(...)";
  }
}
