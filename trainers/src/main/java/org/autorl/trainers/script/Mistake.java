package org.autorl.trainers.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A user's mistake, or several: the message is shown as it is, without a stack trace. Each begins
 * with what is wrong; lines that say where and what is allowed follow, indented; then a hint.
 */
public final class Mistake extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** One thing that is wrong. */
  record Problem(String what, List<String> details, Optional<String> hint) {
    Problem {
      details = List.copyOf(details);
    }

    Problem where(List<String> position) {
      List<String> all = new ArrayList<>(position);
      all.addAll(details);
      return new Problem(what, all, hint);
    }

    private String rendered() {
      StringBuilder text = new StringBuilder(what);
      details.forEach(line -> text.append("\n  ").append(line));
      hint.ifPresent(line -> text.append("\n\nhint: ").append(line));
      return text.toString();
    }
  }

  private final transient List<Problem> problems;

  Mistake(List<Problem> problems, Optional<Throwable> cause) {
    super(
        problems.stream().map(Problem::rendered).collect(Collectors.joining("\n\nerror: ")),
        cause.orElse(null));
    this.problems = List.copyOf(problems);
  }

  /** Says what is wrong and what to do. */
  public static Mistake of(String what, String hint) {
    return new Mistake(List.of(new Problem(what, List.of(), Optional.of(hint))), Optional.empty());
  }

  /** Says several things that are wrong, with one hint. */
  public static Mistake all(List<String> whats, String hint) {
    List<Problem> all = new ArrayList<>();
    for (String what : whats) {
      boolean last = all.size() == whats.size() - 1;
      all.add(new Problem(what, List.of(), last ? Optional.of(hint) : Optional.empty()));
    }
    return new Mistake(all, Optional.empty());
  }

  static Mistake of(String what, List<String> details, Optional<String> hint) {
    return new Mistake(List.of(new Problem(what, details, hint)), Optional.empty());
  }

  List<Problem> problems() {
    return problems;
  }

  /** The same, with the place in a script put after the first line of each. */
  Mistake at(List<String> position) {
    return new Mistake(
        problems.stream().map(problem -> problem.where(position)).toList(), Optional.of(this));
  }
}
