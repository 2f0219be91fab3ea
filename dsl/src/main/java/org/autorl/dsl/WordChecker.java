package org.autorl.dsl;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
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
    if (known.isEmpty()) {
      report(expression.getMethod(), here.unknown(name));
      return nearest(here, name);
    }
    report(expression.getMethod(), Mismatch.of(known.get(), name, arguments, types));
    return methods(known.get());
  }

  @Override
  public boolean handleUnresolvedVariableExpression(VariableExpression variable) {
    report(variable, surroundings(variable).unknown(variable.getName()));
    return true;
  }

  @Override
  public boolean handleUnresolvedProperty(PropertyExpression property) {
    String unit = property.getPropertyAsString();
    if (unit == null || !(property.getObjectExpression() instanceof ConstantExpression number)) {
      return false;
    }
    report(property.getProperty(), UnitNames.unknown(unit, number.getText()));
    return true;
  }

  private List<MethodNode> nearest(Surroundings here, String name) {
    // Checks the body of a misspelt block as that of the block that was meant.
    return Words.nearest(name, here.words().all()).flatMap(here.words()::method).stream()
        .flatMap(method -> methods(method).stream())
        .toList();
  }

  private List<MethodNode> methods(Method method) {
    return classNodeFor(method.getDeclaringClass()).getMethods(method.getName());
  }

  private Surroundings surroundings(ASTNode inner) {
    List<Expression> calls = context.getEnclosingMethodCalls();
    return Surroundings.of(calls.stream().filter(call -> call != inner).toList());
  }

  private void report(ASTNode where, Finding finding) {
    WordError error = new WordError(where, finding);
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
