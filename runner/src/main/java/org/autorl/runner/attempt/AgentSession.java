package org.autorl.runner.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.autorl.records.Bytes;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.runner.api.GradingServer;
import org.autorl.runner.budget.AttemptClock;
import org.autorl.runner.budget.Enforcer;
import org.autorl.runner.budget.Kind;
import org.autorl.runner.budget.Meter;
import org.autorl.runner.budget.Meters;
import org.autorl.runner.budget.NvidiaSmi;
import org.autorl.runner.budget.Phase;
import org.autorl.runner.door.Passage;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.gateway.Secret;
import org.autorl.runner.grading.TaskItems;
import org.autorl.runner.ledger.Ledger;
import org.autorl.runner.report.AttemptAccount;
import org.autorl.runner.rollout.EpisodeDesk;
import org.autorl.runner.sandbox.JavaHome;
import org.autorl.runner.sandbox.Sandbox;
import org.autorl.runner.sandbox.SandboxSpec;
import org.autorl.runner.submission.CodeRevisions;
import org.autorl.runner.submission.Receipt;
import org.autorl.runner.submission.SubmissionDesk;

/** The agent's part of an attempt: from its start until nothing of it runs any more. */
final class AgentSession {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Less than an interruption is waited for. */
  private static final Duration INTERRUPTED_CALLS = Duration.ofSeconds(1);

  private static final long METRICS_LIMIT = 8L << 20;

  /** Kept free on the host's disk, so that what has happened can always be written down. */
  private static final Bytes HOST_ROOM = Bytes.ofMebibytes(32);

  private static final String HOST_FULL = "the host's disk";
  private static final String INTERRUPTION = "interruption";

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
    settled.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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
    TaskItems items = plan.grading().items(plan.task());
    Workspace workspace = Workspace.make(folder.workspace(), items);
    workspace.instruct(plan.agent(), Assignment.text(plan.task(), items.folder()));
    Path sockets = Files.createTempDirectory(folder.mark() + "door");
    try (Usage usage = usage(workspace)) {
      serve(desk, workspace, usage, sockets);
    } finally {
      settled.countDown();
      Folders.delete(sockets);
    }
    if (interrupted.get()) {
      throw new InterruptedException("interrupted");
    }
  }

  private void serve(Desk desk, Workspace workspace, Usage usage, Path sockets)
      throws IOException, InterruptedException {
    try (ModelSide model = ModelSide.open(plan, java, sockets, time);
        MirrorSide mirror = MirrorSide.open(plan, sandbox.isolation(), sockets, time)) {
      List<Workspace.Way> ways =
          Stream.of(model.way(), mirror.way()).flatMap(Optional::stream).toList();
      serve(desk, workspace, usage, sockets, model, ways);
    }
  }

  private void serve(
      Desk desk,
      Workspace workspace,
      Usage usage,
      Path sockets,
      ModelSide model,
      List<Workspace.Way> ways)
      throws IOException, InterruptedException {
    String token = Secret.fresh();
    Map<Kind, Meter> metered = usage.meters();
    metered.put(Kind.SUBMISSIONS, desk.submissions()::spent);
    metered.putAll(model.meters());
    Meters meters = new Meters(plan.task().budget(), desk.clock(), metered);
    Notices notices = new Notices(meters, folder, workspace.root(), desk.ledger());
    try (GradingServer server =
            GradingServer.start(
                new GradingServer.Desks(
                    plan.task(),
                    desk.submissions(),
                    EpisodeDesk.of(plan.task(), plan.grading(), time),
                    meters),
                token,
                plan.port(),
                folder.trajectory(),
                time);
        Passage passage = Passage.open(sockets.resolve(Workspace.SOCKET), server.port())) {
      notices.tell();
      work(
          new Open(desk, workspace, usage, meters, notices, server, model),
          new Workspace.Access(server.port(), token, sockets, ways));
    }
  }

  private record Open(
      Desk desk,
      Workspace workspace,
      Usage usage,
      Meters meters,
      Notices notices,
      GradingServer server,
      ModelSide model) {}

  private void work(Open open, Workspace.Access access) throws IOException, InterruptedException {
    Desk desk = open.desk();
    desk.ledger().append(EventKind.Step.AGENT_STARTED, started());
    progress.say(plan.label() + ": agent `" + plan.agent().name() + "` starts");
    desk.clock().enter(Phase.AGENT);
    SandboxSpec spec =
        open.workspace()
            .agent(
                plan.agent(),
                plan.task(),
                plan.basePolicy(),
                plan.seed(),
                sandbox,
                java,
                access,
                folder.agentLog());
    Process process =
        sandbox
            .builder(spec)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try (AgentLog log = AgentLog.of(process, folder, plan.agent().setup().events(), time)) {
      try {
        open.usage().follow(process);
        settle(open, supervision(process, open).toTheEnd());
      } finally {
        sandbox.kill(process);
      }
    }
  }

  /** For the ledger: what the agent is held in by, and what it may fetch. */
  private ObjectNode started() {
    ObjectNode started = Json.object().put("isolation", sandbox.isolation().name());
    started.set("protections", Json.tree(sandbox.protections().asMap()));
    if (!plan.mirrors().places().isEmpty()) {
      started.set("mirrors", Json.tree(plan.mirrors().asText()));
    }
    return started;
  }

  private Usage usage(Workspace workspace) throws IOException {
    double gpuSeconds =
        folder.attempt().stream()
            .flatMap(record -> record.spent().stream())
            .filter(spent -> spent.kind().equals(Kind.GPU.label()))
            .flatMap(spent -> spent.amount().stream())
            .findFirst()
            .orElse(0.0);
    String searchPath = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return new Usage(
        plan.task().budget(),
        List.of(workspace.root(), folder.agentLog()),
        sandbox,
        NvidiaSmi.on(searchPath),
        gpuSeconds);
  }

  private Supervision supervision(Process process, Open open) {
    Desk desk = open.desk();
    List<Supervision.Reason> reasons = new ArrayList<>();
    reasons.add(new Supervision.Reason(HOST_FULL, Enforcer.KILLING, this::hostIsFull));
    reasons.add(new Supervision.Reason(INTERRUPTION, Enforcer.KILLING, interrupted::get));
    Deadline deadline = new Deadline(desk.clock(), open.server()::admitted);
    // What the machine cannot spare comes first: it also holds where the time is over.
    List<Kind> kinds =
        Stream.of(Kind.values())
            .filter(kind -> kind.enforcer().endsAgent())
            .sorted(Comparator.comparing(Kind::enforcer).reversed())
            .toList();
    for (Kind kind : kinds) {
      Supervision.Check check =
          switch (kind) {
            case AGENT -> deadline::isOver;
            case DISK, MEMORY -> () -> open.usage().overdrawn().equals(Optional.of(kind));
            default -> () -> open.meters().isOverdrawn(kind);
          };
      reasons.add(new Supervision.Reason(kind.end(), kind.enforcer(), check));
    }
    Told told = new Told(desk.submissions().receipts().size());
    return new Supervision(
        process,
        sandbox,
        desk.clock(),
        reasons,
        List.of(() -> desk.revisions().noteChange(), () -> tell(desk, told), open.notices()::round),
        Enforcer.GRACE);
  }

  /** Brings in what came in time, and writes down how the agent ended. */
  private void settle(Open open, Supervision.Ending ending)
      throws IOException, InterruptedException {
    Desk desk = open.desk();
    desk.clock().enter(Phase.REST);
    boolean full = ending.end().equals(HOST_FULL) || hostIsFull();
    if (!full && !interrupted.get()) {
      await(open.server().admitted());
      desk.revisions().noteChange();
    }
    open.model().settle(interrupted.get() ? INTERRUPTED_CALLS : ModelSide.PATIENCE);
    desk.submissions().close();
    open.usage().measure();
    if (!full) {
      keepMetrics(open.workspace());
      open.notices().round();
    }
    AttemptClock clock = desk.clock();
    ObjectNode ended =
        Json.object()
            .put("chargedSeconds", seconds(clock.charged()))
            .put("gradingSeconds", seconds(clock.account().waited()))
            .put("graderBusySeconds", seconds(clock.busy()))
            // An agent that could not write is not to blame if nobody could.
            .put("end", full ? HOST_FULL : ending.end())
            .put("killed", ending.killed());
    open.usage().writeTo(ended);
    open.model().writeTo(ended);
    ended.set("phases", AttemptAccount.phases(clock.account()));
    boolean unfinished = interrupted.get() || full;
    desk.ledger()
        .append(unfinished ? EventKind.Step.AGENT_INTERRUPTED : EventKind.Step.AGENT_ENDED, ended);
    if (full) {
      throw new IOException(
          "No space left on device: less than %s are free for %s"
              .formatted(HOST_ROOM, folder.root()));
    }
  }

  private static void await(Future<?> work) throws InterruptedException {
    try {
      work.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the queue of submissions has failed", e);
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private boolean hostIsFull() throws IOException {
    return Folders.free(folder.root()).compareTo(HOST_ROOM) < 0;
  }

  /** How many submissions the operator has heard of. */
  private static final class Told {
    private int count;

    Told(int count) {
      this.count = count;
    }
  }

  private void tell(Desk desk, Told told) {
    for (Receipt receipt : desk.submissions().receipts().stream().skip(told.count).toList()) {
      if (receipt.verdict().isEmpty()) {
        return;
      }
      told.count++;
      progress.say(
          "%s: submission %d %s, %.0f s of %d s"
              .formatted(
                  plan.label(),
                  receipt.submission().number(),
                  receipt
                      .score()
                      .map(s -> "scores %.1f in practice".formatted(s.value()))
                      .orElse("was not scored"),
                  seconds(desk.clock().charged()),
                  plan.task().budget().wallClock().toSeconds()));
    }
  }

  private void keepMetrics(Workspace workspace) throws IOException {
    Path metrics = workspace.root().resolve("metrics.jsonl");
    if (Files.isRegularFile(metrics, LinkOption.NOFOLLOW_LINKS)
        && Files.size(metrics) <= METRICS_LIMIT) {
      Files.copy(metrics, folder.metrics(), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
