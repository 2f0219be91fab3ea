package org.autorl.runner.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.autorl.environments.Partition;
import org.autorl.records.EventKind;
import org.autorl.records.FileDigest;
import org.autorl.records.ItemResult;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Score;
import org.autorl.records.Submission;
import org.autorl.records.Task;
import org.autorl.records.TieRule;
import org.autorl.records.Verdict;
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
 * <p>One submission is received at a time, and one graded; neither waits for the other, and who
 * only reads waits for none of them.
 */
public final class SubmissionDesk {
  private final Task task;
  private final AttemptFolder folder;
  private final Snapshots snapshots;
  private final CodeRevisions code;
  private final TaskGrader grader;
  private final Ledger ledger;
  private final AttemptClock clock;
  private final InstantSource time;
  private final Receipts receipts;

  /** Held from the choice of a number until the ledger has it, first come first served. */
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
    this.task = task;
    this.folder = folder;
    this.snapshots = snapshots;
    this.code = code;
    this.grader = grader;
    this.ledger = ledger;
    this.clock = clock;
    this.time = time;
    this.receipts = new Receipts(ties, baseline);
    ledger.entries().forEach(receipts::remember);
  }

  /**
   * Takes a submission: copies the policy and gives it the next number. When this returns, the
   * ledger has it.
   *
   * @return without a verdict, unless the policy was refused
   * @throws DeskClosed when no submission is left, or the attempt is over
   */
  public Receipt receive(String path) throws IOException {
    receiving.lock();
    try (AttemptClock.Span span = clock.during(Activity.RECEIVING)) {
      requireOpen();
      requireLeft();
      return take(path, receipts().size() + 1);
    } finally {
      receiving.unlock();
    }
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new DeskClosed("the attempt is over", false);
    }
  }

  private void requireLeft() {
    if (receipts.spent() >= task.budget().submissions()) {
      throw new DeskClosed(
          "all %d submissions of the budget are spent".formatted(task.budget().submissions()),
          true);
    }
  }

  private Receipt take(String path, int number) throws IOException {
    List<FileDigest> files = List.of();
    Optional<String> refused = Optional.empty();
    try {
      files = snapshots.take(folder.workspace(), path);
    } catch (SubmissionRefused e) {
      refused = Optional.of(String.valueOf(e.getMessage()));
    }
    Optional<String> revision = code.commit("submission " + number);
    if (revision.isPresent()) {
      code.tag(number, revision.get());
    }
    Submission submission =
        new Submission(
            number,
            time.instant(),
            path,
            files,
            Snapshots.contentDigest(files),
            revision,
            clock.charged().toMillis() / 1000.0);
    Path own = folder.submission(number);
    Files.createDirectories(own);
    AtomicFile.write(own.resolve("manifest.json"), Json.pretty(submission));
    ObjectNode received = Json.object();
    received.set("submission", Json.tree(submission));
    refused.ifPresent(reason -> received.put("refused", reason));
    receipts.remember(ledger.append(EventKind.Step.SUBMISSION_RECEIVED, received));
    if (refused.isPresent()) {
      return settle(number, rejected(refused.get()));
    }
    return receipt(number).orElseThrow();
  }

  private static GradeResult rejected(String reason) {
    return new GradeResult(new Verdict.Rejected(reason), List.of(), Optional.empty());
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
      if (receipt.verdict().isPresent()) {
        return receipt;
      }
      requireOpen();
      return judge(receipt.submission());
    } finally {
      grading.unlock();
    }
  }

  /** Grades what was received and then left, because the agent or the runner was stopped. */
  public void gradeRest() throws IOException {
    grading.lock();
    try (AttemptClock.Span span = clock.during(Activity.GRADING)) {
      for (Receipt receipt : receipts()) {
        if (receipt.verdict().isEmpty()) {
          judge(receipt.submission());
        }
      }
    } finally {
      grading.unlock();
    }
  }

  private Receipt judge(Submission submission) throws IOException {
    return settle(
        submission.number(),
        submission.files().isEmpty()
            ? rejected(refusal(submission.number()))
            : gradeSnapshot(submission.files(), grader, Partition.PRACTICE));
  }

  /** Why nothing was copied: the ledger knows, if the runner was stopped before it said so. */
  private String refusal(int number) {
    return ledger.entries().stream()
        .filter(entry -> entry.is(EventKind.Step.SUBMISSION_RECEIVED))
        .map(LedgerEntry::data)
        .filter(data -> data.path("submission").path("number").asInt() == number)
        .map(data -> data.path("refused").asText())
        .findFirst()
        .orElseThrow();
  }

  private Receipt settle(int number, GradeResult result) throws IOException {
    Path own = folder.submission(number);
    AtomicFile.write(own.resolve("verdict.json"), Json.pretty(result.verdict()));
    AtomicFile.write(own.resolve("items.jsonl"), lines(result.items()));
    ObjectNode graded = Json.object().put("number", number);
    graded.set("verdict", Json.tree(result.verdict()));
    result.engine().ifPresent(engine -> graded.put("engine", engine));
    result.remembered().ifPresent(key -> graded.put("remembered", key));
    sameContent(number).ifPresent(first -> graded.put("sameAs", first));
    receipts.remember(ledger.append(EventKind.Step.SUBMISSION_GRADED, graded));
    return receipt(number).orElseThrow();
  }

  /** The first submission that has a score and the same content, if this is a repeat. */
  private Optional<Integer> sameContent(int number) {
    String content = receipt(number).orElseThrow().submission().contentDigest();
    return receipts().stream()
        .filter(r -> r.submission().number() < number && r.score().isPresent())
        .filter(r -> r.submission().contentDigest().equals(content))
        .map(r -> r.submission().number())
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
    ObjectNode chosen = Json.object().put("number", number);
    receipts.remember(ledger.append(EventKind.Step.SUBMISSION_CHOSEN, chosen));
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
    for (ReentrantLock work : List.of(receiving, grading)) {
      work.lock();
      work.unlock();
    }
  }

  /** Submissions that count against the budget. */
  public long spent() {
    return receipts.spent();
  }

  /** All submissions, by number. */
  public List<Receipt> receipts() {
    return receipts.all();
  }

  /** One submission. */
  public Optional<Receipt> receipt(int number) {
    return receipts.of(number);
  }

  /** The submission with the best practice score; of equals, the one that the suite says. */
  public Optional<Receipt> best() {
    return receipts.best();
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
