package org.autorl.environments.alfworld;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.environments.pddl.Domain;
import org.autorl.environments.pddl.PddlException;
import org.autorl.environments.pddl.Problem;
import org.autorl.environments.textworld.Grammar;
import org.autorl.environments.textworld.GrammarException;
import org.autorl.environments.textworld.TextGame;

/**
 * A game as in a file {@code game.tw-pddl}: a JSON object.
 *
 * @param domain {@code pddl_domain}
 * @param grammar {@code grammar}, with the errand in it
 * @param problem {@code pddl_problem}
 * @param walkthrough commands that win; empty where the file says nothing or null
 * @param solvable false where the file does not say
 * @see <a href="https://github.com/alfworld/alfworld/blob/master/scripts/alfworld-generate">what
 *     writes the public ones</a>
 */
public record GameFile(
    String domain,
    String grammar,
    String problem,
    Optional<List<String>> walkthrough,
    boolean solvable) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is no game
   */
  public static GameFile read(Path file) {
    try {
      return of(JSON.readTree(Files.readString(file)), file.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + ": no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a game's fields; others are read over.
   *
   * @param where for messages
   * @throws IllegalArgumentException if there is no game in it
   */
  public static GameFile of(JsonNode json, String where) {
    List<String> missing = new ArrayList<>();
    for (String field : List.of("pddl_domain", "grammar", "pddl_problem")) {
      if (!json.path(field).isTextual()) {
        missing.add("`" + field + "`");
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: a game is a JSON object with texts `pddl_domain`, `grammar` and `pddl_problem`; there is no %s"
              .formatted(where, String.join(", ", missing)));
    }
    Optional<List<String>> walkthrough = Optional.empty();
    if (json.path("walkthrough").isArray()) {
      List<String> commands = new ArrayList<>();
      json.get("walkthrough").forEach(command -> commands.add(command.asText()));
      walkthrough = Optional.of(commands);
    }
    return new GameFile(
        json.get("pddl_domain").asText(),
        json.get("grammar").asText(),
        json.get("pddl_problem").asText(),
        walkthrough,
        json.path("solvable").asBoolean(false));
  }

  /** All fields, as in a file. */
  public ObjectNode json() {
    ObjectNode json = fields();
    json.put("solvable", solvable);
    walkthrough.ifPresentOrElse(
        commands -> commands.forEach(json.withArray("walkthrough")::add),
        () -> json.putNull("walkthrough"));
    return json;
  }

  /** Only what the game is played by: nothing says how to win it. */
  public ObjectNode fields() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("pddl_domain", domain)
        .put("grammar", grammar)
        .put("pddl_problem", problem);
  }

  /**
   * Makes the game ready to be played; takes some hundredths of a second.
   *
   * @throws IllegalArgumentException if one of the texts is not what it should be; says which
   */
  public TextGame game() {
    String part = "pddl_domain";
    try {
      Domain rules = Domain.read(domain);
      part = "pddl_problem";
      Problem start = Problem.read(problem, rules);
      part = "grammar";
      return TextGame.of(rules, start, Grammar.read(grammar));
    } catch (PddlException | GrammarException e) {
      throw new IllegalArgumentException("`" + part + "`: " + e.getMessage(), e);
    }
  }
}
