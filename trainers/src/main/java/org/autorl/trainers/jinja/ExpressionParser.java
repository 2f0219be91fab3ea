package org.autorl.trainers.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Expressions, with the precedence that Jinja gives them. */
final class ExpressionParser {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  private final TokenStream in;
  private final OperandParser operands;
  private int depth;

  ExpressionParser(TokenStream in) {
    this.in = in;
    this.operands = new OperandParser(in, this);
  }

  /** Applies the filters that follow to a value that stands elsewhere. */
  Expression filtered(Expression value) {
    return operands.filtersAndTests(value);
  }

  /** {@code a if b else c}, or anything simpler. */
  Expression expression() {
    if (++depth > Work.DEPTH) {
      throw new JinjaException("expressions nest deeper than " + Work.DEPTH).at(in.peek().line());
    }
    Expression value = or();
    while (in.takeName("if")) {
      Expression then = value;
      Expression condition = or();
      Expression otherwise = in.takeName("else") ? expression() : s -> Nothing.UNDEFINED;
      value = s -> Values.truth(condition.value(s)) ? then.value(s) : otherwise.value(s);
    }
    depth--;
    return value;
  }

  /**
   * An expression in which {@code if} and commas have another meaning: what a loop goes through.
   */
  Expression or() {
    Expression left = and();
    while (in.takeName("or")) {
      Expression a = left;
      Expression b = and();
      left =
          s -> {
            Object value = a.value(s);
            return Values.truth(value) ? value : b.value(s);
          };
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (in.takeName("and")) {
      Expression a = left;
      Expression b = not();
      left =
          s -> {
            Object value = a.value(s);
            return Values.truth(value) ? b.value(s) : value;
          };
    }
    return left;
  }

  private Expression not() {
    int times = 0;
    while (in.takeName("not")) {
      times++;
    }
    Expression value = comparison();
    boolean flips = times % 2 == 1;
    return times == 0 ? value : s -> Values.truth(value.value(s)) != flips;
  }

  /** {@code a < b < c} holds if both do, as in Python. */
  private Expression comparison() {
    Expression first = sum();
    List<String> signs = new ArrayList<>();
    List<Expression> rest = new ArrayList<>();
    while (true) {
      if (in.peek().kind() == Token.Kind.SIGN && COMPARISONS.contains(in.peek().text())) {
        signs.add(in.next().text());
      } else if (in.takeName("in")) {
        signs.add("in");
      } else if (in.peek().name("not") && in.after().name("in")) {
        in.next();
        in.next();
        signs.add("not in");
      } else {
        return signs.isEmpty() ? first : s -> compared(first, signs, rest, s);
      }
      rest.add(sum());
    }
  }

  private static boolean compared(
      Expression first, List<String> signs, List<Expression> rest, Scope scope) {
    Object left = first.value(scope);
    for (int i = 0; i < signs.size(); i++) {
      Object right = rest.get(i).value(scope);
      if (!holds(signs.get(i), left, right, scope.work())) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private static boolean holds(String sign, Object a, Object b, Work work) {
    return switch (sign) {
      case "==" -> Values.equal(a, b, work);
      case "!=" -> !Values.equal(a, b, work);
      case "in" -> Values.contains(b, a, work);
      case "not in" -> !Values.contains(b, a, work);
      case "<" -> Values.compare(a, b, work) < 0;
      case "<=" -> Values.compare(a, b, work) <= 0;
      case ">" -> Values.compare(a, b, work) > 0;
      default -> Values.compare(a, b, work) >= 0;
    };
  }

  private Expression sum() {
    Expression left = concatenation();
    while (in.peek().sign("+") || in.peek().sign("-")) {
      Token sign = in.next();
      Expression a = left;
      Expression b = concatenation();
      left =
          located(
              sign,
              s ->
                  sign.sign("+")
                      ? Values.add(a.value(s), b.value(s), s.work())
                      : Values.arithmetic("-", a.value(s), b.value(s), s.work()));
    }
    return left;
  }

  private Expression concatenation() {
    Expression left = product();
    while (in.takeSign("~")) {
      Expression a = left;
      Expression b = product();
      left =
          s ->
              Values.add(
                  Values.text(a.value(s), s.work()), Values.text(b.value(s), s.work()), s.work());
    }
    return left;
  }

  private Expression product() {
    Expression left = power();
    while (in.peek().sign("*")
        || in.peek().sign("/")
        || in.peek().sign("//")
        || in.peek().sign("%")) {
      Token sign = in.next();
      Expression a = left;
      Expression b = power();
      left = located(sign, s -> Values.arithmetic(sign.text(), a.value(s), b.value(s), s.work()));
    }
    return left;
  }

  private Expression power() {
    Expression left = unary();
    while (in.peek().sign("**")) {
      Token sign = in.next();
      Expression a = left;
      Expression b = unary();
      left = located(sign, s -> Values.arithmetic("**", a.value(s), b.value(s), s.work()));
    }
    return left;
  }

  private Expression unary() {
    Token sign = in.peek();
    int minus = 0;
    boolean signed = false;
    while (in.peek().sign("-") || in.peek().sign("+")) {
      minus += in.next().sign("-") ? 1 : 0;
      signed = true;
    }
    Expression value = operands.operand();
    boolean negates = minus % 2 == 1;
    if (signed) {
      Expression plain = value;
      value =
          located(sign, s -> Values.arithmetic(negates ? "-" : "+", 0L, plain.value(s), s.work()));
    }
    return operands.filtersAndTests(value);
  }

  static Expression located(Token token, Expression expression) {
    return s -> {
      s.work().charge(1);
      try {
        return expression.value(s);
      } catch (JinjaException e) {
        throw e.at(token.line());
      }
    };
  }
}
