package org.autorl.records;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a task is scored, in words: what {@code explain} prints and what the task's page shows. */
public final class TaskFacts {
  private final Task task;
  private final List<Fact> facts = new ArrayList<>();

  private TaskFacts(Task task) {
    this.task = task;
  }

  /** All facts of a task, from what is given to how it is judged. */
  public static List<Fact> of(Task task) {
    TaskFacts all = new TaskFacts(task);
    all.given();
    all.judged();
    all.bounds();
    task.published().forEach(p -> all.add("Reported elsewhere", published(p)));
    all.add("Fingerprint", task.fingerprint());
    return List.copyOf(all.facts);
  }

  private void add(String name, String text) {
    facts.add(new Fact(name, text));
  }

  private void given() {
    add("Base policy", policy(task.policy()));
    add("Visible", split(task.data().visible()));
    add("Practice", split(task.data().practice()) + "; graded at each submission");
    add("Sealed", split(task.data().sealed()) + "; graded once, after the clock");
    Stream.of(task.data().visible(), task.data().practice(), task.data().sealed())
        .flatMap(split -> columns(split.source()).stream())
        .distinct()
        .forEach(columns -> add("Items", items(columns)));
    task.environment()
        .ifPresent(
            world ->
                add(
                    "Environment",
                    "%s, at most %d steps; actions: %s"
                        .formatted(
                            world.name(), world.steps(), String.join(", ", world.actions()))));
    if (!task.files().isEmpty()) {
      add("Files", String.join(", ", task.files()));
    }
  }

  private void judged() {
    GraderRule rule = task.grader();
    add("Graded by", rule.sentence());
    rule.scoring().follows().ifPresent(evaluator -> add("Follows", evaluator));
    if (rule instanceof GraderRule.Judged judged) {
      judge(judged);
    }
    Metric metric = rule.metric();
    add(
        "Metric",
        "%s in %s, %s is better; passes at %s"
            .formatted(
                metric.name(),
                metric.unit(),
                metric.higherIsBetter() ? "higher" : "lower",
                number(rule.passAt())));
    add("Completions", decoding(rule.decoding()));
    if (rule instanceof GraderRule.ExactMatch exact) {
      exact.examples().forEach(example -> add("For example", example.sentence()));
    }
    for (Gate gate : task.gates()) {
      add(
          "Gate",
          gate.fallsAtMost()
              .map(
                  fall ->
                      "on `%s` at most %s worse than the base policy"
                          .formatted(gate.task(), number(fall)))
              .or(
                  () ->
                      gate.atLeast()
                          .map(
                              least -> "on `%s` at least %s".formatted(gate.task(), number(least))))
              .orElse(""));
    }
  }

  private void judge(GraderRule.Judged judged) {
    if (judged.judge() instanceof Judge.Model model) {
      add(
          "Judge",
          "%s, version %s, asked as in %s%s%s"
              .formatted(
                  model.model(),
                  model.version(),
                  model.prompt(),
                  judged.bothOrders() ? ", each pair both ways round" : "",
                  model
                      .calibration()
                      .map(
                          set ->
                              "; agrees with %s %% of %s"
                                  .formatted(number(set.agreement()), set.file()))
                      .orElse("")));
    }
  }

  private void bounds() {
    add("Budget", budget(task.budget()));
    add(
        "Network",
        switch (task.network()) {
          case OFFLINE -> "offline";
          case MIRRORED -> "mirrored: packages and policies through a mirror that records them";
          case OPEN -> "open: the internet can be reached";
        });
    add(
        "Modes",
        task.modes().stream()
            .map(mode -> mode.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", ")));
    SubmissionRule submission = task.submission();
    add(
        "Submission",
        "a policy of at most %s%s"
            .formatted(
                submission.atMost(),
                submission.lineage().isPresent()
                    ? "; the final one descends from the base policy"
                    : ""));
    task.submission().told().ifPresent(told -> add("Practice scores", told(told)));
  }

  private static String told(Told told) {
    String step = number(told.step());
    return told instanceof Told.Ladder
        ? "told when one is better than the last told by more than %s, rounded to multiples of %s; else that one again"
            .formatted(step, step)
        : "told as multiples of " + step;
  }

  private static String policy(PolicySource policy) {
    return policy instanceof PolicySource.HuggingFace hub
        ? "%s at %s (%s)".formatted(hub.repository(), brief(hub.revision()), hub.licence())
        : policy.name();
  }

  private static String split(Split split) {
    return "%d of %s".formatted(split.items(), source(split.source(), split.items()));
  }

  private static String source(DataSource source, int items) {
    if (source instanceof DataSource.HuggingFace hub) {
      return "%s%s at %s%s (%s)"
          .formatted(
              hub.repository(),
              hub.config().map(config -> ", " + config).orElse(""),
              brief(hub.revision()),
              rows(hub.rows(), items),
              hub.licence());
    }
    if (source instanceof DataSource.GitRepository git) {
      return "%s at %s%s (%s)"
          .formatted(git.url(), brief(git.revision()), rows(git.rows(), items), git.licence());
    }
    if (source instanceof DataSource.LocalFile file) {
      return "%s%s (%s)".formatted(file.path(), rows(file.rows(), items), file.licence());
    }
    return source.name();
  }

  private static Optional<Columns> columns(DataSource source) {
    if (source instanceof DataSource.HuggingFace hub) {
      return hub.columns();
    }
    return source instanceof DataSource.LocalFile file ? file.columns() : Optional.empty();
  }

  private static String items(Columns columns) {
    Columns.Answer answer = columns.answer();
    return "the prompt is %s%s; the gold answer is %s of `%s`%s"
        .formatted(
            quoted(columns.prompt().text()),
            columns
                .prompt()
                .ifBlank()
                .map(text -> ", or %s if one of these is blank".formatted(quoted(text)))
                .orElse(""),
            answer.after().map(mark -> "what follows %s".formatted(quoted(mark))).orElse("all"),
            answer.column(),
            answer.without().map(text -> ", without %s".formatted(quoted(text))).orElse(""));
  }

  private static String quoted(String text) {
    return "`" + text.replace("\n", "\\n") + "`";
  }

  private static String rows(DataSource.Rows rows, int items) {
    return "%s, rows %d to %d%s"
        .formatted(
            rows.of().map(split -> ", " + split).orElse(""),
            rows.after(),
            rows.after() + items - 1,
            rows.shuffle().map(seed -> " of a shuffle with seed " + seed).orElse(""));
  }

  private static String brief(String revision) {
    return revision.matches("[0-9a-f]{40}") ? revision.substring(0, 7) : revision;
  }

  private static String decoding(Decoding decoding) {
    List<String> parts = new ArrayList<>();
    parts.add("at most " + decoding.maxTokens() + " tokens");
    parts.add(
        decoding.isGreedy()
            ? "greedy"
            : "sampled at temperature %s, top-p %s%s"
                .formatted(
                    number(decoding.temperature()),
                    number(decoding.topP()),
                    decoding.topK().map(k -> ", top-k " + k).orElse("")));
    decoding.maxContext().ifPresent(tokens -> parts.add(tokens + " tokens with the prompt"));
    if (!decoding.stop().isEmpty()) {
      parts.add(
          decoding.stop().stream()
              .map(TaskFacts::quoted)
              .collect(Collectors.joining(" or ", "up to ", "")));
    }
    if (decoding.shots() > 0) {
      parts.add(decoding.shots() + " worked examples before each prompt");
    }
    if (decoding.chatTemplate()) {
      parts.add("through the policy's chat template");
    }
    return String.join("; ", parts);
  }

  private static String budget(Budget budget) {
    List<String> parts = new ArrayList<>();
    parts.add(time(budget.wallClock()) + " of the agent, waiting for grades not counted");
    budget.agentTime().ifPresent(time -> parts.add(time(time) + " of its own work"));
    parts.add(budget.submissions() + " submissions");
    parts.add(budget.disk() + " of disk");
    parts.add(budget.memory() + " of memory");
    budget
        .gpus()
        .ifPresent(gpus -> parts.add("%d GPUs of %s".formatted(gpus.count(), gpus.memory())));
    budget.gpuTime().ifPresent(time -> parts.add(time(time) + " of GPUs"));
    budget.tokens().ifPresent(tokens -> parts.add(tokens + " tokens of its model"));
    budget.dollars().ifPresent(amount -> parts.add("$" + number(amount)));
    return String.join("; ", parts);
  }

  /** {@code 100 s}, {@code 20 min}, {@code 12 h}: in the largest unit that is whole. */
  public static String time(Duration time) {
    if (time.toSeconds() % 3600 == 0) {
      return time.toHours() + " h";
    }
    return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  private static String published(Published published) {
    Optional<String> best =
        published
            .best()
            .map(
                score ->
                    ", and %s after post-training%s"
                        .formatted(
                            number(score), published.by().map(by -> " by " + by).orElse("")));
    return "%s: %s before%s"
        .formatted(published.policy(), number(published.baseline()), best.orElse(""));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
