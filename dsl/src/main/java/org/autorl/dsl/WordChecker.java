package org.autorl.dsl;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCall;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;

/**
 * Says in the words of the task file what Groovy's type checker finds. Groovy makes it by name, so
 * it reports through the compiler's own collector of errors.
 */
public final class WordChecker extends AbstractTypeCheckingExtension {
  /** Called by Groovy. */
  public WordChecker(StaticTypeCheckingVisitor visitor) {
    super(visitor);
  }

  @Override
  public List<MethodNode> handleMissingMethod(
      ClassNode receiver,
      String name,
      ArgumentListExpression arguments,
      ClassNode[] types,
      MethodCall call) {
    if (!(call instanceof MethodCallExpression expression) || !expression.isImplicitThis()) {
      return List.of();
    }
    Surroundings here = surroundings(expression);
    Optional<Method> known = here.words().method(name);
    if (known.isPresent()) {
      if (!hasUntold(types)) {
        Finding finding = Mismatch.of(known.get(), name, arguments, types);
        report(expression.getMethod(), finding, blocks(arguments));
      }
      return methods(known.get());
    }
    // Checks the body of a misspelt block as that of the block that was meant.
    Optional<Method> meant =
        Words.nearest(name, here.words().all())
            .flatMap(here.words()::method)
            .filter(method -> method.getParameterCount() == types.length);
    report(
        expression.getMethod(),
        here.unknown(name),
        meant.isPresent() ? List.of() : blocks(arguments));
    return meant.map(this::methods).orElse(List.of());
  }

  @Override
  public void afterMethodCall(MethodCall call) {
    if (!(call instanceof MethodCallExpression expression) || !expression.isImplicitThis()) {
      return;
    }
    String word = expression.getMethodAsString();
    surroundings(expression)
        .words()
        .method(String.valueOf(word))
        .ifPresent(method -> checkNamed(expression, method, String.valueOf(word)));
  }

  private void checkNamed(MethodCallExpression call, Method method, String word) {
    Map<String, Class<?>> names = NamedValues.of(method);
    Set<String> optional = NamedValues.optional(method);
    for (MapExpression values : NamedValues.in(call.getArguments())) {
      Set<String> missing = new LinkedHashSet<>(names.keySet());
      boolean unknown = false;
      for (MapEntryExpression entry : values.getMapEntryExpressions()) {
        String name = entry.getKeyExpression().getText();
        Class<?> wanted = names.get(name);
        Expression value = entry.getValueExpression();
        missing.remove(name);
        if (wanted == null) {
          unknown = true;
          report(entry.getKeyExpression(), NamedValues.unknown(word, name, names), List.of());
        } else if (!untold(getType(value)) && !NamedValues.fits(wanted, getType(value).getName())) {
          String given = getType(value).getName();
          report(value, NamedValues.mismatch(method, name, wanted, given, value), List.of());
        }
      }
      if (!unknown) {
        missing.removeAll(optional);
        missing.forEach(
            name -> report(call.getMethod(), NamedValues.missing(method, word, name), List.of()));
      }
    }
  }

  @Override
  public boolean handleUnresolvedVariableExpression(VariableExpression variable) {
    Surroundings here = surroundings(variable);
    String name = variable.getName();
    Finding finding =
        here.words()
            .method(name)
            .map(method -> Mismatch.bare(method, name))
            .orElseGet(() -> here.unknownValue(name));
    report(variable, finding, List.of());
    return true;
  }

  @Override
  public boolean handleUnresolvedProperty(PropertyExpression property) {
    String unit = property.getPropertyAsString();
    if (unit == null || !(property.getObjectExpression() instanceof ConstantExpression number)) {
      return false;
    }
    report(property.getProperty(), UnitNames.unknown(unit, number.getText()), List.of());
    return true;
  }

  /** Whether an argument has no type because of a mistake that is already reported. */
  private static boolean hasUntold(ClassNode[] types) {
    return Arrays.stream(types).anyMatch(WordChecker::untold);
  }

  private static boolean untold(ClassNode type) {
    return type.getName().equals("java.lang.Object");
  }

  private static List<Expression> blocks(ArgumentListExpression arguments) {
    return arguments.getExpressions().stream().filter(ClosureExpression.class::isInstance).toList();
  }

  private List<MethodNode> methods(Method method) {
    return classNodeFor(method.getDeclaringClass()).getMethods(method.getName());
  }

  private Surroundings surroundings(ASTNode inner) {
    List<Expression> calls = context.getEnclosingMethodCalls();
    return Surroundings.of(calls.stream().filter(call -> call != inner).toList());
  }

  private void report(ASTNode where, Finding finding, List<Expression> untold) {
    WordError error = new WordError(where, finding, untold);
    context
        .getErrorCollector()
        .addErrorAndContinue(new SyntaxErrorMessage(error, context.getSource()));
  }

  static Stream<String> names(List<Expression> calls) {
    return calls.stream()
        .filter(MethodCallExpression.class::isInstance)
        .map(call -> ((MethodCallExpression) call).getMethodAsString());
  }
}
