package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.autorl.environments.Episode;
import org.autorl.environments.Family;
import org.autorl.environments.World;
import org.autorl.environments.search.Question;
import org.autorl.environments.search.ReActEpisode;
import org.autorl.environments.search.SearchProvider;
import org.autorl.records.DataSource;
import org.autorl.records.Environment;
import org.autorl.records.Task;

/**
 * The interactive worlds that episodes are played in.
 *
 * @param official the games that authors give out
 * @param searching what answers the searches of questions
 */
public record Worlds(OfficialGames official, Optional<Searching> searching) {
  private static final String QUESTIONS = "search";

  /** Whether episodes can be played in a world of this name. */
  public static boolean isKnown(String name) {
    return named(name).isPresent();
  }

  /** For people. */
  public static String names() {
    return Family.all().stream()
        .filter(World.class::isInstance)
        .map(Family::name)
        .collect(Collectors.joining(", "));
  }

  /** Whether a task asks questions out of a data set, which are answered by searching. */
  public static boolean asks(Task task) {
    return task.environment().filter(world -> world.name().equals(QUESTIONS)).isPresent()
        && !(task.data().sealed().source() instanceof DataSource.Generated);
  }

  /** What plays the games of one task, one episode for each. */
  public interface Player {
    /**
     * A game from its start.
     *
     * @param game as in an item's {@code game} field
     */
    Episode episode(ObjectNode game);
  }

  /**
   * What plays the games of a task.
   *
   * @throws IOException if its files cannot be read, or nothing answers its searches
   */
  public Player player(Task task) throws IOException {
    Environment environment = task.environment().orElseThrow();
    if (asks(task)) {
      SearchProvider provider =
          searching
              .orElseThrow(() -> new IOException("nothing is named that answers searches"))
              .provider();
      return game -> new ReActEpisode(provider, Question.of(game), environment.steps());
    }
    boolean isOfficial = task.data().sealed().source() instanceof DataSource.GitRepository;
    World world =
        isOfficial ? official.world(environment.name()) : named(environment.name()).orElseThrow();
    return game -> world.episode(game.deepCopy().put("maxSteps", environment.steps()));
  }

  private static Optional<World> named(String name) {
    return Family.named(name).filter(World.class::isInstance).map(World.class::cast);
  }
}
