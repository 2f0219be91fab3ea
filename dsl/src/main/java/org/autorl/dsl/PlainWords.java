package org.autorl.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TernaryExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.UnaryMinusExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.AssertStatement;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.LoopingStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/**
 * Holds a task file to words and values. What is stated can be reviewed by reading; what is
 * computed could do anything on the machine of whoever checks it. Works on the parsed file, before
 * anything in it has been given a meaning, and allows what it knows: all else is program code.
 */
final class PlainWords {
  private static final String ALLOWED =
      "a task file holds words with numbers, texts, lists, named values and blocks";

  /** What program code is called, and what to write instead. */
  private record Kind(String name, String hint) {}

  private static final Kind CODE = new Kind("program code", "Write the value itself.");

  private static final Map<Class<?>, Kind> KINDS =
      Map.of(
          IfStatement.class, new Kind("a decision", "Write what holds."),
          AssertStatement.class, new Kind("an assertion", "Take it out; `check` checks the file."),
          DeclarationExpression.class,
              new Kind("a variable", "Write the value where it is needed."),
          BinaryExpression.class, new Kind("a calculation", "Write its result."),
          TernaryExpression.class, new Kind("a decision", "Write what holds."),
          GStringExpression.class,
              new Kind("a text that is put together", "Write `\\$` for a dollar sign."),
          MethodCallExpression.class, new Kind("a call of a method", "Write the value itself."),
          ConstructorCallExpression.class, new Kind("a new object", "Write the value itself."));

  private final List<Problem> problems = new ArrayList<>();

  private PlainWords() {}

  /** What makes the compiler run code or load classes by itself; none of it may go on. */
  static Optional<WordError> hazard(ModuleNode module) {
    Stream<? extends AnnotatedNode> imports =
        Stream.of(
                module.getImports().stream(),
                module.getStarImports().stream(),
                module.getStaticImports().values().stream(),
                module.getStaticStarImports().values().stream())
            .flatMap(nodes -> nodes);
    Stream<ClassNode> classes =
        module.getClasses().stream().filter(type -> type != module.getScriptClassDummy());
    Stream<? extends AnnotatedNode> packages = Stream.ofNullable(module.getPackage());
    return Stream.of(
            named("an import", imports),
            named("a package", packages),
            named("a class", classes.filter(type -> !type.isScriptBody())),
            named("a method", module.getMethods().stream()))
        .flatMap(nodes -> nodes)
        .findFirst();
  }

  private static Stream<WordError> named(String kind, Stream<? extends AnnotatedNode> nodes) {
    return nodes.map(node -> new WordError(node, computed(kind, "Take it out."), List.of()));
  }

  /** All program code in a file, from top to bottom. */
  static List<Problem> problems(ModuleNode module) {
    PlainWords words = new PlainWords();
    words.statement(module.getStatementBlock(), Surroundings.FILE);
    return words.problems;
  }

  private void statement(Statement statement, Surroundings here) {
    if (statement instanceof BlockStatement block) {
      block.getStatements().forEach(inner -> statement(inner, here));
    } else if (statement instanceof ExpressionStatement line) {
      expression(line.getExpression(), here);
    } else if (statement instanceof LoopingStatement) {
      report(statement, new Kind("a loop", "Write each thing out."));
    } else if (!(statement instanceof EmptyStatement) && !isOfNoWords(statement)) {
      report(statement, KINDS.getOrDefault(statement.getClass(), CODE));
    }
  }

  /** What the parser puts where nothing is written. */
  private static boolean isOfNoWords(Statement statement) {
    return statement instanceof ReturnStatement result
        && result.isReturningNullOrVoid()
        && result.getLineNumber() < 1;
  }

  private void expression(Expression expression, Surroundings here) {
    if (expression instanceof MethodCallExpression call && isPlain(call)) {
      word(call, here);
    } else if (expression instanceof ClosureExpression block && !block.isParameterSpecified()) {
      statement(block.getCode(), here);
    } else if (expression instanceof TupleExpression values) {
      values.getExpressions().forEach(value -> expression(value, here));
    } else if (expression instanceof ListExpression values) {
      values.getExpressions().forEach(value -> expression(value, here));
    } else if (expression instanceof MapExpression values) {
      values.getMapEntryExpressions().forEach(entry -> expression(entry, here));
    } else if (expression instanceof MapEntryExpression entry) {
      expression(entry.getKeyExpression(), here);
      expression(entry.getValueExpression(), here);
    } else if (expression instanceof UnaryMinusExpression) {
      Finding negative = new Finding("an amount cannot be negative", "", "Leave the minus out.");
      problems.add(new WordError(expression, negative, List.of()).problem());
    } else if (!isValue(expression) && !isWordWithEquals(expression, here)) {
      report(expression, KINDS.getOrDefault(expression.getClass(), CODE));
    }
  }

  /** Each object has methods that are no words: `sleep` and `evaluate` are two. */
  private void word(MethodCallExpression call, Surroundings here) {
    String name = call.getMethodAsString();
    if (here.words().method(name).isEmpty()) {
      problems.add(new WordError(call.getMethod(), here.unknown(name), List.of()).problem());
    }
    here.inside(name)
        .ifPresentOrElse(
            inner -> expression(call.getArguments(), inner),
            () -> {
              if (here.words().method(name).isPresent()) {
                expression(call.getArguments(), here);
              }
            });
  }

  /** `submissions = 3` is a slip, and the type checker knows what was meant. */
  private static boolean isWordWithEquals(Expression expression, Surroundings here) {
    return expression instanceof BinaryExpression assignment
        && assignment.getOperation().getText().equals("=")
        && assignment.getLeftExpression() instanceof VariableExpression name
        && here.words().method(name.getName()).isPresent()
        && isValue(assignment.getRightExpression());
  }

  private static boolean isPlain(MethodCallExpression call) {
    return call.isImplicitThis()
        && !call.isSafe()
        && !call.isSpreadSafe()
        && call.getMethod() instanceof ConstantExpression;
  }

  /** A number or text, a number with a unit, or the bare name of a constant. */
  private static boolean isValue(Expression expression) {
    return expression instanceof ConstantExpression
        || expression instanceof PropertyExpression unit
            && unit.getObjectExpression() instanceof ConstantExpression number
            && number.getValue() instanceof Number
            && unit.getProperty() instanceof ConstantExpression
        || expression instanceof VariableExpression name
            && !name.isThisExpression()
            && !name.isSuperExpression();
  }

  private void report(ASTNode where, Kind kind) {
    problems.add(new WordError(where, computed(kind.name(), kind.hint()), List.of()).problem());
  }

  private static Finding computed(String kind, String hint) {
    return new Finding("a task file states and does not compute; this is " + kind, ALLOWED, hint);
  }
}
