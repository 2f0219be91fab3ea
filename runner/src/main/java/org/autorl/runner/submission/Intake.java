package org.autorl.runner.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.autorl.records.EventKind;
import org.autorl.records.FileDigest;
import org.autorl.records.Json;
import org.autorl.records.Submission;
import org.autorl.runner.budget.AttemptClock;
import org.autorl.runner.ledger.Ledger;

/**
 * Gives submissions their numbers. All that wait are taken together: each folder that they name is
 * copied once, after the last of them has asked; one commit holds the code; all go to the ledger in
 * one write with one fsync; then all are answered. A crash at any moment takes only what was not
 * answered yet.
 */
final class Intake {
  /** Where bytes come from and facts go to. */
  record Sources(
      Path workspace, Snapshots snapshots, CodeRevisions code, Ledger ledger, AttemptClock clock) {}

  /** A call that waits. */
  private record Asked(String path, Optional<String> key, CompletableFuture<Receipt> answer) {}

  /** What lay at a path: files, or the reason why they cannot be handed in. */
  private record Copied(List<FileDigest> files, String digest, Optional<String> refused) {
    Copied(List<FileDigest> files, Optional<String> refused) {
      this(files, Snapshots.contentDigest(files), refused);
    }
  }

  /**
   * What is to have the next number.
   *
   * @param by who asked; more than one if they said the same key
   */
  private record Taken(Copied copied, List<Asked> by) {
    Asked asked() {
      return by.get(0);
    }
  }

  private final Sources sources;
  private final InstantSource time;
  private final Receipts receipts;
  private final int limit;
  private final Queue<Asked> waiting = new ConcurrentLinkedQueue<>();

  /**
   * An intake that goes on after what the receipts hold.
   *
   * @param limit of submissions
   */
  Intake(Sources sources, InstantSource time, Receipts receipts, int limit) {
    this.sources = sources;
    this.time = time;
    this.receipts = receipts;
    this.limit = limit;
  }

  /** Lets a submission wait until it is taken. */
  CompletableFuture<Receipt> ask(String path, Optional<String> key) {
    Asked asked = new Asked(path, key, new CompletableFuture<>());
    waiting.add(asked);
    return asked.answer();
  }

  /**
   * Takes all that wait, in the order in which they came; for one thread at a time.
   *
   * @param closed whether nothing new may be taken
   * @return answers them
   */
  Runnable takeAll(boolean closed) {
    List<Asked> group = new ArrayList<>();
    for (Asked next = waiting.poll(); next != null; next = waiting.poll()) {
      group.add(next);
    }
    if (group.isEmpty()) {
      return () -> {};
    }
    List<Runnable> answers = new ArrayList<>();
    try (AttemptClock.Span span = sources.clock().during(AttemptClock.Activity.RECEIVING)) {
      List<Taken> taken = sort(group, closed, answers);
      if (!taken.isEmpty()) {
        answers.addAll(commit(taken));
      }
    }
    return () -> answers.forEach(Runnable::run);
  }

  private List<Taken> sort(List<Asked> group, boolean closed, List<Runnable> answers) {
    Map<String, Copied> copies = new HashMap<>();
    Map<String, Taken> keyed = new HashMap<>();
    List<Taken> taken = new ArrayList<>();
    for (Asked asked : group) {
      try {
        Optional<Receipt> known = asked.key().flatMap(receipts::of);
        Optional<Taken> beside = asked.key().map(keyed::get);
        known.ifPresent(receipt -> requireSame(asked, receipt.submission().path()));
        beside.ifPresent(other -> requireSame(asked, other.asked().path()));
        if (known.isPresent()) {
          answers.add(() -> asked.answer().complete(known.get()));
        } else if (beside.isPresent()) {
          beside.get().by().add(asked);
        } else {
          requireOpen(closed, taken.size());
          Taken next = new Taken(copy(asked.path(), copies), new ArrayList<>(List.of(asked)));
          taken.add(next);
          asked.key().ifPresent(key -> keyed.put(key, next));
        }
      } catch (IOException | RuntimeException e) {
        answers.add(() -> asked.answer().completeExceptionally(e));
      }
    }
    return taken;
  }

  private static void requireSame(Asked asked, String path) {
    if (!asked.path().equals(path)) {
      throw new KeyReused(asked.key().orElseThrow(), path);
    }
  }

  private void requireOpen(boolean closed, int more) {
    if (closed) {
      throw new SubmissionDesk.DeskClosed("the attempt is over", false);
    }
    if (receipts.spent() + more >= limit) {
      throw new SubmissionDesk.DeskClosed(
          "all %d submissions of the budget are spent".formatted(limit), true);
    }
  }

  private Copied copy(String path, Map<String, Copied> copies) throws IOException {
    Copied copied = copies.get(path);
    if (copied == null) {
      copied = copy(path);
      copies.put(path, copied);
    }
    return copied;
  }

  private Copied copy(String path) throws IOException {
    try {
      return new Copied(sources.snapshots().take(sources.workspace(), path), Optional.empty());
    } catch (SubmissionRefused e) {
      return new Copied(List.of(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private List<Runnable> commit(List<Taken> taken) {
    List<Runnable> answers = new ArrayList<>();
    try {
      List<Submission> submissions = numbered(taken);
      List<Ledger.Event> events = new ArrayList<>();
      for (int i = 0; i < taken.size(); i++) {
        ObjectNode data = Json.object();
        data.set("submission", Json.tree(submissions.get(i)));
        taken.get(i).copied().refused().ifPresent(reason -> data.put("refused", reason));
        taken.get(i).asked().key().ifPresent(key -> data.put("idempotencyKey", key));
        events.add(new Ledger.Event(EventKind.Step.SUBMISSION_RECEIVED, data));
      }
      sources.ledger().append(events);
      for (int i = 0; i < taken.size(); i++) {
        Taken next = taken.get(i);
        Receipt receipt =
            receipts.received(submissions.get(i), next.copied().refused(), next.asked().key());
        next.by().forEach(asked -> answers.add(() -> asked.answer().complete(receipt)));
      }
    } catch (IOException | RuntimeException e) {
      for (Taken lost : taken) {
        lost.by().forEach(asked -> answers.add(() -> asked.answer().completeExceptionally(e)));
      }
    }
    return answers;
  }

  private List<Submission> numbered(List<Taken> taken) throws IOException {
    int first = receipts.size() + 1;
    int last = receipts.size() + taken.size();
    Optional<String> revision =
        sources
            .code()
            .commit(
                first == last
                    ? "submission " + first
                    : "submissions %d to %d".formatted(first, last));
    Instant now = time.instant();
    double elapsed = sources.clock().charged().toMillis() / 1000.0;
    List<Submission> submissions = new ArrayList<>();
    for (Taken next : taken) {
      submissions.add(
          new Submission(
              first + submissions.size(),
              now,
              next.asked().path(),
              next.copied().files(),
              next.copied().digest(),
              revision,
              elapsed));
    }
    return submissions;
  }
}
