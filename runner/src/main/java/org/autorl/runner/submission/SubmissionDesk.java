package org.autorl.runner.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.autorl.environments.Partition;
import org.autorl.records.EventKind;
import org.autorl.records.FileDigest;
import org.autorl.records.ItemResult;
import org.autorl.records.Json;
import org.autorl.records.Score;
import org.autorl.records.Submission;
import org.autorl.records.Task;
import org.autorl.records.TieRule;
import org.autorl.runner.budget.AttemptClock;
import org.autorl.runner.budget.AttemptClock.Activity;
import org.autorl.runner.folder.AtomicFile;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.grading.GradeResult;
import org.autorl.runner.grading.TaskGrader;
import org.autorl.runner.ledger.Ledger;

/**
 * Takes the submissions of one attempt and grades them: copy, ledger, grade, ledger. Its state is
 * the ledger's; a desk that is opened again goes on with the next number.
 *
 * <p>Submissions that wait are received together ({@link Intake}); one is graded at a time. Neither
 * waits for the other, and who only reads waits for none of them.
 *
 * <p>The folder of a submission, with its manifest and its verdict, and its tag are made when it is
 * graded, for the ledger alone has all that is needed. What a crash has left out is made by {@link
 * #gradeRest}.
 */
public final class SubmissionDesk {
  private final AttemptFolder folder;
  private final Snapshots snapshots;
  private final CodeRevisions code;
  private final TaskGrader grader;
  private final Ledger ledger;
  private final AttemptClock clock;
  private final Receipts receipts;
  private final Intake intake;

  /** Held while a group is received, first come first served. */
  private final ReentrantLock receiving = new ReentrantLock(true);

  private final ReentrantLock grading = new ReentrantLock(true);
  private boolean closed;

  /** Opens the desk with what the ledger remembers. */
  public SubmissionDesk(
      Task task,
      TieRule ties,
      AttemptFolder folder,
      Snapshots snapshots,
      CodeRevisions code,
      TaskGrader grader,
      Ledger ledger,
      AttemptClock clock,
      InstantSource time,
      Optional<Score> baseline) {
    this.folder = folder;
    this.snapshots = snapshots;
    this.code = code;
    this.grader = grader;
    this.ledger = ledger;
    this.clock = clock;
    this.receipts = new Receipts(ties, task.submission().told(), baseline);
    ledger.entries().forEach(receipts::remember);
    this.intake =
        new Intake(
            new Intake.Sources(folder.workspace(), snapshots, code, ledger, clock),
            time,
            receipts,
            task.budget().submissions());
  }

  /**
   * Asks for a submission; {@link #receiveWaiting} takes it.
   *
   * @param path of the policy
   * @param key if it was said before, the earlier receipt is given, unless the grader failed on it
   * @return in time: without a verdict, unless the policy was refused; fails with {@link
   *     DeskClosed} when no submission is left or the attempt is over, and with {@link KeyReused}
   */
  public CompletableFuture<Receipt> ask(String path, Optional<String> key) {
    return intake.ask(path, key);
  }

  /**
   * Takes all submissions that wait: copies the policies and gives them the next numbers. When this
   * returns, the ledger has them.
   *
   * @return answers those who asked; to be run once
   */
  public Runnable receiveWaiting() {
    receiving.lock();
    try {
      return intake.takeAll(isClosed());
    } finally {
      receiving.unlock();
    }
  }

  /**
   * Takes a submission, with those that wait.
   *
   * @return without a verdict, unless the policy was refused
   * @throws DeskClosed when no submission is left, or the attempt is over
   */
  public Receipt receive(String path) throws IOException {
    CompletableFuture<Receipt> receipt = ask(path, Optional.empty());
    receiveWaiting().run();
    try {
      return receipt.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e.getCause() instanceof RuntimeException refusal ? refusal : e;
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void requireOpen() {
    if (isClosed()) {
      throw new DeskClosed("the attempt is over", false);
    }
  }

  /**
   * Grades what was received, after those that are graded already.
   *
   * @param number of a submission
   * @return with its verdict, also if it had one before
   * @throws DeskClosed if the attempt is over; then it is graded with the rest
   */
  public Receipt grade(int number) throws IOException {
    grading.lock();
    try (AttemptClock.Span span = clock.during(Activity.GRADING)) {
      Receipt receipt = receipt(number).orElseThrow();
      if (receipts.isSettled(number)) {
        return receipt;
      }
      requireOpen();
      return judge(receipt);
    } finally {
      grading.unlock();
    }
  }

  /** Grades what was received and then left, because the agent or the runner was stopped. */
  public void gradeRest() throws IOException {
    grading.lock();
    try (AttemptClock.Span span = clock.during(Activity.GRADING)) {
      for (Receipt receipt : receipts()) {
        if (!receipts.isSettled(receipt.number())) {
          judge(receipt);
        }
      }
    } finally {
      grading.unlock();
    }
  }

  private Receipt judge(Receipt receipt) throws IOException {
    Submission submission = receipt.submission();
    Path own = folder.submission(submission.number());
    Files.createDirectories(own);
    AtomicFile.write(own.resolve("manifest.json"), Json.pretty(submission));
    if (submission.codeRevision().isPresent()) {
      code.tag(submission.number(), submission.codeRevision().get());
    }
    GradeResult result =
        receipt.verdict().isPresent()
            ? new GradeResult(receipt.verdict().get(), List.of(), Optional.empty())
            : gradeSnapshot(submission.files(), grader, Partition.PRACTICE);
    AtomicFile.write(own.resolve("verdict.json"), Json.pretty(result.verdict()));
    AtomicFile.write(own.resolve("items.jsonl"), lines(result.items()));
    ObjectNode graded = Json.object().put("number", submission.number());
    graded.set("verdict", Json.tree(result.verdict()));
    result.engine().ifPresent(engine -> graded.put("engine", engine));
    result.remembered().ifPresent(key -> graded.put("remembered", key));
    sameContent(submission).ifPresent(first -> graded.put("sameAs", first));
    receipts.remember(ledger.append(EventKind.Step.SUBMISSION_GRADED, graded));
    return receipt(submission.number()).orElseThrow();
  }

  /** The first submission that has a score and the same content, if this is a repeat. */
  private Optional<Integer> sameContent(Submission submission) {
    return receipts().stream()
        .filter(r -> r.number() < submission.number() && r.score().isPresent())
        .filter(r -> r.submission().contentDigest().equals(submission.contentDigest()))
        .map(Receipt::number)
        .findFirst();
  }

  /** Grades a snapshot in a folder of its own, which is gone afterwards. */
  private GradeResult gradeSnapshot(List<FileDigest> files, TaskGrader judge, Partition partition)
      throws IOException {
    Path place = Files.createTempDirectory(Files.createDirectories(folder.scratch()), "snapshot");
    try {
      snapshots.materialise(files, place.resolve("policy"));
      return judge.grade(place.resolve("policy"), Snapshots.contentDigest(files), partition);
    } finally {
      org.autorl.runner.folder.Folders.delete(place);
    }
  }

  /**
   * Grades the final submission on the sealed split.
   *
   * @param judge the task's own grader, or that of a task that gates it
   */
  public GradeResult gradeSealed(int number, TaskGrader judge) throws IOException {
    return gradeSnapshot(
        receipt(number).orElseThrow().submission().files(), judge, Partition.SEALED);
  }

  /**
   * Names the final submission; the last word counts.
   *
   * @throws SubmissionRefused if there is no submission of that number with a score
   */
  public synchronized Receipt choose(int number) throws IOException {
    requireOpen();
    Receipt receipt =
        receipt(number)
            .filter(r -> r.score().isPresent())
            .orElseThrow(
                () ->
                    new SubmissionRefused(
                        "submission %d has no score, so it cannot be the final one"
                            .formatted(number)));
    receipts.remember(
        ledger.append(EventKind.Step.SUBMISSION_CHOSEN, Json.object().put("number", number)));
    return receipt;
  }

  /**
   * Refuses everything from now on; when this returns, nothing is being received or graded. What
   * was received and has no verdict is left to {@link #gradeRest}.
   */
  public void close() {
    synchronized (this) {
      closed = true;
    }
    receiveWaiting().run();
    grading.lock();
    grading.unlock();
  }

  /** All submissions, by number. */
  public List<Receipt> receipts() {
    return receipts.all();
  }

  /** One submission. */
  public Optional<Receipt> receipt(int number) {
    return receipts.of(number);
  }

  /** Submissions that count against the budget. */
  public long spent() {
    return receipts.spent();
  }

  /** How many submissions there are. */
  public int size() {
    return receipts.size();
  }

  /** The submission with the best practice score; of equals, the one that the suite says. */
  public Optional<Receipt> best() {
    return receipts.best();
  }

  /** The best as far as the agent is told. */
  public Optional<Receipt> bestTold() {
    return receipts.bestTold();
  }

  /** The number of the final submission: chosen by the agent, else the best in practice. */
  public Optional<Integer> finalChoice() {
    return receipts.finalChoice();
  }

  /** One item a line: ids and scores only. */
  public static String lines(List<ItemResult> items) {
    return items.stream().map(i -> Json.canonical(i) + "\n").collect(Collectors.joining());
  }

  /** No submission can be taken any more. */
  public static final class DeskClosed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final boolean spent;

    DeskClosed(String reason, boolean spent) {
      super(reason);
      this.spent = spent;
    }

    /** Whether the budget is the reason. */
    public boolean isSpent() {
      return spent;
    }
  }
}
