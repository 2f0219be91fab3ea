package org.autorl.dsl;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;

/** A word that exists, with arguments that it does not take. */
final class Mismatch {
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("int", "a whole number"),
          Map.entry("long", "a whole number"),
          Map.entry("java.lang.Integer", "a whole number"),
          Map.entry("java.lang.Long", "a whole number"),
          Map.entry("java.math.BigInteger", "a whole number"),
          Map.entry("java.lang.Number", "a number"),
          Map.entry("java.math.BigDecimal", "a decimal number"),
          Map.entry("double", "a decimal number"),
          Map.entry("boolean", "true or false"),
          Map.entry("java.lang.Boolean", "true or false"),
          Map.entry("java.lang.String", "text"),
          Map.entry("groovy.lang.GString", "text"),
          Map.entry("java.time.Duration", "a duration"),
          Map.entry("org.autorl.records.Bytes", "a size"),
          Map.entry("groovy.lang.Closure", "a block"),
          Map.entry("org.autorl.dsl.GraderBlock", "a grader"),
          Map.entry("org.autorl.dsl.DataBlock", "a source of data"),
          Map.entry("org.autorl.dsl.Direction", "a direction"),
          Map.entry("org.autorl.records.Network", "`offline` or `open`"),
          Map.entry("org.autorl.records.Mode", "a mode"),
          Map.entry("org.autorl.records.Combination", "`meanOverTasks` or `meanOverLevels`"),
          Map.entry("org.autorl.records.TieRule", "`earlier` or `later`"),
          Map.entry("org.autorl.records.LineageRule", "`descendsFromBase`"),
          Map.entry("org.autorl.records.AnswerForm", "a place of the answer"),
          Map.entry("org.autorl.records.GraderRule$Episodes$Count", "`successes` or `rewards`"),
          Map.entry("java.util.List", "a list"),
          Map.entry("java.util.ArrayList", "a list"),
          Map.entry("java.util.Map", "named values"),
          Map.entry("java.util.LinkedHashMap", "named values"),
          Map.entry("java.lang.Object", "something of no known type"));

  private Mismatch() {}

  static Finding of(
      Method method, String word, ArgumentListExpression arguments, ClassNode[] types) {
    List<String> wanted = wanted(method);
    List<String> given =
        Arrays.stream(types)
            .map(ClassNode::getName)
            .map(type -> type.equals("long") ? "one of more than 32 bits" : kind(type))
            .toList();
    Word annotation = method.getAnnotation(Word.class);
    return new Finding(
        "`" + word + "` takes " + phrase(wanted) + ", not " + phrase(given),
        "for example `" + annotation.example() + "`",
        hint(method, word, arguments.getExpressions()));
  }

  /** A word with nothing behind it, or with an equals sign. */
  static Finding bare(Method method, String word) {
    String example = method.getAnnotation(Word.class).example();
    return new Finding(
        "`" + word + "` stands alone",
        "for example `" + example + "`",
        method.getParameterCount() == 0
            ? "Write `" + word + "()`."
            : "Write what it takes behind it, with no `=`.");
  }

  private static String hint(Method method, String word, List<Expression> given) {
    List<Class<?>> wanted = List.of(method.getParameterTypes());
    boolean number =
        given.size() == 1
            && given.get(0) instanceof ConstantExpression constant
            && constant.getValue() instanceof Integer;
    if (number && wanted.contains(java.time.Duration.class)) {
      return units(given.get(0).getText(), UnitNames.TIME);
    }
    if (number && wanted.contains(org.autorl.records.Bytes.class)) {
      return units(given.get(0).getText(), UnitNames.SIZE);
    }
    return "docs/reference/tasks-groovy.md has the whole form of `" + word + "`.";
  }

  static String units(String number, List<String> units) {
    List<String> forms = new ArrayList<>();
    units.forEach(unit -> forms.add("`" + number + "." + unit + "`"));
    String last = forms.remove(forms.size() - 1);
    return "Give the number a unit: " + String.join(", ", forms) + " or " + last + ".";
  }

  /** What a word takes, in the order in which one writes it: named values last. */
  private static List<String> wanted(Method method) {
    List<String> kinds = new ArrayList<>();
    Map<String, Class<?>> names = NamedValues.of(method);
    for (Class<?> type : method.getParameterTypes()) {
      if (type == String[].class) {
        kinds.add("one or more texts");
      } else if (type == Number[].class) {
        kinds.add("one or more whole numbers");
      } else if (type == org.autorl.records.Mode[].class) {
        kinds.add("one or more modes");
      } else if (!(type == Map.class && !names.isEmpty())) {
        kinds.add(kind(type.getName()));
      }
    }
    if (names.size() > 1 && NamedValues.optional(method).size() == names.size() && !again(method)) {
      kinds.add(Words.list(names.keySet().stream().map(name -> name + ":").toList(), " or "));
    }
    names.keySet().removeAll(NamedValues.optional(method));
    names.keySet().forEach(name -> kinds.add("`" + name + ":`"));
    return kinds;
  }

  /** Whether the word can be said without named values as well. */
  private static boolean again(Method method) {
    return Arrays.stream(method.getDeclaringClass().getMethods())
            .filter(other -> other.getName().equals(method.getName()) && !other.isBridge())
            .count()
        > 1;
  }

  static String kind(String type) {
    return KINDS.getOrDefault(type, "a `" + type.substring(type.lastIndexOf('.') + 1) + "`");
  }

  private static String phrase(List<String> kinds) {
    if (kinds.isEmpty()) {
      return "nothing";
    }
    List<String> most = new ArrayList<>(kinds);
    String last = most.remove(most.size() - 1);
    return most.isEmpty() ? last : String.join(", ", most) + " and " + last;
  }
}
