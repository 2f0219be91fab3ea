package org.autorl.site.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.AttemptRecord;
import org.autorl.records.EventKind;
import org.autorl.records.ItemResult;
import org.autorl.records.Json;
import org.autorl.records.Score;
import org.autorl.records.Spent;

/**
 * What the pages over all runs need of one attempt.
 *
 * @param state how it ended, or how far it is
 * @param ended whether it has come to its end
 * @param sealedError standard error of the sealed score
 * @param improvement over the sealed baseline; positive is better whatever the metric's direction
 * @param dollars absent if nothing metered them
 * @param handed its submissions, in their order
 * @param withdrawn present if its score counts no longer: then it has none
 * @param sealedItems what each sealed item gave; never published item by item
 * @param baselineItems what each gave the base policy
 */
public record Result(
    String task,
    int level,
    long seed,
    String state,
    boolean ended,
    Optional<Double> baseline,
    Optional<Double> practice,
    Optional<Double> sealed,
    Optional<Double> sealedError,
    Optional<Double> sealedBaseline,
    Optional<Double> improvement,
    Optional<Double> hours,
    Optional<Double> tokens,
    Optional<Double> dollars,
    int submissions,
    List<SubmissionResult> handed,
    Optional<Withdrawal> withdrawn,
    Optional<ItemScores> sealedItems,
    Optional<ItemScores> baselineItems) {
  /** The state of an attempt whose score was withdrawn. */
  public static final String WITHDRAWN = "withdrawn";

  public Result {
    handed = List.copyOf(handed);
  }

  /**
   * This attempt without the numbers that count no longer; what it spent stays.
   *
   * @param change id of the record that says so
   */
  public Result withdrawn(String change) {
    return new Result(
        task,
        level,
        seed,
        WITHDRAWN,
        ended,
        baseline,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        sealedBaseline,
        Optional.empty(),
        hours,
        tokens,
        dollars,
        submissions,
        List.of(),
        Optional.of(new Withdrawal(change, sealed)),
        Optional.empty(),
        baselineItems);
  }

  /**
   * The result of an attempt.
   *
   * @param ids of items that are known, by their digest; gets those of this attempt
   */
  static Result of(RunReader.Attempt read, Map<String, List<String>> ids) {
    AttemptRecord attempt = read.record();
    Path folder = read.folder();
    return new Result(
        attempt.task(),
        attempt.level(),
        attempt.seed(),
        attempt.state(),
        attempt.outcome().isPresent(),
        attempt.baseline().map(Score::value),
        attempt.practice().map(Score::value),
        attempt.sealed().map(Score::value),
        attempt.sealed().map(Score::standardError),
        attempt.sealedBaseline().map(Score::value),
        attempt.improvement(),
        attempt
            .startedAt()
            .flatMap(from -> attempt.endedAt().map(to -> Duration.between(from, to)))
            .map(time -> time.toMillis() / 3_600_000.0),
        spent(attempt, "tokens"),
        spent(attempt, "dollars"),
        attempt.submissions(),
        SubmissionResult.of(attempt, folder, read.handed()),
        Optional.empty(),
        items(folder, EventKind.Step.SEALED_GRADED, ids),
        items(folder, EventKind.Step.SEALED_BASELINE_GRADED, ids));
  }

  private static Optional<ItemScores> items(
      Path folder, EventKind graded, Map<String, List<String>> ids) {
    Path file = folder.resolve(graded.itemsFile().orElseThrow());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    List<ItemResult> results = new ArrayList<>();
    try {
      RunFiles.lines(
          file, line -> results.add(Json.read(line.text().orElse("too long"), ItemResult.class)));
    } catch (IOException | IllegalArgumentException e) {
      // Without its items a score has no interval; `verify` names the line.
      return Optional.empty();
    }
    return results.isEmpty() ? Optional.empty() : Optional.of(ItemScores.of(results, ids));
  }

  private static Optional<Double> spent(AttemptRecord attempt, String kind) {
    return attempt.spent().stream()
        .filter(spent -> spent.kind().equals(kind))
        .findFirst()
        .flatMap(Spent::amount);
  }
}
