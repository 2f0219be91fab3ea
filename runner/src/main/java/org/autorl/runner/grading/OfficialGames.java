package org.autorl.runner.grading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.autorl.environments.Family;
import org.autorl.environments.Item;
import org.autorl.environments.Partition;
import org.autorl.environments.World;
import org.autorl.environments.alfworld.AlfWorld;
import org.autorl.environments.webshop.GoalFile;
import org.autorl.environments.webshop.WebShop;
import org.autorl.records.DataSource;
import org.autorl.runner.hub.Store;

/**
 * Games whose files their authors give out apart from their repositories. They are put here by
 * hand, as they are, a folder for each world: {@code alfworld/json_2.1.1/...}, and {@code
 * webshop/items_shuffle.json} with its companions.
 *
 * @param folder {@code worlds} in the cache folder
 */
public record OfficialGames(Path folder) {
  /** How the reason begins that says where files should be. */
  public static final String MISSING = "the files of its games are not in";

  private static final String SHOP = "webshop";
  private static final String HOUSE = "alfworld";

  /** The worlds that have such games. */
  private static final List<String> WORLDS = List.of(HOUSE, SHOP);

  /** Of the price limits of WebShop's goals; another seed would be another protocol. */
  private static final long GOALS_SEED = 20220704;

  /** Those of this machine. */
  public static OfficialGames of(Store store) {
    return new OfficialGames(store.cache().resolve("worlds"));
  }

  /** What has to be done before the games of a world can be played; empty if nothing. */
  public Optional<String> missing(String world) {
    if (!WORLDS.contains(world)) {
      return Optional.of("its environment has no official games");
    }
    Path sign = folder.resolve(world.equals(HOUSE) ? "alfworld/json_2.1.1" : world);
    return Files.isDirectory(sign)
        ? Optional.empty()
        : Optional.of("%s %s".formatted(MISSING, sign));
  }

  /**
   * Items of one split.
   *
   * @throws IOException if a file is missing, or is no game
   */
  List<Item> items(String world, DataSource.GitRepository source, Partition side, int count)
      throws IOException {
    String split = source.rows().of().orElse("");
    int after = source.rows().after();
    try {
      if (world.equals(HOUSE)) {
        return new AlfWorld().items(folder.resolve(HOUSE), split, after, count);
      }
      boolean asStated = after == GoalFile.first(side);
      if (!asStated) {
        throw new IOException(
            "WebShop's %s goals begin with number %d, not %d"
                .formatted(side.name().toLowerCase(Locale.ROOT), GoalFile.first(side), after));
      }
      return world(SHOP).items(side, 0, count);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A world that plays official games; any other is the family of that name. */
  World world(String name) throws IOException {
    if (!name.equals(SHOP)) {
      return (World) Family.named(name).orElseThrow();
    }
    Path files = folder.resolve(SHOP);
    Path goals = files.resolve("goals.jsonl");
    Path digest = files.resolve("goals.sha256");
    if (!Files.isRegularFile(digest)) {
      Files.writeString(digest, GoalFile.freeze(files, GoalFile.Kind.HUMAN, GOALS_SEED, goals));
    }
    return WebShop.official(files, goals, Files.readString(digest).strip());
  }
}
