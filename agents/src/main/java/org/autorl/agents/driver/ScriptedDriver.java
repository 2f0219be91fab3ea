package org.autorl.agents.driver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.autorl.agents.scaffold.LooseJson;
import org.autorl.records.Json;

/**
 * Plays a driver. The same seed and the same question give the same answer.
 *
 * <p>Asked for a diagnosis, it reads the metrics by the rules of {@link Bottleneck}; with the
 * dial's probability it names the strongest sign, otherwise any other, each as likely. Its edits go
 * the right way for what it names. Asked for an idea without a diagnosis it moves any knob any way.
 *
 * @param quality the dial, 0..1
 */
public record ScriptedDriver(double quality, long seed) {
  private static final int LOOKS = 4;
  private static final int TRIES = 50;
  private static final double STRONG = 0.5;
  private static final String STEPS = "The settings of the training change, its data do not.";

  /**
   * Points that a change must have brought to be worth copying: about two sd of a practice score.
   */
  private static final double WORTH = 3;

  public ScriptedDriver {
    if (!(quality >= 0 && quality <= 1)) {
      throw new IllegalArgumentException("the quality is %s; it is 0 to 1".formatted(quality));
    }
  }

  /**
   * Answers a conversation.
   *
   * @param said all messages as one text, which the randomness depends on
   * @param question the last message, with the facts as its last JSON block
   */
  public String answer(String said, String question) {
    Optional<ObjectNode> facts = LooseJson.object(question);
    if (facts.isEmpty() || !facts.get().has("phase")) {
      return "I am a scripted driver: I answer the questions of AutoRL's scaffolds and no others.";
    }
    Asked asked = new Asked(facts.get(), new SplittableRandom(seed ^ hash(said)));
    return switch (facts.get().path("phase").asText()) {
      case "diagnose" -> json(diagnosis(asked));
      case "propose" -> json(proposal(asked));
      case "critique" -> json(critiques(asked));
      case "rewrite" ->
          json(Json.object().set("hypotheses", asked.facts().path("candidates").deepCopy()));
      case "plan" -> json(Json.object().put("steps", STEPS).put("reuseData", true));
      case "choose" -> json(choice(asked));
      case "code" -> "```groovy\n" + code(asked) + "```\n";
      case "judge" -> json(judgement(asked));
      default -> "I know no such phase.";
    };
  }

  /** A question. */
  private record Asked(ObjectNode facts, SplittableRandom random) {
    DataKind kind() {
      return DataKind.of(facts.path("task").path("files"));
    }

    JsonNode parent() {
      return facts.path("parent");
    }

    Pipeline base() {
      return pipeline(parent());
    }

    Bottleneck.Signs signs(JsonNode node) {
      Map<String, Double> metrics = new HashMap<>();
      node.path("metrics")
          .properties()
          .forEach(e -> metrics.put(e.getKey(), e.getValue().asDouble()));
      return new Bottleneck.Signs(
          base(),
          metrics,
          node.path("failure").path("kind").asText(""),
          node.path("failure").path("message").asText(""));
    }

    /** Settings that were tried from here. */
    boolean isTried(Map<String, String> change) {
      for (JsonNode idea : facts.path("avoid")) {
        if (changeOf(idea).equals(change)) {
          return true;
        }
      }
      return false;
    }
  }

  private static Pipeline pipeline(JsonNode node) {
    return Pipeline.of(node.path("script").asText("")).orElseGet(Pipeline::centre);
  }

  private static Map<String, String> changeOf(JsonNode idea) {
    Map<String, String> change = new TreeMap<>();
    idea.path("change").properties().forEach(e -> change.put(e.getKey(), e.getValue().asText()));
    return change;
  }

  /** What the dial makes of what is true: the strongest sign, or another one. */
  Bottleneck named(List<Bottleneck> ranked, SplittableRandom random) {
    boolean right = random.nextDouble() < quality;
    return right || ranked.size() == 1
        ? ranked.get(0)
        : ranked.get(1 + random.nextInt(ranked.size() - 1));
  }

  private ObjectNode diagnosis(Asked asked) {
    Bottleneck.Signs signs = asked.signs(asked.parent());
    List<Bottleneck> ranked = new ArrayList<>(Bottleneck.ranked(signs, asked.kind().knobs()));
    ObjectNode answer = Json.object();
    ArrayNode problems = answer.putArray("problems");
    for (JsonNode source : asked.facts().path("ask")) {
      Bottleneck one = named(ranked, asked.random());
      ranked.remove(one);
      problems
          .addObject()
          .put("name", one.word())
          .put(
              "evidence", String.format(java.util.Locale.ROOT, "its sign is %.2f", one.sign(signs)))
          .put("source", source.asText());
    }
    return answer;
  }

  private ObjectNode proposal(Asked asked) {
    List<ObjectNode> ideas = new ArrayList<>();
    for (JsonNode problem : asked.facts().path("problems")) {
      Bottleneck.named(problem.path("name").asText())
          .ifPresent(one -> ideas.add(answerTo(one, asked, ideas.isEmpty())));
    }
    if (ideas.isEmpty()) {
      ideas.add(
          switch (asked.facts().path("stage").asText()) {
            case "DRAFT" -> draft(asked);
            case "MERGE" -> merge(asked);
            case "DEBUG" -> repair(asked);
            default -> anyEdit(asked);
          });
    }
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("hypotheses");
    ideas.forEach(list::add);
    return answer;
  }

  /** The right way for a problem; the plainer its sign, the further. */
  private ObjectNode answerTo(Bottleneck one, Asked asked, boolean first) {
    Bottleneck.Signs signs = asked.signs(asked.parent());
    int wanted = one.sign(signs) > STRONG ? 2 : 1;
    for (int steps : List.of(wanted, 3 - wanted, 3, 4)) {
      Pipeline moved = moved(asked.base(), one.knob(), one.direction() * steps);
      Map<String, String> change = moved.change(List.of(one.knob()));
      if (!moved.equals(asked.base()) && !asked.isTried(change)) {
        ObjectNode idea = idea("against " + one.word(), one.knob(), change);
        idea.put("problem", one.word());
        idea.putObject("scores")
            .put("alignment", 7)
            .put("impact", first ? 9 : 6)
            .put("novelty", 5)
            .put("feasibility", 9)
            .put("risk", 6);
        return idea;
      }
    }
    return anyEdit(asked);
  }

  private static Pipeline moved(Pipeline base, Knob knob, int by) {
    Map<Knob, Integer> steps = new EnumMap<>(base.steps());
    steps.merge(knob, by, Integer::sum);
    return new Pipeline(steps);
  }

  /** Any knob, any way, one or two steps. */
  private ObjectNode anyEdit(Asked asked) {
    List<Knob> knobs = asked.kind().knobs().stream().sorted().toList();
    for (int i = 0; i < TRIES; i++) {
      Knob knob = knobs.get(asked.random().nextInt(knobs.size()));
      int by = (asked.random().nextBoolean() ? 1 : -1) * asked.random().nextInt(1, 3);
      Pipeline moved = moved(asked.base(), knob, by);
      Map<String, String> change = moved.change(List.of(knob));
      if (!moved.equals(asked.base()) && !asked.isTried(change)) {
        return idea("another value", knob, change);
      }
    }
    return draft(asked);
  }

  /** The one of some drafts that is furthest from what was tried. */
  private ObjectNode draft(Asked asked) {
    List<Pipeline> tried = new ArrayList<>();
    asked.facts().path("avoid").forEach(i -> tried.add(Pipeline.centre().with(changeOf(i))));
    Optional<Pipeline> best = Optional.empty();
    for (int i = 0; i < (tried.isEmpty() ? 1 : LOOKS); i++) {
      Pipeline one = Pipeline.draft(asked.random());
      if (best.isEmpty() || apart(one, tried) > apart(best.get(), tried)) {
        best = Optional.of(one);
      }
    }
    List<Knob> knobs = asked.kind().knobs().stream().sorted().toList();
    return idea("a pipeline of its own", Knob.SFT_SHARE, best.orElseThrow().change(knobs));
  }

  private static int apart(Pipeline one, List<Pipeline> tried) {
    return tried.stream().mapToInt(one::distance).min().orElse(Integer.MAX_VALUE);
  }

  /** An error names its cause; whether the driver sees it is the dial's. */
  private ObjectNode repair(Asked asked) {
    Bottleneck.Signs signs = asked.signs(asked.parent());
    List<Bottleneck> ranked = Bottleneck.ranked(signs, asked.kind().knobs());
    return ranked.get(0).sign(signs) > 1
        ? answerTo(named(ranked, asked.random()), asked, true)
        : anyEdit(asked);
  }

  /** It has no second opinion: the dial has decided when it made its diagnosis. */
  private static ObjectNode critiques(Asked asked) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("critiques");
    asked
        .facts()
        .path("candidates")
        .forEach(idea -> list.addObject().put("flaw", "none").put("fits", true));
    return answer;
  }

  /** The best branch, with the last accepted change of each other one. */
  private ObjectNode merge(Asked asked) {
    List<JsonNode> parents = new ArrayList<>();
    asked.facts().path("parents").forEach(parents::add);
    Pipeline base = asked.base();
    Map<String, String> change = new TreeMap<>();
    for (JsonNode other : parents) {
      Map<String, String> worked = changeOf(other.path("hypothesis"));
      if (worked.size() <= 2 && !base.with(worked).equals(base)) {
        change.putAll(worked);
      }
    }
    return change.isEmpty() || asked.isTried(change)
        ? anyEdit(asked)
        : idea("what worked elsewhere", Knob.SFT_SHARE, change);
  }

  /** The first candidate; with the most useful change of another trace, if it fits beside it. */
  private ObjectNode choice(Asked asked) {
    JsonNode first = asked.facts().path("candidates").path(0);
    Map<String, String> change = new TreeMap<>(changeOf(first));
    List<JsonNode> successes = new ArrayList<>();
    asked.facts().path("memory").forEach(successes::add);
    successes.removeIf(note -> note.path("gain").asDouble() < WORTH);
    successes.sort(
        Comparator.comparingDouble((JsonNode n) -> n.path("gain").asDouble()).reversed());
    for (JsonNode note : successes) {
      Map<String, String> worked = changeOf(note.path("hypothesis"));
      Map<String, String> both = new TreeMap<>(worked);
      both.putAll(change);
      boolean fits = worked.size() <= 2 && both.size() > change.size();
      if (fits
          && !asked.base().with(both).equals(asked.base().with(change))
          && !asked.isTried(both)) {
        ObjectNode answer = Json.object().put("choice", "modify");
        answer.set("hypothesis", with((ObjectNode) first.deepCopy(), both));
        return answer;
      }
    }
    ObjectNode answer = Json.object().put("choice", "select");
    answer.set("hypothesis", first.deepCopy());
    return answer;
  }

  private static ObjectNode with(ObjectNode idea, Map<String, String> change) {
    idea.set("change", Json.tree(change));
    idea.put("text", idea.path("text").asText() + "; with what worked in another trace");
    return idea;
  }

  private static String code(Asked asked) {
    Pipeline pipeline = asked.base().with(changeOf(asked.facts().path("hypothesis")));
    return ScriptWriter.script(asked.kind(), pipeline);
  }

  private ObjectNode judgement(Asked asked) {
    JsonNode result = asked.facts().path("result");
    double score = result.path("score").asDouble();
    double best = asked.facts().path("best").path("score").asDouble();
    return Json.object()
        .put(
            "observations",
            String.format(
                java.util.Locale.ROOT, "It scores %.1f; the best so far scores %.1f.", score, best))
        .put("accept", score >= best);
  }

  private static ObjectNode idea(String text, Knob knob, Map<String, String> change) {
    ObjectNode idea =
        Json.object()
            .put("text", text + ": " + change)
            .put("reason", "an edit of the scripted driver")
            .put("component", knob.name().startsWith("SFT") ? "imitation" : "reinforcement");
    idea.set("change", Json.tree(change));
    return idea;
  }

  private static String json(ObjectNode answer) {
    return "```json\n" + Json.canonical(answer) + "\n```\n";
  }

  private static long hash(String text) {
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return java.nio.ByteBuffer.wrap(all).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
