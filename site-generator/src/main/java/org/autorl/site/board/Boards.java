package org.autorl.site.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.autorl.records.AgentStack;
import org.autorl.records.Level;
import org.autorl.records.Suite;
import org.autorl.records.Task;
import org.autorl.site.page.Text;
import org.autorl.site.read.Key;
import org.autorl.site.read.Result;
import org.autorl.site.read.Summary;

/**
 * Who stands where. Scores are compared only within one version of a task and one protocol; each
 * has a board of its own.
 */
final class Boards {
  /**
   * A task's board.
   *
   * @param fingerprint of the task: how its score is made
   * @param newest whether no later run has the task in another version
   * @param key of all that the board was made from
   */
  record Board(
      String suite,
      int protocol,
      Level level,
      Task task,
      String fingerprint,
      boolean newest,
      List<Standing> standings,
      long key) {
    /** Its place among addresses. */
    String address() {
      return "%s-%d-%s".formatted(Text.address(suite), protocol, fingerprint.substring(0, 12));
    }
  }

  /** Boards of one suite and protocol, as its task file has them. */
  record Group(String suite, int protocol, List<Board> boards) {
    /** Of all that the boards were made from. */
    long key() {
      Key key = new Key().add(suite).add(protocol);
      boards.forEach(board -> key.add(board.key()));
      return key.value();
    }

    /** Its place among addresses. */
    String address() {
      return "%s-%d".formatted(Text.address(suite), protocol);
    }
  }

  private record GroupKey(String suite, int protocol) {}

  private record BoardKey(int level, int place, String task, String fingerprint) {}

  private record Asked(Level level, Task task, int place, String fingerprint) {
    BoardKey key() {
      return new BoardKey(level.number(), place, task.id(), fingerprint);
    }
  }

  private static final Comparator<BoardKey> AS_IN_TASK_FILE =
      Comparator.comparingInt(BoardKey::level)
          .thenComparingInt(BoardKey::place)
          .thenComparing(BoardKey::task)
          .thenComparing(BoardKey::fingerprint);

  private static final Comparator<GroupKey> NEWEST_PROTOCOL_FIRST =
      Comparator.comparing(GroupKey::suite)
          .thenComparing(GroupKey::protocol, Comparator.reverseOrder());

  private final Map<String, Map<String, Asked>> suites = new LinkedHashMap<>();

  /**
   * @param suites by the digest of their file
   */
  Boards(Map<String, Suite> suites) {
    suites.forEach((digest, suite) -> this.suites.put(digest, asked(suite)));
  }

  private static Map<String, Asked> asked(Suite suite) {
    Map<String, Asked> asked = new LinkedHashMap<>();
    for (Level level : suite.levels()) {
      for (Task task : level.tasks()) {
        int place = level.tasks().indexOf(task);
        asked.put(task.id(), new Asked(level, task, place, task.fingerprint()));
      }
    }
    return asked;
  }

  /** All boards that these runs make. */
  List<Group> of(Collection<Summary> runs) {
    Map<GroupKey, Map<BoardKey, List<Standing.Placed>>> placed =
        new TreeMap<>(NEWEST_PROTOCOL_FIRST);
    for (Summary run : runs) {
      Map<BoardKey, List<Standing.Placed>> group =
          placed.computeIfAbsent(
              new GroupKey(run.suite(), run.protocol()), k -> new TreeMap<>(AS_IN_TASK_FILE));
      for (Result result : run.results()) {
        asked(run, result.task())
            .ifPresent(
                asked ->
                    group
                        .computeIfAbsent(asked.key(), k -> new ArrayList<>())
                        .add(new Standing.Placed(run, result)));
      }
    }
    return placed.entrySet().stream().map(e -> group(e.getKey(), e.getValue())).toList();
  }

  private Optional<Asked> asked(Summary run, String task) {
    return Optional.ofNullable(suites.get(run.source().suite()))
        .flatMap(tasks -> Optional.ofNullable(tasks.get(task)));
  }

  private Group group(GroupKey key, Map<BoardKey, List<Standing.Placed>> boards) {
    Map<String, Instant> latest = new HashMap<>();
    boards.forEach((board, own) -> latest.merge(board.task(), latest(own), Boards::later));
    List<Board> made = new ArrayList<>();
    boards.forEach(
        (board, own) -> {
          Asked asked = asked(own.get(0).run(), board.task()).orElseThrow();
          boolean newest = latest(own).equals(latest.get(board.task()));
          made.add(
              new Board(
                  key.suite(),
                  key.protocol(),
                  asked.level(),
                  asked.task(),
                  board.fingerprint(),
                  newest,
                  standings(own),
                  key(key, board, own, newest)));
        });
    return new Group(key.suite(), key.protocol(), made);
  }

  /** The boards of one run's tasks are made from the same files; so the task is part of it. */
  private static long key(
      GroupKey group, BoardKey board, List<Standing.Placed> attempts, boolean newest) {
    Key key = new Key().add(group.suite()).add(group.protocol());
    key.add(board.task()).add(board.fingerprint()).add(newest ? 1 : 0);
    for (Standing.Placed attempt : attempts) {
      key.add(attempt.run().id()).add(attempt.run().source().stamp()).add(attempt.result().seed());
    }
    // The texts of the task are those that the first run has.
    return key.add(attempts.get(0).run().source().suite()).value();
  }

  private static Instant latest(List<Standing.Placed> attempts) {
    return attempts.stream().map(a -> a.run().startedAt()).reduce(Instant.MIN, Boards::later);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static List<Standing> standings(List<Standing.Placed> attempts) {
    Map<StackKey, List<Standing.Placed>> byStack = new LinkedHashMap<>();
    for (Standing.Placed attempt : attempts) {
      AgentStack agent = attempt.run().agent();
      byStack.computeIfAbsent(StackKey.of(agent), k -> new ArrayList<>()).add(attempt);
    }
    return byStack.values().stream()
        .map(own -> Standing.of(own.get(0).run().agent(), own))
        .sorted(Standing.BEST_FIRST)
        .toList();
  }
}
