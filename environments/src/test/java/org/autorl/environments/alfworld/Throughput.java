package org.autorl.environments.alfworld;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.autorl.environments.Episode;
import org.autorl.environments.Household;
import org.autorl.environments.World;
import org.autorl.environments.textworld.Play;
import org.autorl.environments.textworld.TextGame;

/** Steps a second of CPU time on one core, with all that is seen; see {@code .ci/bench-worlds}. */
public final class Throughput {
  private static final int ROUNDS = 8;

  private Throughput() {}

  public static void main(String[] args) {
    AlfWorld world = new AlfWorld();
    SplittableRandom random = new SplittableRandom(1);
    ObjectNode house = World.gameOf(world.draw(random));
    TextGame game = GameFile.of(house, "game").game();
    List<List<String>> episodes = episodes(game, random);
    measure("alfworld, steps", () -> replay(game, episodes));
    measure("alfworld, games made ready", () -> ready(house));
    Household household = new Household();
    List<ObjectNode> games = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      games.add(World.gameOf(household.draw(random)));
    }
    measure("household, steps and starts", () -> household(household, games));
  }

  /** Episodes of 50 commands, a tenth of them nonsense. */
  private static List<List<String>> episodes(TextGame game, SplittableRandom random) {
    List<List<String>> episodes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Play play = game.start();
      List<String> commands = new ArrayList<>();
      for (int step = 0; step < 50; step++) {
        List<String> known = play.admissible();
        commands.add(random.nextInt(10) == 0 ? "fly" : known.get(random.nextInt(known.size())));
        play.step(commands.get(step));
      }
      episodes.add(commands);
    }
    return episodes;
  }

  private static int replay(TextGame game, List<List<String>> episodes) {
    int steps = 0;
    for (int i = 0; i < 20; i++) {
      for (List<String> commands : episodes) {
        Play play = game.start();
        play.intro();
        for (String command : commands) {
          play.step(command);
          play.won();
          steps++;
        }
      }
    }
    return steps;
  }

  private static int ready(ObjectNode game) {
    for (int i = 0; i < 20; i++) {
      GameFile.of(game, "game").game();
    }
    return 20;
  }

  private static int household(Household household, List<ObjectNode> games) {
    int steps = 0;
    for (ObjectNode game : games) {
      Episode episode = household.episode(game);
      Episode.Turn turn = new Episode.Turn("", false, 0);
      for (String place :
          List.of("bed", "desk", "shelf", "moon", "table", "drawer", "bed", "desk")) {
        turn = turn.done() ? turn : episode.step("go to " + place + " 1");
        steps++;
      }
    }
    return steps;
  }

  private static void measure(String what, IntSupplier work) {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      int done = work.getAsInt();
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
      best = Math.max(best, done / (nanos / 1e9));
    }
    System.out.printf(Locale.ROOT, "%-28s %,12.0f a second%n", what, best);
  }
}
