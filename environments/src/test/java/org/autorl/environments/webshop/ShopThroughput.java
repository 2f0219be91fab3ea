package org.autorl.environments.webshop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.autorl.environments.Item;
import org.autorl.environments.Partition;
import org.autorl.environments.World;

/** Steps a second of processor time in the full shop; see {@code .ci/bench-worlds}. */
public final class ShopThroughput {
  private static final int GAMES = 400;
  private static final int ROUNDS = 8;

  private record Played(ObjectNode game, List<String> actions) {}

  private ShopThroughput() {}

  public static void main(String[] arguments) {
    long start = processorTime();
    WebShop shop = new WebShop();
    List<Item> items = shop.items(Partition.VISIBLE, 1, GAMES);
    System.out.printf("catalogue and %d goals %.1f s%n", GAMES, (processorTime() - start) / 1e9);
    for (double clumsiness : new double[] {0, 0.5, 1}) {
      List<Played> played = new ArrayList<>();
      for (Item item : items) {
        played.add(played(shop, World.gameOf(item), clumsiness));
      }
      long searches =
          played.stream().flatMap(p -> p.actions().stream()).filter(a -> a.startsWith("s")).count();
      long steps = played.stream().mapToLong(p -> p.actions().size()).sum();
      System.out.printf("clumsiness %.1f, %.0f %% searches:", clumsiness, 100.0 * searches / steps);
      for (int round = 0; round < ROUNDS; round++) {
        long from = processorTime();
        played.forEach(p -> replay(shop, p));
        System.out.printf(" %.0f", steps / ((processorTime() - from) / 1e9));
      }
      System.out.println(" steps/s");
    }
  }

  /** Of this thread, in nanoseconds: what others do on the machine hardly counts. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** What a player does; the choosing is no part of what is measured. */
  private static Played played(WebShop shop, ObjectNode game, double clumsiness) {
    ShopSession session = shop.episode(game);
    SplittableRandom random = new SplittableRandom(1);
    WebShopPlayer player = shop.player(session, game, clumsiness, random);
    List<String> actions = new ArrayList<>();
    do {
      actions.add(player.next());
    } while (!session.step(actions.get(actions.size() - 1)).done());
    return new Played(game, actions);
  }

  private static void replay(WebShop shop, Played played) {
    ShopSession session = shop.episode(played.game());
    played.actions().forEach(session::step);
  }
}
