package org.autorl.runner.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.autorl.graders.JudgePrompt;
import org.autorl.records.Digest;
import org.autorl.records.GraderRule;
import org.autorl.records.Json;
import org.autorl.records.Judge;
import org.autorl.runner.http.PatientClient;

/**
 * Makes judges that are language models.
 *
 * @param server absent where the operator has named none
 * @param memory folder with their verdicts, for all runs of this machine; agents do not see it
 * @param patience for one answer
 */
public record Judges(
    Optional<JudgeServer> server, Path memory, Duration patience, PatientClient.Pause pause) {

  /** Judges with the patience that gradings have: a minute for an answer. */
  public static Judges of(Optional<JudgeServer> server, Path memory) {
    return new Judges(server, memory, Duration.ofMinutes(1), time -> Thread.sleep(time.toMillis()));
  }

  /**
   * A judge for one split.
   *
   * @param folder that the task's paths are relative to
   * @throws JudgeFailed if there is no server, or a file of the task is not what it should be
   */
  public ModelJudge judge(GraderRule.Judged rule, Judge.Model judge, Path folder)
      throws IOException {
    JudgeServer known =
        server.orElseThrow(
            () -> new JudgeFailed("no server is named for the judge " + judge.model()));
    Optional<KnownPairs> pairs = Optional.empty();
    if (judge.calibration().isPresent()) {
      String file = judge.calibration().get().file();
      pairs = Optional.of(KnownPairs.read(folder.resolve(file), file));
    }
    PatientClient client =
        new PatientClient(known.url(), patience, PatientClient.Silence.PASSES, known.key(), pause);
    return new ModelJudge(
        rule, judge, prompt(judge, folder), pairs, known, client, new VerdictCache(memory));
  }

  /** All that can change what a judge says though the task says the same, as a hash. */
  public String fingerprint(Judge.Model judge, Path folder) throws IOException {
    String pairs = "";
    if (judge.calibration().isPresent()) {
      pairs = Files.readString(folder.resolve(judge.calibration().get().file()));
    }
    return Digest.sha256(
        Json.canonical(
            Json.object()
                .put("server", server.map(s -> s.url().toString()).orElse(""))
                .put("prompt", Files.readString(folder.resolve(judge.prompt())))
                .put("pairs", pairs)));
  }

  private static JudgePrompt prompt(Judge.Model judge, Path folder) throws IOException {
    try {
      return new JudgePrompt(Files.readString(folder.resolve(judge.prompt())));
    } catch (IllegalArgumentException e) {
      throw new JudgeFailed(judge.prompt() + ": " + e.getMessage(), e);
    }
  }
}
