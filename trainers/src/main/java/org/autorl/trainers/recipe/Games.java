package org.autorl.trainers.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.environments.Episode;
import org.autorl.environments.Household;
import org.autorl.trainers.algorithm.RolloutSource;
import org.autorl.trainers.algorithm.TokenSequence;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.Sampler;
import org.autorl.trainers.policy.Tokenizer;

/** Household games to play and a few games that others played; the reward is the world's own. */
record Games(List<ObjectNode> games, List<ObjectNode> played) implements Lesson {
  private static final int ACTION_TOKENS = 12;
  private static final Pattern ERRAND = Pattern.compile("put a (\\w+) in (\\w+) 1");

  @Override
  public List<TokenSequence> demonstrations(Policy policy) {
    return played.stream()
        .filter(Games::won)
        .map(line -> imitate(line.get("transcript").asText(), policy))
        .toList();
  }

  /** Whether a transcript ends with the errand done. */
  private static boolean won(ObjectNode line) {
    String text = line.get("transcript").asText();
    Matcher errand = ERRAND.matcher(text);
    return errand.find()
        && text.strip()
            .endsWith("You move the " + errand.group(1) + " 1 to the " + errand.group(2) + " 1.");
  }

  /** Trains on actions and the line break that ends them, not on what the world says. */
  private static TokenSequence imitate(String transcript, Policy policy) {
    Tokenizer tokenizer = policy.tokenizer();
    String[] turns = transcript.split("(?<=\n>)");
    Sequences sequence = new Sequences().add(tokenizer.encode(turns[0]), false);
    for (int i = 1; i < turns.length; i++) {
      int lineEnd = turns[i].indexOf('\n') + 1;
      sequence.add(tokenizer.encode(turns[i].substring(0, lineEnd)), true);
      sequence.add(tokenizer.encode(turns[i].substring(lineEnd)), false);
    }
    return sequence.join(policy.config().positions());
  }

  @Override
  public RolloutSource rollouts(Policy policy) {
    return (groups, groupSize, random) -> play(policy, groups, groupSize, random);
  }

  /** A short look: the demonstrator is clumsy, and who learns it by heart is clumsy too. */
  @Override
  public double imitationShare() {
    return 0.08;
  }

  @Override
  public double learningRate() {
    return 2e-4;
  }

  @Override
  public double beta() {
    return 0;
  }

  @Override
  public int groups() {
    return 8;
  }

  private List<List<RolloutSource.Rollout>> play(
      Policy policy, int groups, int groupSize, SplittableRandom random) {
    List<Player> players = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      ObjectNode game = (ObjectNode) games.get(random.nextInt(games.size())).get("game");
      for (int i = 0; i < groupSize; i++) {
        players.add(new Player(new Household().episode(game), policy.tokenizer()));
      }
    }
    int rows = players.size();
    try (Sampler sampler = new Sampler(policy, rows, policy.config().positions())) {
      sampler.append(players.stream().map(Player::start).toList());
      Sampler.Settings settings = new Sampler.Settings(ACTION_TOKENS, 1.0, List.of("\n"));
      while (players.stream().anyMatch(p -> !p.done) && sampler.room() > 2 * ACTION_TOKENS) {
        boolean[] active = new boolean[rows];
        for (int i = 0; i < rows; i++) {
          active[i] = !players.get(i).done;
        }
        List<Sampler.Completion> actions = sampler.generate(active, settings, random);
        List<long[]> seen = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
          seen.add(active[i] ? players.get(i).act(actions.get(i)) : new long[0]);
        }
        int widest = seen.stream().mapToInt(s -> s.length).max().orElse(0);
        if (widest > sampler.room()) {
          break;
        }
        sampler.append(seen);
      }
    }
    List<List<RolloutSource.Rollout>> result = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      result.add(
          players.subList(g * groupSize, (g + 1) * groupSize).stream()
              .map(Player::rollout)
              .toList());
    }
    return result;
  }

  /** One episode as it grows. */
  private static final class Player {
    private final Episode episode;
    private final Tokenizer tokenizer;
    private final Sequences sequence = new Sequences();
    private final List<float[]> logProbabilities = new ArrayList<>();
    private boolean done;
    private double reward;

    Player(Episode episode, Tokenizer tokenizer) {
      this.episode = episode;
      this.tokenizer = tokenizer;
    }

    long[] start() {
      long[] tokens = tokenizer.encode(episode.prompt());
      sequence.add(tokens, false);
      return tokens;
    }

    /** Plays an action; what the world says to it, as tokens. */
    long[] act(Sampler.Completion action) {
      sequence.add(action.tokens(), true);
      logProbabilities.add(action.logProbabilities());
      Episode.Turn turn = episode.step(action.text());
      // Whoever ends the text instead of the line gives up.
      done = turn.done() || action.finish().equals("end");
      reward = turn.reward();
      String lineEnd = action.finish().equals("stop") ? "" : "\n";
      long[] seen = done ? new long[0] : tokenizer.encode(lineEnd + turn.observation() + "\n>");
      sequence.add(seen, false);
      return seen;
    }

    RolloutSource.Rollout rollout() {
      int count = logProbabilities.stream().mapToInt(p -> p.length).sum();
      float[] all = new float[count];
      int at = 0;
      for (float[] part : logProbabilities) {
        System.arraycopy(part, 0, all, at, part.length);
        at += part.length;
      }
      return new RolloutSource.Rollout(sequence.join(Integer.MAX_VALUE), all, reward, done);
    }
  }
}
