package org.autorl.runner.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.autorl.environments.Partition;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Json;
import org.autorl.records.Lifecycle;
import org.autorl.records.Outcome;
import org.autorl.records.Score;
import org.autorl.records.Verdict;
import org.autorl.runner.budget.Account;
import org.autorl.runner.budget.AttemptClock;
import org.autorl.runner.budget.Kind;
import org.autorl.runner.budget.Phase;
import org.autorl.runner.folder.AtomicFile;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.grading.TaskGrader;
import org.autorl.runner.ledger.Ledger;
import org.autorl.runner.report.AttemptAccount;
import org.autorl.runner.sandbox.JavaHome;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.submission.CodeRevisions;
import org.autorl.runner.submission.Receipt;
import org.autorl.runner.submission.Snapshots;
import org.autorl.runner.submission.SubmissionDesk;

/**
 * Takes one attempt from start to end, in the order of docs/concepts/how-a-score-is-made.md. Begun
 * again on the same folder it goes on where the ledger ends.
 */
public final class AttemptRunner {
  private final AttemptPlan plan;
  private final Baselines baselines;
  private final InstantSource time;
  private final Progress progress;
  private final AttemptFolder folder;
  private final AgentSession session;

  public AttemptRunner(
      AttemptPlan plan,
      Sandbox sandbox,
      JavaHome java,
      Baselines baselines,
      InstantSource time,
      Progress progress) {
    this.plan = plan;
    this.baselines = baselines;
    this.time = time;
    this.progress = progress;
    this.folder = plan.folder();
    this.session = new AgentSession(plan, sandbox, java, time, progress);
  }

  /** Ends the agent and leaves the attempt to be resumed; for a shutdown hook. */
  public void interrupt() throws InterruptedException {
    session.interrupt();
  }

  /**
   * Runs the attempt, or what is left of it.
   *
   * @throws IOException if the folder cannot be written; what is in it stays valid
   */
  public AttemptRecord run() throws IOException, InterruptedException {
    Optional<AttemptRecord> before = folder.attempt();
    if (before.isPresent() && before.get().lifecycle() == Lifecycle.ENDED) {
      return before.get();
    }
    Files.createDirectories(folder.root());
    TaskGrader grader = plan.grading().of(plan.task());
    try (Ledger ledger = Ledger.open(folder.ledger(), time)) {
      AttemptClock clock =
          new AttemptClock(
              plan.task().budget().wallClock(),
              AttemptAccount.before(before, ledger.entries(), time.instant()),
              System::nanoTime);
      if (ledger.last("attempt-started").isEmpty()) {
        ObjectNode started = Json.object().put("task", plan.task().id());
        started.put("fingerprint", plan.task().fingerprint()).put("seed", plan.seed());
        started.set("worker", Json.tree(plan.inference()));
        ledger.append("attempt-started", started.put("agent", plan.agent().name()));
      }
      Instant start = ledger.entries().get(0).at();
      folder.write(
          AttemptRecord.queued(plan.task().id(), plan.level(), plan.seed())
              .begun(start)
              .withSpent(before.map(AttemptRecord::spent).orElse(List.of())));
      try {
        return attempt(ledger, grader, clock, start);
      } catch (Infrastructure e) {
        if (session.interrupted()) {
          // What failed was stopped with us: it is to be done again.
          throw new InterruptedException("interrupted");
        }
        String why = String.valueOf(e.getMessage());
        return end(ledger, clock, start, Outcome.INFRASTRUCTURE, why, empty());
      }
    }
  }

  private record Scores(
      int submissions,
      Optional<Score> baseline,
      Optional<Integer> chosen,
      Optional<Score> practice,
      Optional<Score> sealedBaseline,
      Optional<Score> sealed) {}

  private static Scores empty() {
    return new Scores(
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private AttemptRecord attempt(Ledger ledger, TaskGrader grader, AttemptClock clock, Instant start)
      throws IOException, InterruptedException {
    clock.enter(Phase.BASELINE);
    GradedOnce once = new GradedOnce(plan, ledger, baselines, progress);
    Score baseline = once.basePolicy("baseline-graded", plan.task(), grader, Partition.PRACTICE);
    clock.enter(Phase.SETTING_UP);
    Path code = folder.workspace().resolve("code");
    try (CodeRevisions revisions = new CodeRevisions(folder.codeRepository(), code, time)) {
      SubmissionDesk desk =
          new SubmissionDesk(
              plan.task(),
              plan.ties(),
              folder,
              new Snapshots(plan.blobs(), plan.basePolicy(), plan.task().submission().atMost()),
              revisions,
              grader,
              ledger,
              clock,
              time,
              Optional.of(baseline));
      clock.enter(Phase.REST);
      desk.gradeRest();
      if (ledger.last("agent-ended").isEmpty()) {
        clock.enter(Phase.SETTING_UP);
        session.run(new AgentSession.Desk(ledger, desk, clock, revisions));
        desk.gradeRest();
      }
      return judge(once, grader, desk, clock, baseline, start);
    }
  }

  private AttemptRecord judge(
      GradedOnce once,
      TaskGrader grader,
      SubmissionDesk desk,
      AttemptClock clock,
      Score baseline,
      Instant start)
      throws IOException {
    Ledger ledger = once.ledger();
    String ended = ledger.last("agent-ended").orElseThrow().data().path("end").asText();
    Optional<Integer> choice = desk.finalChoice();
    Scores scores =
        new Scores(
            desk.receipts().size(),
            Optional.of(baseline),
            choice,
            choice.flatMap(desk::receipt).flatMap(r -> r.score()),
            Optional.empty(),
            Optional.empty());
    if (choice.isEmpty()) {
      return endUnscored(ledger, desk, clock, start, scores, ended);
    }
    clock.enter(Phase.SEALED);
    Score sealedBaseline =
        once.basePolicy("sealed-baseline-graded", plan.task(), grader, Partition.SEALED);
    int number = choice.get();
    progress.say(plan.label() + ": grading submission " + number + " on the sealed split");
    Score sealed =
        once.grade(
            "sealed-graded",
            Json.object().put("number", number),
            () -> desk.gradeSealed(number, grader));
    clock.enter(Phase.GATES);
    List<String> broken = new Gates(plan, once, plan.grading()::of).broken(desk, number);
    if (!broken.isEmpty()) {
      String why = "submission %d was final and fails a gate: %s";
      return end(
          ledger,
          clock,
          start,
          Outcome.DISQUALIFIED,
          why.formatted(number, String.join("; ", broken)),
          scores);
    }
    Scores all =
        new Scores(
            scores.submissions(),
            scores.baseline(),
            choice,
            scores.practice(),
            Optional.of(sealedBaseline),
            Optional.of(sealed));
    return end(
        ledger,
        clock,
        start,
        Outcome.SCORED,
        "submission %d was final; the agent ended by %s".formatted(number, ended),
        all);
  }

  private AttemptRecord endUnscored(
      Ledger ledger,
      SubmissionDesk desk,
      AttemptClock clock,
      Instant start,
      Scores scores,
      String ended)
      throws IOException {
    for (Receipt receipt : desk.receipts()) {
      if (receipt.verdict().orElse(null) instanceof Verdict.GraderFailed failed) {
        throw new Infrastructure(
            "submission %d could not be graded: %s"
                .formatted(receipt.submission().number(), failed.cause()));
      }
    }
    boolean submitted = scores.submissions() > 0;
    Outcome outcome =
        submitted
            ? Outcome.INVALID_SUBMISSION
            : Kind.overdrew(ended)
                ? Outcome.BUDGET_EXHAUSTED
                : ended.equals("exit 0") ? Outcome.NO_SUBMISSION : Outcome.AGENT_CRASHED;
    String why =
        submitted
            ? "no submission could be scored; the agent ended by " + ended
            : "nothing was submitted; the agent ended by " + ended;
    return end(ledger, clock, start, outcome, why, scores);
  }

  private AttemptRecord end(
      Ledger ledger, AttemptClock clock, Instant start, Outcome outcome, String why, Scores scores)
      throws IOException {
    Instant now = time.instant();
    Account account = clock.account();
    AttemptRecord record =
        new AttemptRecord(
            plan.task().id(),
            plan.level(),
            plan.seed(),
            Lifecycle.ENDED,
            Optional.of(outcome),
            why,
            Optional.of(start),
            Optional.of(now),
            scores.submissions(),
            scores.baseline(),
            scores.chosen(),
            scores.practice(),
            scores.sealedBaseline(),
            scores.sealed(),
            AttemptAccount.of(plan.task(), ledger.entries(), account));
    AtomicFile.write(
        folder.reportJson(),
        Json.pretty(AttemptAccount.processMetrics(plan.task(), ledger.entries())));
    ObjectNode data = Json.object().put("outcome", outcome.label());
    data.set("attempt", Json.tree(record));
    data.set("phases", AttemptAccount.phases(account));
    ledger.append("attempt-ended", data);
    folder.write(record);
    Folders.delete(folder.workspace());
    Folders.delete(folder.workspace().resolveSibling("given"));
    return record;
  }
}
