package org.autorl.site.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Json;
import org.autorl.records.Score;
import org.autorl.records.Verdict;

/**
 * What the pages over all runs need of a submission.
 *
 * @param number from 1
 * @param seconds charged time of the attempt when it came
 * @param tokens of the driver until then, cached ones included; absent if no gateway metered them
 * @param verdict {@code graded}, {@code refused}, {@code grader failed} or {@code not graded}
 * @param practice score; absent unless graded
 * @param improvement over the practice baseline; positive is better whatever the metric's direction
 */
public record SubmissionResult(
    int number,
    double seconds,
    Optional<Double> tokens,
    String verdict,
    Optional<Double> practice,
    Optional<Double> improvement) {

  /** The submissions of an attempt. */
  static List<SubmissionResult> of(AttemptRecord attempt, Path folder, List<Handed> handed) {
    TreeMap<Instant, Double> tokens =
        handed.isEmpty() || !metered(attempt) ? new TreeMap<>() : tokens(folder);
    return handed.stream().map(one -> of(attempt, one, tokens)).toList();
  }

  private static SubmissionResult of(
      AttemptRecord attempt, Handed handed, TreeMap<Instant, Double> tokens) {
    Optional<Score> score = handed.verdict().flatMap(Verdict::scored);
    return new SubmissionResult(
        handed.submission().number(),
        handed.submission().elapsedSeconds(),
        tokens.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Optional.ofNullable(tokens.floorEntry(handed.submission().at()))
                    .map(Map.Entry::getValue)
                    .orElse(0.0)),
        verdict(handed.verdict()),
        score.map(Score::value),
        score.flatMap(own -> attempt.baseline().map(own::improvementOver)));
  }

  private static String verdict(Optional<Verdict> verdict) {
    if (verdict.isEmpty()) {
      return "not graded";
    }
    return verdict.get() instanceof Verdict.Graded
        ? "graded"
        : verdict.get() instanceof Verdict.Rejected ? "refused" : "grader failed";
  }

  private static boolean metered(AttemptRecord attempt) {
    return attempt.spent().stream()
        .filter(spent -> spent.kind().equals("tokens"))
        .flatMap(spent -> spent.amount().stream())
        .anyMatch(amount -> amount > 0);
  }

  /** Tokens that all calls of the gateway had come to, by when each ended. */
  private static TreeMap<Instant, Double> tokens(Path folder) {
    TreeMap<Instant, Double> sums = new TreeMap<>();
    double[] sum = {0};
    try {
      RunFiles.lines(
          folder.resolve("trajectory.jsonl"),
          line -> {
            // A longer line is an agent's, not the gateway's.
            line.text()
                .filter(text -> text.contains("\"kind\":\"model\""))
                .map(text -> (JsonNode) Json.readObject(text))
                .filter(call -> call.path("kind").asText().equals("model"))
                .ifPresent(
                    call -> {
                      sum[0] += spent(call.path("tokens"));
                      sums.merge(Instant.parse(call.path("at").asText()), sum[0], Math::max);
                    });
            return true;
          });
      return sums;
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
      // Half a sum is a wrong number; without the calls the curve over tokens is left out.
      return new TreeMap<>();
    }
  }

  private static double spent(JsonNode tokens) {
    return tokens.path("input").asDouble()
        + tokens.path("cacheRead").asDouble()
        + tokens.path("cacheWrite").asDouble()
        + tokens.path("output").asDouble();
  }
}
