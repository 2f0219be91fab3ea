package org.autorl.runner.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.autorl.records.Bytes;
import org.autorl.records.Json;
import org.autorl.runner.budget.AttemptClock;
import org.autorl.runner.door.Passage;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.gateway.GradingServer;
import org.autorl.runner.ledger.Ledger;
import org.autorl.runner.rollout.EpisodeDesk;
import org.autorl.runner.sandbox.JavaHome;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.submission.CodeRevisions;
import org.autorl.runner.submission.Receipt;
import org.autorl.runner.submission.SubmissionDesk;

/** The agent's part of an attempt: from its start until nothing of it runs any more. */
final class AgentSession {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration GLANCE = Duration.ofMillis(500);
  private static final long METRICS_LIMIT = 8L << 20;

  /** Kept free on the host's disk, so that what has happened can always be written down. */
  private static final Bytes HOST_ROOM = Bytes.ofMebibytes(32);

  private static final String HOST_FULL = "the host's disk";

  private final AttemptPlan plan;
  private final Sandbox sandbox;
  private final JavaHome java;
  private final InstantSource time;
  private final Progress progress;
  private final AttemptFolder folder;
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final CountDownLatch settled = new CountDownLatch(1);

  AgentSession(
      AttemptPlan plan, Sandbox sandbox, JavaHome java, InstantSource time, Progress progress) {
    this.plan = plan;
    this.sandbox = sandbox;
    this.java = java;
    this.time = time;
    this.progress = progress;
    this.folder = plan.folder();
  }

  /** What a session works with; all of it is opened and closed by the attempt. */
  record Desk(
      Ledger ledger, SubmissionDesk submissions, AttemptClock clock, CodeRevisions revisions) {}

  /** Ends the agent, and waits a little until its time is in the ledger. */
  void interrupt() throws InterruptedException {
    interrupted.set(true);
    settled.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean interrupted() {
    return interrupted.get();
  }

  /**
   * Runs the agent to its end and writes down how it ended.
   *
   * @throws InterruptedException if the attempt is to be resumed
   * @throws IOException also if the host's disk is full; then, too, the attempt is to be resumed
   */
  void run(Desk desk) throws IOException, InterruptedException {
    Workspace workspace = Workspace.make(folder.workspace(), plan.grading().items(plan.task()));
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    String token = HexFormat.of().formatHex(secret);
    Path sockets = Files.createTempDirectory("autorl-door");
    try (GradingServer server =
            GradingServer.start(
                new GradingServer.Desks(
                    plan.task(),
                    desk.submissions(),
                    EpisodeDesk.of(plan.task(), plan.grading(), time),
                    desk.clock()),
                token,
                plan.port(),
                folder.trajectory(),
                time);
        Passage passage = Passage.open(sockets.resolve(Workspace.SOCKET), server.port())) {
      desk.ledger()
          .append(
              "agent-started",
              Json.object()
                  .put("isolation", sandbox.isolation().name())
                  .set("protections", Json.tree(sandbox.protections().asMap())));
      progress.say(plan.label() + ": agent `" + plan.agent().name() + "` starts");
      desk.clock().start();
      Process process =
          sandbox.start(
              workspace.agent(
                  plan.agent(),
                  plan.task(),
                  plan.basePolicy(),
                  plan.seed(),
                  sandbox,
                  java,
                  new Workspace.Access(server.port(), token, sockets),
                  folder.agentLog()));
      List<Path> files = List.of(workspace.root(), folder.agentLog());
      // The log counts too: it is the agent's to fill.
      try (Watch watch = Watch.over(sandbox, process, plan.task().budget(), files)) {
        String end = watch(process, desk, watch);
        sandbox.kill(process);
        desk.submissions().close();
        keepMetrics(workspace);
        writeEnd(desk, watch, end);
        if (end.equals(HOST_FULL)) {
          throw new IOException(
              "No space left on device: less than %s are free for %s"
                  .formatted(HOST_ROOM, folder.root()));
        }
      } finally {
        sandbox.kill(process);
      }
    } finally {
      settled.countDown();
      Folders.delete(sockets);
    }
    if (interrupted.get()) {
      throw new InterruptedException("interrupted");
    }
  }

  private void writeEnd(Desk desk, Watch watch, String end) throws IOException {
    ObjectNode ended =
        Json.object()
            .put("chargedSeconds", desk.clock().charged().toMillis() / 1000.0)
            .put("gradingSeconds", desk.clock().grading().toMillis() / 1000.0)
            .put("diskBytes", watch.disk())
            .put("end", end);
    boolean unfinished = interrupted.get() || end.equals(HOST_FULL);
    desk.ledger().append(unfinished ? "agent-interrupted" : "agent-ended", ended);
  }

  /** Waits for the agent or the end of a budget; says which. */
  private String watch(Process process, Desk desk, Watch watch)
      throws IOException, InterruptedException {
    int told = desk.submissions().receipts().size();
    while (!process.waitFor(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
      if (hostIsFull()) {
        return HOST_FULL;
      }
      desk.revisions().commit("change");
      told = tell(desk, told);
      if (interrupted.get()) {
        return "interruption";
      }
      if (desk.clock().expired()) {
        sandbox.askToEnd(process);
        process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
        return "time";
      }
    }
    // An agent that could not write is not to blame if nobody could.
    if (hostIsFull()) {
      return HOST_FULL;
    }
    if (watch.overdrawn().isPresent()) {
      return watch.overdrawn().get();
    }
    desk.revisions().commit("change");
    return "exit " + process.exitValue();
  }

  private boolean hostIsFull() throws IOException {
    return Folders.free(folder.root()).compareTo(HOST_ROOM) < 0;
  }

  private int tell(Desk desk, int told) {
    for (Receipt receipt : desk.submissions().receipts().stream().skip(told).toList()) {
      if (receipt.verdict().isEmpty()) {
        return told;
      }
      told++;
      progress.say(
          "%s: submission %d %s, %.0f s of %d s"
              .formatted(
                  plan.label(),
                  receipt.submission().number(),
                  receipt
                      .score()
                      .map(s -> "scores %.1f in practice".formatted(s.value()))
                      .orElse("was not scored"),
                  desk.clock().charged().toMillis() / 1000.0,
                  plan.task().budget().wallClock().toSeconds()));
    }
    return told;
  }

  private void keepMetrics(Workspace workspace) throws IOException {
    Path metrics = workspace.root().resolve("metrics.jsonl");
    if (Files.isRegularFile(metrics, LinkOption.NOFOLLOW_LINKS)
        && Files.size(metrics) <= METRICS_LIMIT) {
      Files.copy(metrics, folder.metrics(), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
