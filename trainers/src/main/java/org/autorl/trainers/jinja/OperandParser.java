package org.autorl.trainers.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What operators stand between: literals, names, their parts, calls, filters and tests. */
final class OperandParser {
  private static final Set<String> AFTER_TEST =
      Set.of("else", "or", "and", "is", "if", "not", "in");

  private final TokenStream in;
  private final ExpressionParser expressions;

  OperandParser(TokenStream in, ExpressionParser expressions) {
    this.in = in;
    this.expressions = expressions;
  }

  /** Arguments of a call. */
  private record Given(List<Expression> values, Map<String, Expression> named) {
    Arguments in(Scope scope, String of) {
      return new Arguments(of, values.stream().map(v -> v.value(scope)).toList(), namedIn(scope));
    }

    private Map<String, Object> namedIn(Scope scope) {
      Map<String, Object> result = new LinkedHashMap<>();
      named.forEach((name, value) -> result.put(name, value.value(scope)));
      return result;
    }
  }

  /** A literal or a name, with what is taken of it or called. */
  Expression operand() {
    return postfix(primary());
  }

  private Expression primary() {
    Token token = in.next();
    return switch (token.kind()) {
      case TEXT -> text(token.text());
      case INTEGER -> constant(whole(token));
      case FLOAT -> constant(Double.valueOf(token.text()));
      case NAME -> name(token);
      case SIGN -> literal(token);
      default ->
          throw new JinjaException(token.shown() + " stands where a value is expected")
              .at(token.line());
    };
  }

  /** Texts that stand side by side are one, as in Python. */
  private Expression text(String first) {
    StringBuilder all = new StringBuilder(first);
    while (in.peek().kind() == Token.Kind.TEXT) {
      all.append(in.next().text());
    }
    return constant(all.toString());
  }

  private static Long whole(Token token) {
    try {
      return Long.valueOf(token.text());
    } catch (NumberFormatException e) {
      throw new JinjaException("`" + token.text() + "` is no number of 64 bits").at(token.line());
    }
  }

  private static Expression constant(Object value) {
    return s -> value;
  }

  private static Expression name(Token token) {
    String name = token.text();
    return switch (name) {
      case "true", "True" -> constant(true);
      case "false", "False" -> constant(false);
      case "none", "None" -> constant(Nothing.NONE);
      default ->
          s -> {
            s.work().charge(1);
            return s.get(name);
          };
    };
  }

  private Expression literal(Token token) {
    return switch (token.text()) {
      case "[" -> list("]");
      case "(" -> parenthesis();
      case "{" -> map();
      default ->
          throw new JinjaException(token.shown() + " stands where a value is expected")
              .at(token.line());
    };
  }

  private Expression list(String close) {
    List<Expression> elements = new ArrayList<>();
    while (!in.takeSign(close)) {
      elements.add(expressions.expression());
      if (!in.takeSign(",")) {
        in.needSign(close);
        break;
      }
    }
    return s -> {
      s.work().charge(elements.size());
      List<Object> values = new ArrayList<>();
      elements.forEach(e -> values.add(e.value(s)));
      return values;
    };
  }

  private Expression parenthesis() {
    if (in.takeSign(")")) {
      return constant(List.of());
    }
    Expression first = expressions.expression();
    if (in.takeSign(")")) {
      return first;
    }
    in.needSign(",");
    Expression rest = list(")");
    return s -> {
      List<Object> values = new ArrayList<>(List.of(first.value(s)));
      values.addAll((List<?>) rest.value(s));
      return values;
    };
  }

  private Expression map() {
    Map<Expression, Expression> entries = new LinkedHashMap<>();
    while (!in.takeSign("}")) {
      Expression key = expressions.expression();
      in.needSign(":");
      entries.put(key, expressions.expression());
      if (!in.takeSign(",")) {
        in.needSign("}");
        break;
      }
    }
    return s -> {
      s.work().charge(entries.size());
      Map<String, Object> values = new LinkedHashMap<>();
      entries.forEach(
          (key, value) -> {
            if (!(key.value(s) instanceof String name)) {
              throw new JinjaException("the keys of a map must be texts");
            }
            values.put(name, value.value(s));
          });
      return values;
    };
  }

  private Expression postfix(Expression start) {
    Expression value = start;
    while (true) {
      Token token = in.peek();
      Expression of = value;
      if (in.takeSign(".")) {
        String name = in.next().text();
        value = ExpressionParser.located(token, s -> attribute(of.value(s), name));
      } else if (in.takeSign("[")) {
        value = ExpressionParser.located(token, subscript(of));
      } else if (in.takeSign("(")) {
        Given given = given();
        value = ExpressionParser.located(token, s -> called(of.value(s), given, s));
      } else {
        return value;
      }
    }
  }

  /** Keys come first: what a conversation names `items` is not Python's method. */
  private static Object attribute(Object of, String name) {
    Object key = name.matches("\\d{1,9}") ? (Object) Long.valueOf(name) : name;
    Object found = Values.item(of, key);
    return found == Nothing.UNDEFINED
        ? Methods.of(of, name).map(Object.class::cast).orElse(found)
        : found;
  }

  private Expression subscript(Expression of) {
    Expression absent = constant(Nothing.NONE);
    Expression first = in.peek().sign(":") ? absent : expressions.expression();
    if (in.takeSign("]")) {
      return s -> Values.item(of.value(s), first.value(s));
    }
    in.needSign(":");
    Expression end = in.peek().sign(":") || in.peek().sign("]") ? absent : expressions.expression();
    Expression step = in.takeSign(":") && !in.peek().sign("]") ? expressions.expression() : absent;
    in.needSign("]");
    return s -> Values.slice(of.value(s), first.value(s), end.value(s), step.value(s), s.work());
  }

  private static Object called(Object function, Given given, Scope scope) {
    if (!(function instanceof Callable callable)) {
      throw new JinjaException(Values.kind(function) + " cannot be called");
    }
    Arguments arguments = given.in(scope, "call");
    Work work = scope.work();
    work.enter();
    Object result = callable.call(arguments.values(), arguments.named(), work);
    work.leave();
    return result;
  }

  private Given given() {
    List<Expression> values = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    while (!in.takeSign(")")) {
      if (in.peek().kind() == Token.Kind.NAME && in.after().sign("=")) {
        String name = in.next().text();
        in.next();
        named.put(name, expressions.expression());
      } else {
        values.add(expressions.expression());
      }
      if (!in.takeSign(",")) {
        in.needSign(")");
        break;
      }
    }
    return new Given(values, named);
  }

  /** Applies what follows: {@code | filter(...)} and {@code is test}. */
  Expression filtersAndTests(Expression start) {
    Expression value = start;
    while (true) {
      Token token = in.peek();
      if (in.takeSign("|")) {
        value = filter(value, token);
      } else if (in.takeName("is")) {
        value = test(value, token);
      } else {
        return value;
      }
    }
  }

  private Expression filter(Expression of, Token at) {
    String name = known(Filters.NAMES, "filter");
    Given given = in.takeSign("(") ? given() : new Given(List.of(), Map.of());
    return ExpressionParser.located(
        at, s -> Filters.apply(of.value(s), given.in(s, name), s.work()));
  }

  private Expression test(Expression of, Token at) {
    boolean negated = in.takeName("not");
    String name = known(Tests.NAMES, "test");
    Token next = in.peek();
    List<Expression> arguments = List.of();
    if (in.takeSign("(")) {
      arguments = given().values();
    } else if (next.kind() == Token.Kind.TEXT
        || next.kind() == Token.Kind.INTEGER
        || (next.kind() == Token.Kind.NAME && !AFTER_TEST.contains(next.text()))
        || next.sign("[")) {
      arguments = List.of(postfix(primary()));
    }
    List<Expression> given = arguments;
    return ExpressionParser.located(
        at,
        s -> {
          List<Object> values = given.stream().map(g -> g.value(s)).toList();
          return Tests.test(name, of.value(s), values, s.work()) != negated;
        });
  }

  private String known(Set<String> names, String what) {
    Token token = in.need(Token.Kind.NAME, "the name of a " + what);
    if (!names.contains(token.text())) {
      throw new JinjaException("no %s `%s` here".formatted(what, token.text())).at(token.line());
    }
    return token.text();
  }
}
