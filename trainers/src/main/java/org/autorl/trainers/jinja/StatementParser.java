package org.autorl.trainers.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Statements: {@code if}, {@code for}, {@code set}, {@code macro}, {@code generation}. */
final class StatementParser {
  private final TokenStream in;
  private final ExpressionParser expressions;
  private int depth;
  private int loops;

  private StatementParser(TokenStream in) {
    this.in = in;
    this.expressions = new ExpressionParser(in);
  }

  static List<Node> parse(String template) {
    StatementParser parser = new StatementParser(new TokenStream(Lexer.tokens(template)));
    List<Node> nodes = parser.body(Set.of());
    if (parser.in.peek().kind() != Token.Kind.END) {
      throw parser.in.refused("no such tag");
    }
    return nodes;
  }

  /** Nodes up to a block tag of one of these names, which is left to be read. */
  private List<Node> body(Set<String> ends) {
    if (++depth > Work.DEPTH) {
      throw new JinjaException("blocks nest deeper than " + Work.DEPTH).at(in.peek().line());
    }
    List<Node> nodes = new ArrayList<>();
    while (in.peek().kind() != Token.Kind.END) {
      Token token = in.peek();
      if (token.kind() == Token.Kind.DATA) {
        String text = in.next().text();
        nodes.add((scope, out) -> printed(text, scope, out));
      } else if (token.kind() == Token.Kind.VARIABLE_BEGIN) {
        in.next();
        Expression value = expressions.expression();
        in.need(Token.Kind.VARIABLE_END, "`}}`");
        nodes.add(
            (scope, out) -> printed(Values.text(value.value(scope), scope.work()), scope, out));
      } else if (ends.contains(in.after().text())) {
        depth--;
        return nodes;
      } else {
        in.next();
        nodes.add(statement());
      }
    }
    if (!ends.isEmpty()) {
      throw in.refused("`" + String.join("` or `", ends.stream().sorted().toList()) + "`");
    }
    return nodes;
  }

  private static Node.Flow printed(String text, Scope scope, Output out) {
    scope.work().charge(1 + text.length());
    out.print(text);
    return Node.Flow.NEXT;
  }

  private Node statement() {
    Token word = in.need(Token.Kind.NAME, "the name of a tag");
    return switch (word.text()) {
      case "if" -> condition();
      case "for" -> loop();
      case "set" -> set();
      case "macro" -> macro();
      case "generation" -> generation();
      case "break" -> leave(word, Node.Flow.BREAK);
      case "continue" -> leave(word, Node.Flow.CONTINUE);
      default ->
          throw new JinjaException(
                  "no tag `%s` here; there are `break`, `continue`, `for`, `generation`, `if`, `macro`, `raw` and `set`"
                      .formatted(word.text()))
              .at(word.line());
    };
  }

  private Node leave(Token word, Node.Flow flow) {
    if (loops == 0) {
      throw new JinjaException("`" + word.text() + "` stands in no loop").at(word.line());
    }
    endOfTag();
    return (scope, out) -> flow;
  }

  private void endOfTag() {
    in.need(Token.Kind.BLOCK_END, "`%}`");
  }

  /** Reads {@code {% word %}}. */
  private void tag(String word) {
    in.need(Token.Kind.BLOCK_BEGIN, "`" + word + "`");
    in.needName(word);
    endOfTag();
  }

  private Node condition() {
    Expression condition = expressions.expression();
    endOfTag();
    List<Node> then = body(Set.of("elif", "else", "endif"));
    in.next();
    Token next = in.next();
    List<Node> otherwise = List.of();
    if (next.name("elif")) {
      otherwise = List.of(condition());
    } else {
      endOfTag();
      if (next.name("else")) {
        otherwise = body(Set.of("endif"));
        tag("endif");
      }
    }
    List<Node> last = otherwise;
    return (scope, out) -> Node.all(Values.truth(condition.value(scope)) ? then : last, scope, out);
  }

  private List<String> targets() {
    List<String> names = new ArrayList<>();
    boolean closed = in.takeSign("(");
    do {
      names.add(in.need(Token.Kind.NAME, "a name").text());
    } while (in.takeSign(","));
    if (closed) {
      in.needSign(")");
    }
    return names;
  }

  private Node loop() {
    List<String> names = targets();
    in.needName("in");
    Expression through = expressions.or();
    Expression filter = in.takeName("if") ? expressions.expression() : s -> true;
    endOfTag();
    loops++;
    List<Node> body = body(Set.of("else", "endfor"));
    loops--;
    in.next();
    boolean hasElse = in.next().name("else");
    endOfTag();
    List<Node> otherwise = hasElse ? body(Set.of("endfor")) : List.of();
    if (hasElse) {
      tag("endfor");
    }
    return (scope, out) -> {
      List<Object> elements = new ArrayList<>();
      for (Object element : Values.elements(through.value(scope), scope.work())) {
        Scope own = scope.inner();
        assign(names, element, own);
        if (Values.truth(filter.value(own))) {
          elements.add(element);
        }
      }
      return elements.isEmpty()
          ? Node.all(otherwise, scope, out)
          : repeated(names, elements, body, scope, out);
    };
  }

  private static Node.Flow repeated(
      List<String> names, List<Object> elements, List<Node> body, Scope scope, Output out) {
    for (int i = 0; i < elements.size(); i++) {
      scope.work().charge(1);
      Scope own = scope.inner();
      own.set("loop", position(elements, i));
      assign(names, elements.get(i), own);
      if (Node.all(body, own, out) == Node.Flow.BREAK) {
        break;
      }
    }
    return Node.Flow.NEXT;
  }

  private static Map<String, Object> position(List<Object> elements, int i) {
    int size = elements.size();
    Map<String, Object> loop = new HashMap<>();
    loop.put("index", i + 1L);
    loop.put("index0", (long) i);
    loop.put("revindex", (long) size - i);
    loop.put("revindex0", size - i - 1L);
    loop.put("first", i == 0);
    loop.put("last", i == size - 1);
    loop.put("length", (long) size);
    loop.put("previtem", i > 0 ? elements.get(i - 1) : Nothing.UNDEFINED);
    loop.put("nextitem", i < size - 1 ? elements.get(i + 1) : Nothing.UNDEFINED);
    Callable cycle =
        (values, named, work) ->
            values.isEmpty() ? Nothing.UNDEFINED : values.get(i % values.size());
    loop.put("cycle", cycle);
    return loop;
  }

  private static void assign(List<String> names, Object value, Scope scope) {
    if (names.size() == 1) {
      scope.set(names.get(0), value);
      return;
    }
    if (!(value instanceof List<?> parts) || parts.size() != names.size()) {
      throw new JinjaException(
          "%s does not give %d values".formatted(Values.kind(value), names.size()));
    }
    for (int i = 0; i < names.size(); i++) {
      scope.set(names.get(i), parts.get(i));
    }
  }

  private Node set() {
    Token first = in.peek();
    List<String> names = targets();
    if (in.takeSign(".")) {
      return setAttribute(names.get(0), in.need(Token.Kind.NAME, "a name").text(), first.line());
    }
    if (in.takeSign("=")) {
      Expression value = listOrOne();
      endOfTag();
      return (scope, out) -> {
        assign(names, value.value(scope), scope);
        return Node.Flow.NEXT;
      };
    }
    Expression filtered = expressions.filtered(s -> s.get(" body"));
    endOfTag();
    List<Node> body = body(Set.of("endset"));
    tag("endset");
    return (scope, out) -> {
      Output own = out.fresh();
      Scope inside = scope.inner();
      Node.all(body, inside, own);
      inside.set(" body", own.toString());
      scope.set(names.get(0), filtered.value(inside));
      return Node.Flow.NEXT;
    };
  }

  private Expression listOrOne() {
    Expression one = expressions.expression();
    List<Expression> all = new ArrayList<>(List.of(one));
    while (in.takeSign(",")) {
      all.add(expressions.expression());
    }
    return all.size() == 1 ? one : s -> all.stream().map(e -> e.value(s)).toList();
  }

  private Node setAttribute(String name, String attribute, int line) {
    in.needSign("=");
    Expression value = expressions.expression();
    endOfTag();
    return (scope, out) -> {
      if (!(scope.get(name) instanceof Namespace namespace)) {
        throw new JinjaException(
                "`%s` is no namespace, so `%s` cannot be set".formatted(name, attribute))
            .at(line);
      }
      namespace.put(attribute, value.value(scope));
      return Node.Flow.NEXT;
    };
  }

  private Node macro() {
    String name = in.need(Token.Kind.NAME, "a name").text();
    in.needSign("(");
    Map<String, Expression> parameters = new LinkedHashMap<>();
    while (!in.takeSign(")")) {
      String parameter = in.need(Token.Kind.NAME, "a name").text();
      parameters.put(
          parameter, in.takeSign("=") ? expressions.expression() : s -> Nothing.UNDEFINED);
      if (!in.takeSign(",")) {
        in.needSign(")");
        break;
      }
    }
    endOfTag();
    List<Node> body = body(Set.of("endmacro"));
    tag("endmacro");
    return (scope, out) -> {
      Callable macro =
          (values, named, work) -> {
            Scope own = scope.inner();
            Arguments given = new Arguments(name, values, named);
            int at = 0;
            for (Map.Entry<String, Expression> parameter : parameters.entrySet()) {
              Object absent = parameter.getValue().value(own);
              own.set(parameter.getKey(), given.get(at++, parameter.getKey(), absent));
            }
            Output text = out.fresh();
            Node.all(body, own, text);
            return text.toString();
          };
      scope.set(name, macro);
      return Node.Flow.NEXT;
    };
  }

  /** Marks what the policy says, for those who train on it; prints as it stands. */
  private Node generation() {
    endOfTag();
    List<Node> body = body(Set.of("endgeneration"));
    tag("endgeneration");
    return (scope, out) -> Node.all(body, scope, out);
  }
}
