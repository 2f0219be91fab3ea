package org.autorl.dsl;

import groovy.transform.NamedParam;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;

/** The named values of a word, such as {@code seed:} of {@code visible}. */
final class NamedValues {
  private static final Set<String> WHOLE =
      Set.of("int", "long", "java.lang.Integer", "java.lang.Long");

  private static final Set<String> LIST = Set.of("java.util.List", "java.util.ArrayList");
  private static final Set<String> DECIMAL = Set.of("java.math.BigDecimal", "double");

  private NamedValues() {}

  /** Names that a word takes, with the type of each. */
  static Map<String, Class<?>> of(Method word) {
    Map<String, Class<?>> names = new LinkedHashMap<>();
    Arrays.stream(word.getParameters())
        .flatMap(parameter -> Arrays.stream(parameter.getAnnotationsByType(NamedParam.class)))
        .forEach(named -> names.put(named.value(), named.type()));
    return names;
  }

  /** Those of them that may be left out. */
  static Set<String> optional(Method word) {
    return Arrays.stream(word.getParameters())
        .flatMap(parameter -> Arrays.stream(parameter.getAnnotationsByType(NamedParam.class)))
        .filter(named -> !named.required())
        .map(NamedParam::value)
        .collect(Collectors.toSet());
  }

  /** The named values that a call gives. */
  static List<MapExpression> in(Expression arguments) {
    if (!(arguments instanceof TupleExpression tuple)) {
      return List.of();
    }
    return tuple.getExpressions().stream()
        .filter(MapExpression.class::isInstance)
        .map(MapExpression.class::cast)
        .toList();
  }

  static Finding unknown(String word, String name, Map<String, Class<?>> names) {
    return new Finding(
        "`" + name + ":` is not a name that `" + word + "` takes",
        "`" + word + "` takes " + Words.list(names.keySet().stream().map(n -> n + ":").toList()),
        Words.nearest(name, names.keySet())
            .map(near -> "Did you mean `" + near + ":`?")
            .orElse("docs/reference/tasks-groovy.md says what each word takes."));
  }

  static Finding missing(Method method, String word, String name) {
    return new Finding(
        "`" + word + "` lacks `" + name + ":`",
        "for example `" + method.getAnnotation(Word.class).example() + "`",
        "Add `" + name + ":`.");
  }

  static boolean fits(Class<?> wanted, String given) {
    if (wanted == List.class) {
      return LIST.contains(given);
    }
    if (wanted == Number.class) {
      return WHOLE.contains(given) || DECIMAL.contains(given);
    }
    return wanted == long.class ? WHOLE.contains(given) : wanted.getName().equals(given);
  }

  static Finding mismatch(Method method, String name, Class<?> wanted, String given, Expression e) {
    boolean number =
        e instanceof ConstantExpression constant && constant.getValue() instanceof Integer;
    return new Finding(
        "`"
            + name
            + ":` takes "
            + Mismatch.kind(wanted.getName())
            + ", not "
            + Mismatch.kind(given),
        "for example `" + method.getAnnotation(Word.class).example() + "`",
        number
            ? Mismatch.units(e.getText(), UnitNames.SIZE)
            : "docs/reference/tasks-groovy.md says what each word takes.");
  }
}
