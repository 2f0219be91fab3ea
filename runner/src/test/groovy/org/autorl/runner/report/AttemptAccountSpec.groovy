package org.autorl.runner.report

import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.InstantSource
import org.autorl.dsl.TaskFile
import org.autorl.records.AttemptRecord
import org.autorl.records.EventKind
import org.autorl.records.Json
import org.autorl.records.Spent
import org.autorl.records.Verdict
import org.autorl.runner.budget.Account
import org.autorl.runner.budget.Phase
import org.autorl.runner.ledger.Ledger
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class AttemptAccountSpec extends Specification {
  static final Instant START = Instant.parse('2026-03-01T10:00:00Z')

  @TempDir Path folder
  Instant now = START
  @AutoCleanup Ledger ledger

  def setup() {
    ledger = Ledger.open(folder.resolve('ledger.jsonl'), { now } as InstantSource)
  }

  private Account before(AttemptRecord record = null) {
    AttemptAccount.before(Optional.ofNullable(record), ledger.entries(), now)
  }

  private static Account account(Map<Phase, Integer> seconds) {
    new Account(seconds.collectEntries { [it.key, Duration.ofSeconds(it.value)] })
  }

  private static AttemptRecord running(Account account) {
    AttemptRecord.queued('sums', 1, 11).begun(START).withSpent(account.phases().collect {
      Spent.part(it.key.label(), it.value.toMillis() / 1000d as double, 's', 'wall clock')
    })
  }

  def "an attempt that has not begun has taken nothing"() {
    expect:
    before() == Account.empty()
  }

  def "an attempt that goes on has taken what the ledger says, and stood still since"() {
    given:
    def written = account((Phase.SETTING_UP): 2, (Phase.BASELINE): 8, (Phase.AGENT): 30, (Phase.GRADING): 5)
    ledger.append(EventKind.Step.ATTEMPT_STARTED, Json.object())
    now += Duration.ofSeconds(45)
    ledger.append(EventKind.Step.AGENT_INTERRUPTED, Json.object().set('phases', AttemptAccount.phases(written)))
    now += Duration.ofSeconds(600)

    expect:
    before().phases() == written.phases() + [(Phase.STOPPED): Duration.ofSeconds(600)]
    before().wall() == Duration.ofSeconds(645)
  }

  def "a runner that was killed has its last word in attempt.json, and no time is given back"() {
    given:
    ledger.append(EventKind.Step.ATTEMPT_STARTED, Json.object())
    ledger.append(EventKind.Step.AGENT_INTERRUPTED, Json.object().set('phases', AttemptAccount.phases(account((Phase.AGENT): first))))
    now += Duration.ofSeconds(100)

    expect:
    before(running(account((Phase.AGENT): last))).charged() == Duration.ofSeconds(Math.max(first, last))

    where:
    first | last
    30    | 41
    41    | 30
  }

  def "a folder of an older runner has only what was charged"() {
    given:
    ledger.append(EventKind.Step.ATTEMPT_STARTED, Json.object())
    ledger.append(EventKind.Step.SUBMISSION_RECEIVED, Json.object().set('submission', Json.object().put('elapsedSeconds', 12.5)))
    ledger.append(EventKind.Step.AGENT_INTERRUPTED, Json.object().put('chargedSeconds', 20.25))
    now += Duration.ofSeconds(60)

    expect:
    before().phases() == [(Phase.AGENT): Duration.ofMillis(20_250), (Phase.STOPPED): Duration.ofMillis(39_750)]
  }

  def "a calendar that jumps while the attempt is stopped changes that alone"() {
    given:
    def written = account((Phase.AGENT): 30)
    ledger.append(EventKind.Step.ATTEMPT_STARTED, Json.object())
    ledger.append(EventKind.Step.AGENT_INTERRUPTED, Json.object().set('phases', AttemptAccount.phases(written)))
    now += jump

    expect:
    before().charged() == Duration.ofSeconds(30)
    before().of(Phase.STOPPED) == stopped

    where:
    jump                      | stopped
    Duration.ofDays(400)      | Duration.ofDays(400) - Duration.ofSeconds(30)
    Duration.ofDays(-400)     | Duration.ZERO
  }

  def "what an attempt has spent can be told from its ledger alone"() {
    given:
    def submission = { int number -> Json.object().set('submission', Json.object().put('number', number)) }
    def graded = { int number, verdict -> Json.object().put('number', number).set('verdict', Json.tree(verdict)) }
    def written = account((Phase.SETTING_UP): 2, (Phase.AGENT): 30, (Phase.GRADING): 5)
    ledger.append(EventKind.Step.ATTEMPT_STARTED, Json.object())
    (1..3).each { ledger.append(EventKind.Step.SUBMISSION_RECEIVED, submission(it)) }
    ledger.append(EventKind.Step.SUBMISSION_GRADED, graded(1, new Verdict.Rejected('no')))
    ledger.append(EventKind.Step.SUBMISSION_GRADED, graded(2, new Verdict.GraderFailed('our fault')))
    ledger.append(EventKind.Step.AGENT_ENDED, Json.object().put('diskBytes', 700).put('memoryBytes', 800))
    def end = ledger.append(EventKind.Step.ATTEMPT_ENDED, Json.object().set('phases', AttemptAccount.phases(written)))
    def task = TaskFile.load(Path.of('../tasks.groovy')).tasks().find { it.id() == 'word-problems' }

    expect: 'a grader that failed has spent no submission'
    AttemptAccount.of(task, ledger.entries(), AttemptAccount.account(end)).collectEntries { [it.kind(), it.amount().orElse(null)] } == [
      'wall clock': 37d, agent: 30d, 'waiting for the grader': 5d, 'GPU time': null, tokens: null, dollars: null, submissions: 2d, disk: 700d, memory: 800d,
      'setting up': 2d, 'agent at work': 30d, 'grading while the agent waits': 5d,
    ]
  }
}
