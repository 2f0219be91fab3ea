package org.autorl.runner.attempt

import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import org.autorl.runner.budget.Account
import org.autorl.runner.budget.AttemptClock
import org.autorl.runner.budget.Enforcer
import org.autorl.runner.budget.Phase
import org.autorl.runner.sandbox.SandboxSpec
import org.autorl.runner.sandbox.Unisolated
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Real processes; the time is a fake, so that nobody waits for it. */
class SupervisionSpec extends Specification {
  static final Duration LONG = Duration.ofMinutes(10)

  @TempDir Path folder
  long now = 0
  AttemptClock clock = new AttemptClock(Duration.ofSeconds(100), Account.empty(), { now })
  Process process

  def cleanup() {
    process?.with { new Unisolated().kill(it) }
  }

  /** Starts a shell script, and goes on once it has said that it is ready. */
  private void agent(String script) {
    def spec = new SandboxSpec(['sh', '-c', "$script\n".toString()], [PATH: '/usr/bin:/bin'], [], folder, folder.resolve('log'), true)
    process = new Unisolated().start(spec)
    clock.enter(Phase.AGENT)
    new PollingConditions(timeout: 20).eventually { assert log().contains('ready') }
  }

  private String log() {
    folder.resolve('log').toFile().text
  }

  private Supervision supervision(Map<String, Object> how = [:]) {
    def deadline = new Deadline(clock, { CompletableFuture.completedFuture(null) })
    def killing = new Supervision.Reason('disk', Enforcer.KILLING, (how.disk ?: { false }) as Supervision.Check)
    def asking = new Supervision.Reason('time', Enforcer.ASKING, deadline::isOver as Supervision.Check)
    new Supervision(process, new Unisolated(), clock, [asking, killing],
        [(how.chore ?: {}) as Supervision.Chore], (how.grace ?: LONG) as Duration)
  }

  def "an agent that ends by itself is not charged for what comes after"() {
    given:
    agent('echo ready; exit 3')

    expect:
    supervision().toTheEnd() == new Supervision.Ending('exit 3', false)

    when:
    now += 5_000_000_000

    then:
    clock.charged() == Duration.ZERO
    clock.account().of(Phase.REST) == Duration.ofSeconds(5)
  }

  def "one that ends when it is asked to has time to save, and all its processes are asked"() {
    given:
    agent('''
      (trap 'echo child saved; exit' TERM; while :; do sleep 0.05; done) &
      trap 'wait; echo saved; exit 0' TERM; sleep 0.3; echo ready; while :; do sleep 0.05; done
      '''.stripIndent())
    now += 100_000_000_000

    expect:
    supervision().toTheEnd() == new Supervision.Ending('time', false)
    log().readLines().containsAll(['child saved', 'saved'])
  }

  def "one that does not listen is killed after the grace"() {
    given:
    agent("trap '' TERM; echo ready; while :; do sleep 0.05; done")
    now += 100_000_000_000

    expect: 'the fake clock goes on by five seconds with each look'
    supervision(grace: Duration.ofSeconds(10), disk: { now += 5_000_000_000; false }).toTheEnd() == new Supervision.Ending('time', true)
    !process.alive
    clock.charged() == Duration.ofSeconds(100)
    clock.account().of(Phase.GRACE) >= Duration.ofSeconds(10)
  }

  def "one that takes more of the machine meanwhile is killed at once"() {
    given:
    agent("trap '' TERM; echo ready; while :; do sleep 0.05; done")
    now += 100_000_000_000

    expect:
    supervision(disk: { now += 1_000_000_000; clock.account().of(Phase.GRACE) > Duration.ZERO }).toTheEnd() == new Supervision.Ending('time', true)
    !process.alive
  }

  def "one that fills the disk is not asked"() {
    given:
    agent("trap 'echo asked' TERM; echo ready; while :; do sleep 0.05; done")

    expect:
    supervision(disk: { true }).toTheEnd() == new Supervision.Ending('disk', true)
    log() == 'ready\n'
    !process.alive
  }

  def "the deadline comes once what was in time is received and answered"() {
    given:
    def admitted = new CompletableFuture<Void>()
    int asked = 0
    def deadline = new Deadline(clock, { asked++; admitted })
    clock.enter(Phase.AGENT)

    expect:
    !deadline.isOver()
    asked == 0

    when:
    def waiting = clock.during(AttemptClock.Activity.WAITING)
    now += 100_000_000_000

    then: 'a copy is still being made'
    !deadline.isOver()
    !deadline.isOver()
    asked == 1

    when:
    admitted.complete(null)

    then: 'somebody still waits for a grade'
    !deadline.isOver()

    when:
    waiting.close()

    then:
    deadline.isOver()
  }
}
