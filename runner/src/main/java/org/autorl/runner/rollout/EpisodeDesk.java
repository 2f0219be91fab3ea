package org.autorl.runner.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.autorl.environments.Episode;
import org.autorl.environments.Item;
import org.autorl.environments.Partition;
import org.autorl.records.Environment;
import org.autorl.records.Task;
import org.autorl.runner.grading.Grading;
import org.autorl.runner.grading.Worlds;

/**
 * Plays the visible games of one attempt: the same world and the same step limit as in grading. The
 * same calls in the same order give the same answers.
 *
 * <p>An episode is open until it is done or closed. Of those that are done the last {@value #DONE}
 * can still be read.
 */
public final class EpisodeDesk {
  /** Episodes that may be open at a time. */
  public static final int OPEN = 4096;

  /** Episodes that are done and can still be read. */
  public static final int DONE = 1024;

  /** Characters of one action. */
  public static final int ACTION = 500;

  /** Open episodes untouched for so long give way, oldest first, once there is no more room. */
  public static final Duration IDLE = Duration.ofMinutes(10);

  /** A hidden item's id names its split; no hidden item is ever loaded here. */
  private static final Pattern HIDDEN = Pattern.compile(".*-(practice|sealed)-\\d+");

  private final Environment environment;
  private final Worlds.Player player;
  private final Map<String, ObjectNode> games = new LinkedHashMap<>();
  private final List<String> ids;
  private final InstantSource time;

  /** Open episodes by number, those touched longest ago first. */
  private final LinkedHashMap<Integer, Play> open = new LinkedHashMap<>(64, 0.75f, true);

  private final LinkedHashMap<Integer, Play> done = new LinkedHashMap<>();
  private int next;
  private int opened;
  private long finished;
  private long steps;

  /**
   * A desk with nothing open.
   *
   * @param player plays their games
   * @param visible items with a {@code game} field
   */
  public EpisodeDesk(
      Environment environment, Worlds.Player player, List<Item> visible, InstantSource time) {
    this.environment = environment;
    this.player = player;
    this.time = time;
    for (Item item : visible) {
      games.put(item.id(), (ObjectNode) item.data().get("game"));
    }
    this.ids = List.copyOf(games.keySet());
  }

  /**
   * The desk of a task; none if it has no world that can be played here.
   *
   * @param grading whose worlds they are: the same that submissions are graded in
   * @throws IOException if the visible data cannot be read
   */
  public static Optional<EpisodeDesk> of(Task task, Grading grading, InstantSource time)
      throws IOException {
    Optional<Environment> world = task.environment().filter(e -> Worlds.isKnown(e.name()));
    if (world.isEmpty()) {
      return Optional.empty();
    }
    List<Item> visible =
        grading.items(task).of(Partition.VISIBLE).stream()
            .filter(i -> i.data().path("game").isObject())
            .toList();
    return visible.isEmpty()
        ? Optional.empty()
        : Optional.of(new EpisodeDesk(world.get(), grading.worlds().player(task), visible, time));
  }

  /**
   * An episode that has begun.
   *
   * @param number counted from 1
   * @param prompt all that is shown before the first action
   */
  public record Opened(int number, String game, String prompt) {}

  /**
   * An episode so far.
   *
   * @param transcript the prompt, then each action with what was seen after it
   * @param steps actions so far
   * @param last what was seen last; empty before the first action
   */
  public record Played(
      int number, String game, String transcript, int steps, Optional<Episode.Turn> last) {}

  /**
   * What was played.
   *
   * @param finished episodes that came to their end
   */
  public record Count(int opened, long finished, long steps) {}

  private static final class Play {
    final String game;
    final Episode episode;
    final List<String> actions = new ArrayList<>();
    Instant touched;

    Play(String game, Episode episode, Instant touched) {
      this.game = game;
      this.episode = episode;
      this.touched = touched;
    }
  }

  /** The world, as the task uses it. */
  public Environment environment() {
    return environment;
  }

  /** Ids of the visible games, in the order of {@code games.jsonl}. */
  public List<String> games() {
    return ids;
  }

  /** Whether an id is that of a hidden game, by its form. */
  public static boolean isHidden(String game) {
    return HIDDEN.matcher(game).matches();
  }

  /**
   * Begins the game after the one that this gave last; after the last game comes the first.
   *
   * @throws EpisodeRefused if there is no room
   */
  public synchronized Opened openNext() {
    Opened first = open(ids.get(next));
    next = (next + 1) % ids.size();
    return first;
  }

  /**
   * Begins a game.
   *
   * @throws EpisodeRefused if there is no such visible game, or no room
   */
  public synchronized Opened open(String game) {
    ObjectNode start = games.get(game);
    if (start == null) {
      throw new EpisodeRefused("`%s` is no game of this task".formatted(game));
    }
    Instant now = time.instant();
    if (open.size() >= OPEN) {
      dropIdle(now);
    }
    if (open.size() >= OPEN) {
      throw new EpisodeRefused(
          "%d episodes are open, and no more may be; play them to their end or close some"
              .formatted(OPEN));
    }
    Episode episode = player.episode(start);
    opened++;
    open.put(opened, new Play(game, episode, now));
    return new Opened(opened, game, episode.prompt());
  }

  private void dropIdle(Instant now) {
    Iterator<Play> oldestFirst = open.values().iterator();
    while (oldestFirst.hasNext()
        && Duration.between(oldestFirst.next().touched, now).compareTo(IDLE) >= 0) {
      oldestFirst.remove();
    }
  }

  /**
   * Plays one action.
   *
   * @throws EpisodeRefused if the episode is not open, or the action too long
   */
  public synchronized Episode.Turn step(int number, String action) {
    Play play = open.get(number);
    if (play == null) {
      throw gone(number);
    }
    play.touched = time.instant();
    if (action.length() > ACTION) {
      throw new EpisodeRefused("an action has at most %d characters".formatted(ACTION));
    }
    Episode.Turn turn = play.episode.step(action);
    play.actions.add(action);
    steps++;
    if (turn.done()) {
      open.remove(number);
      keep(number, play);
    }
    return turn;
  }

  private void keep(int number, Play play) {
    finished++;
    done.put(number, play);
    if (done.size() > DONE) {
      Iterator<Integer> oldest = done.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private EpisodeRefused gone(int number) {
    String why =
        number < 1 || number > opened
            ? "there is no episode %d: it was never opened here"
            : done.containsKey(number)
                ? "episode %d is over"
                : "episode %d is not here any more: it is over, or was closed, or was idle";
    return new EpisodeRefused(why.formatted(number));
  }

  /**
   * An episode that is open, or done not long ago, played again to what it is now.
   *
   * @throws EpisodeRefused if it is neither
   */
  public synchronized Played played(int number) {
    Play play = open.containsKey(number) ? open.get(number) : done.get(number);
    if (play == null) {
      throw gone(number);
    }
    play.touched = time.instant();
    Episode again = player.episode(gameOf(play));
    StringBuilder transcript = new StringBuilder(again.prompt());
    Optional<Episode.Turn> last = Optional.empty();
    for (String action : play.actions) {
      Episode.Turn turn = again.step(action);
      transcript.append(Episode.transcript(action.strip(), turn));
      last = Optional.of(turn);
    }
    return new Played(number, play.game, transcript.toString(), play.actions.size(), last);
  }

  private ObjectNode gameOf(Play play) {
    return Optional.ofNullable(games.get(play.game)).orElseThrow();
  }

  /**
   * Ends an episode before it is done.
   *
   * @throws EpisodeRefused if it is not open
   */
  public synchronized void close(int number) {
    if (open.remove(number) == null) {
      throw gone(number);
    }
  }

  /** What was played so far. */
  public synchronized Count count() {
    return new Count(opened, finished, steps);
  }
}
