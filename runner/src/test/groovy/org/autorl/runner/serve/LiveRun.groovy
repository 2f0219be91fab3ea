package org.autorl.runner.serve

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import java.time.Instant
import java.time.InstantSource
import org.autorl.records.AgentStack
import org.autorl.records.AttemptRecord
import org.autorl.records.Bytes
import org.autorl.records.EventKind
import org.autorl.records.Isolation
import org.autorl.records.Json
import org.autorl.records.Lifecycle
import org.autorl.records.Machine
import org.autorl.records.Metric
import org.autorl.records.Outcome
import org.autorl.records.RunRecord
import org.autorl.records.Score
import org.autorl.records.Spent
import org.autorl.records.Submission
import org.autorl.records.Verdict
import org.autorl.runner.folder.AttemptFolder
import org.autorl.runner.folder.RunFolder
import org.autorl.runner.ledger.Ledger

/** A run folder that changes as a runner would change it. */
class LiveRun {
  static final Instant START = Instant.parse('2026-11-01T10:00:00Z')
  static final Metric ACCURACY = new Metric('accuracy', '%', true)

  final RunFolder folder
  final AttemptFolder attempt
  private AttemptRecord record
  private final String task

  LiveRun(Path runs, String id, String task = 'sums', List<Long> seeds = [11L]) {
    this.task = task
    folder = new RunFolder(Files.createDirectories(runs.resolve(id)))
    attempt = folder.attempt(task, seeds[0])
    def run = new RunRecord(id, 'bench', 'f' * 64, 1, new AgentStack('greedy-tree', Optional.of('1'), Optional.of('openai/gpt-5'), 'free'),
        [task], seeds, Isolation.BUBBLEWRAP, new Machine('Linux', 'a processor', 2, Bytes.ofMebibytes(4096), '17'), '0.1.0', Optional.empty(), false, START,
        Optional.empty(), Optional.of('tasks.groovy'))
    folder.runJson().toFile().text = Json.pretty(run)
    folder.suiteJson().toFile().text = '{}'
  }

  /** A runner is at work. */
  LiveRun held() {
    folder.lock().toFile().text = "${ProcessHandle.current().pid()}\n"
    this
  }

  LiveRun begun() {
    record = AttemptRecord.queued(task, 1, 11).begun(START)
    attempt.write(record)
    event(EventKind.Step.ATTEMPT_STARTED, [task: task])
    event(EventKind.Step.BASELINE_GRADED, [engine: 'fake', score: score(5)])
    event(EventKind.Step.AGENT_STARTED, [:])
    this
  }

  LiveRun spent(Map<String, List> kinds) {
    attempt.write(record.withSpent(kinds.collect { kind, it ->
      new Spent(kind, Optional.of(it[0] as double), it[2] as String, Optional.of(it[1] as double), Optional.empty(), Optional.empty(), Optional.empty())
    }))
    this
  }

  LiveRun received(int number, double elapsed) {
    event(EventKind.Step.SUBMISSION_RECEIVED, [submission: new Submission(number, START, 'output/v' + number, [], 'd' * 64, Optional.empty(), elapsed)])
  }

  LiveRun graded(int number, double value) {
    event(EventKind.Step.SUBMISSION_GRADED, [engine: 'fake', number: number, verdict: Json.tree(new Verdict.Graded(score(value), false))])
  }

  LiveRun refused(int number, String reason) {
    event(EventKind.Step.SUBMISSION_GRADED, [number: number, verdict: Json.tree(new Verdict.Rejected(reason))])
  }

  LiveRun event(EventKind kind, Map data) {
    Ledger.open(attempt.ledger(), InstantSource.fixed(START)).withCloseable { it.append(kind, Json.tree(data)) }
    this
  }

  LiveRun log(String text) {
    append(attempt.agentLog(), text)
  }

  LiveRun trajectory(Map line) {
    append(attempt.trajectory(), Json.canonical([at: START.toString()] + line) + '\n')
  }

  LiveRun ended(double sealed) {
    def r = record
    attempt.write(new AttemptRecord(r.task(), r.level(), r.seed(), Lifecycle.ENDED, Optional.of(Outcome.SCORED), 'submission 1 was final',
        r.startedAt(), Optional.of(START.plusSeconds(60)), 1, Optional.of(score(5)), Optional.of(1), Optional.of(score(20)), Optional.of(score(4)),
        Optional.of(score(sealed)), []))
    this
  }

  static Score score(double value) {
    new Score(ACCURACY, value, 2.5, 100)
  }

  private LiveRun append(Path file, String text) {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
    this
  }
}
