package org.autorl.site;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Isolation;
import org.autorl.records.Level;
import org.autorl.records.Score;
import org.autorl.records.Task;
import org.autorl.records.TaskFacts;

/** The board: a part for each task, a row for each run on it. */
record BoardViews(List<RunReader.Run> runs) {
  /** Tasks stand as their task file has them. */
  private record Key(int level, int place, String task) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparingInt(Key::level)
          .thenComparingInt(Key::place)
          .thenComparing(Key::task)
          .compare(this, other);
    }
  }

  private record Ranked(double mean, Views.Row row) {}

  List<Views.Board> boards() {
    Map<Key, List<Ranked>> rows = new TreeMap<>();
    Map<Key, Views.Board> heads = new LinkedHashMap<>();
    for (RunReader.Run run : runs) {
      for (String id : run.record().tasks()) {
        Optional<Task> task = run.suite().task(id);
        Optional<Level> level = run.suite().levelOf(id);
        if (task.isPresent() && level.isPresent()) {
          int place = level.get().tasks().indexOf(task.get());
          Key key = new Key(level.get().number(), place, id);
          rows.computeIfAbsent(key, k -> new ArrayList<>()).add(row(run, id));
          heads.put(key, head(level.get(), task.get()));
        }
      }
    }
    List<Views.Board> boards = new ArrayList<>();
    rows.forEach(
        (key, ranked) -> {
          ranked.sort((a, b) -> Double.compare(b.mean(), a.mean()));
          Views.Board head =
              heads.getOrDefault(key, new Views.Board("", "", "", "", "", List.of()));
          boards.add(
              new Views.Board(
                  head.level(),
                  head.task(),
                  head.link(),
                  head.about(),
                  head.metric(),
                  ranked.stream().map(Ranked::row).toList()));
        });
    return boards;
  }

  private static Views.Board head(Level level, Task task) {
    return new Views.Board(
        "Level " + level.number() + " · " + level.title(),
        task.id(),
        "tasks/" + task.id() + ".html",
        task.about(),
        task.grader().metric().name() + " in " + task.grader().metric().unit(),
        List.of());
  }

  private static Ranked row(RunReader.Run run, String task) {
    List<AttemptRecord> attempts =
        run.attempts().stream()
            .map(RunReader.Attempt::record)
            .filter(a -> a.task().equals(task))
            .toList();
    List<Double> sealed = values(attempts, AttemptRecord::sealed);
    List<Double> better = attempts.stream().flatMap(a -> a.improvement().stream()).toList();
    List<Double> practice = values(attempts, AttemptRecord::practice);
    Map<String, Integer> outcomes = new TreeMap<>();
    attempts.forEach(a -> outcomes.merge(a.state(), 1, Integer::sum));
    String counted =
        String.join(
            ", ", outcomes.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList());
    String score =
        attempts.size() == 1 && !sealed.isEmpty()
            ? Text.withError(attempts.get(0).sealed())
            : mean(sealed);
    String gap =
        sealed.isEmpty() || practice.isEmpty()
            ? "–"
            : Text.signed(average(practice) - average(sealed));
    Views.Row row =
        new Views.Row(
            run.record().agent().scaffold(),
            run.record().id(),
            "runs/" + run.record().id() + "/index.html",
            score,
            better.isEmpty() ? "–" : Text.signed(average(better)),
            mean(values(attempts, AttemptRecord::sealedBaseline)),
            mean(practice),
            gap,
            Integer.toString(attempts.size()),
            counted,
            run.record().isolation() == Isolation.UNISOLATED);
    return new Ranked(sealed.isEmpty() ? -1 : average(sealed), row);
  }

  private static List<Double> values(
      List<AttemptRecord> attempts, Function<AttemptRecord, Optional<Score>> which) {
    return attempts.stream().map(which).flatMap(Optional::stream).map(Score::value).toList();
  }

  private static String mean(List<Double> values) {
    return values.isEmpty() ? "–" : Text.number(average(values));
  }

  private static double average(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  /** How a task is scored, as its file says. */
  static List<Views.Fact> rules(Task task) {
    return TaskFacts.of(task).stream().map(f -> new Views.Fact(f.name(), f.text())).toList();
  }
}
