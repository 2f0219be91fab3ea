package org.autorl.trainers.script;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import groovy.lang.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;

/** Makes rewards of what a user names: a Groovy script, a Java class, or closures of a script. */
public final class RewardLoader {
  private static final Pattern NAMED = Pattern.compile("([A-Za-z][\\w-]*)=([^:=]+):(.+)");
  private static final String JAVA = "java:";
  private static final String HOW =
      "A reward script ends with a closure `{ prompt, completion, item -> ... }`, or defines"
          + " `double reward(String prompt, String completion, Map item)`.";

  private RewardLoader() {}

  /**
   * Loads rewards as they are typed: {@code FILE}, {@code java:CLASS}, or with a name and a weight
   * {@code NAME=WEIGHT:FILE}.
   *
   * @throws Mistake with all that cannot be loaded
   */
  public static Rewards load(List<String> typed) throws IOException {
    List<Rewards.Weighted> rewards = new ArrayList<>();
    List<Mistake.Problem> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String one : typed) {
      try {
        Rewards.Weighted reward = load(one);
        if (!names.add(reward.name())) {
          throw Mistake.of(
              "two rewards are called `%s`".formatted(reward.name()),
              "Name them: `--reward NAME=WEIGHT:FILE`.");
        }
        rewards.add(reward);
      } catch (Mistake e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new Mistake(problems, Optional.empty());
    }
    return new Rewards(rewards);
  }

  private static Rewards.Weighted load(String typed) throws IOException {
    Matcher named = NAMED.matcher(typed);
    boolean isNamed = named.matches();
    String source = isNamed ? named.group(3) : typed;
    double weight = 1;
    if (isNamed) {
      try {
        weight = (double) OptionValue.of(double.class, named.group(2));
      } catch (OptionValue.Unfit e) {
        throw Mistake.of(
            "the weight of reward `%s` is `%s`; it needs a number"
                .formatted(named.group(1), named.group(2)),
            "Several rewards are written `--reward NAME=WEIGHT:FILE`.");
      }
    }
    if (source.startsWith(JAVA)) {
      String type = source.substring(JAVA.length());
      String name = isNamed ? named.group(1) : type.substring(type.lastIndexOf('.') + 1);
      return new Rewards.Weighted(name, weight, source, java(type));
    }
    Path file = Path.of(source);
    String plain = String.valueOf(file.getFileName()).replaceFirst("\\.groovy$", "");
    return new Rewards.Weighted(isNamed ? named.group(1) : plain, weight, source, groovy(file));
  }

  private static Reward java(String type) {
    try {
      Object made = Class.forName(type).getDeclaredConstructor().newInstance();
      if (made instanceof Reward reward) {
        return reward;
      }
      throw Mistake.of(
          "`%s` is no reward".formatted(type), "It must implement " + Reward.class.getName() + ".");
    } catch (ReflectiveOperationException | LinkageError e) {
      throw Mistake.of(
          "the reward class `%s` cannot be made: %s".formatted(type, e),
          "It must be on the class path and have a public constructor without arguments.");
    }
  }

  /** The reward that a script defines. */
  static Reward groovy(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Mistake.of("no reward file `" + file + "`", HOW);
    }
    Script script;
    try {
      script =
          new GroovyShell(RewardLoader.class.getClassLoader(), new Binding())
              .parse(Files.readString(file), file.getFileName().toString());
    } catch (MultipleCompilationErrorsException e) {
      throw ScriptError.of(e, file);
    }
    Object last;
    try {
      last = script.run();
    } catch (Exception | AssertionError e) {
      throw Mistake.of(
          "%s failed: %s".formatted(file.getFileName(), ScriptError.said(e)),
          ScriptError.position(e, file),
          Optional.empty());
    }
    if (last instanceof Reward reward) {
      return reward;
    }
    if (last instanceof Closure<?> closure) {
      return closure(closure);
    }
    Object[] sample = {"", "", Map.of()};
    if (!script.getMetaClass().respondsTo(script, "reward", sample).isEmpty()) {
      return (prompt, completion, item) ->
          number(script.invokeMethod("reward", new Object[] {prompt, completion, item}));
    }
    throw Mistake.of("%s gives no reward".formatted(file.getFileName()), HOW);
  }

  /**
   * A closure of prompt and completion, and if it takes a third, of the line of data.
   *
   * @throws Mistake if it takes another number of arguments
   */
  static Reward closure(Closure<?> closure) {
    int takes = closure.getMaximumNumberOfParameters();
    if (takes != 2 && takes != 3) {
      throw Mistake.of(
          "a reward takes 2 or 3 arguments, not " + takes,
          "Write `{ prompt, completion -> ... }` or `{ prompt, completion, item -> ... }`.");
    }
    return (prompt, completion, item) ->
        number(
            takes == 2 ? closure.call(prompt, completion) : closure.call(prompt, completion, item));
  }

  private static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    String type = value == null ? "null" : "a " + value.getClass().getSimpleName();
    throw new NoScore("it gave " + type + ", and a number is needed");
  }

  /** A reward that is no number. */
  static final class NoScore extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    NoScore(String message) {
      super(message);
    }
  }
}
