package org.autorl.runner.budget

import static org.autorl.runner.budget.AttemptClock.Activity.GRADING
import static org.autorl.runner.budget.AttemptClock.Activity.RECEIVING
import static org.autorl.runner.budget.AttemptClock.Activity.SERVING
import static org.autorl.runner.budget.AttemptClock.Activity.WAITING

import java.time.Duration
import spock.lang.Specification

class AttemptClockSpec extends Specification {
  static final long MILLI = 1_000_000

  long now = 5_000
  AttemptClock clock = at(Duration.ofMillis(100))

  private AttemptClock at(Duration limit, Account before = Account.empty()) {
    new AttemptClock(limit, before, { now })
  }

  private void pass(long millis) {
    now += millis * MILLI
  }

  private static Map<Phase, Long> millis(Account account) {
    account.phases().collectEntries { [it.key, it.value.toMillis()] }
  }

  def "what is laid out before the agent starts costs it nothing"() {
    when:
    pass(50)

    then:
    clock.charged() == Duration.ZERO

    when:
    clock.enter(Phase.AGENT)
    pass(7)

    then:
    clock.charged() == Duration.ofMillis(7)
    clock.remaining() == Duration.ofMillis(93)
    !clock.expired()
    millis(clock.account()) == [(Phase.SETTING_UP): 50L, (Phase.AGENT): 7L]
  }

  def "a call that waits costs nothing: while its policy is copied, while it queues and while it is graded"() {
    given:
    clock.enter(Phase.AGENT)

    when:
    pass(1)
    def waiting = clock.during(WAITING)
    def receiving = clock.during(RECEIVING)
    pass(2)
    receiving.close()
    def other = clock.during(GRADING)
    pass(4)
    def serving = clock.during(SERVING)
    pass(8)
    [serving, other, waiting]*.close()
    pass(16)

    then:
    millis(clock.account()) == [(Phase.AGENT): 17L, (Phase.RECEIVING): 2L, (Phase.QUEUED): 4L, (Phase.GRADING): 8L]
    clock.account().waited() == Duration.ofMillis(14)
    clock.busy() == Duration.ofMillis(14)
  }

  def "an agent that goes on while its submissions are graded pays for that"() {
    given: 'eight submissions, and nobody who waits for them'
    clock.enter(Phase.AGENT)
    def gradings = (1..8).collect { clock.during(GRADING) }

    when:
    pass(60)
    gradings*.close()

    then:
    clock.charged() == Duration.ofMillis(60)
    clock.busy() == Duration.ofMillis(60)
  }

  def "a call that waits for nothing does not stop the clock"() {
    given:
    clock.enter(Phase.AGENT)
    clock.during(WAITING)

    when:
    pass(3)

    then:
    clock.waits()
    clock.charged() == Duration.ofMillis(3)
  }

  def "time that is over stays at zero"() {
    given:
    clock.enter(Phase.AGENT)

    when:
    pass(99)

    then:
    !clock.expired()

    when:
    pass(1)

    then:
    clock.expired()

    when:
    pass(1_000)

    then:
    clock.expired()
    clock.remaining() == Duration.ZERO
  }

  def "less than a millisecond is not lost, however often somebody looks"() {
    given:
    clock.enter(Phase.AGENT)

    when:
    1_000.times {
      now += 300_000
      clock.charged()
    }

    then:
    clock.charged() == Duration.ofMillis(300)
  }

  def "the agent's waiting cannot be entered as a phase"() {
    when:
    clock.enter(Phase.GRADING)

    then:
    IllegalArgumentException e = thrown()
    e.message == "the agent's waiting is a part of its time: GRADING"
  }

  static final List<Phase> STAGES = Phase.values().toList() - Phase.WAITED - Phase.STOPPED

  def "whatever happens in whatever order, the phases sum to the wall time, and a resumed attempt has no time back (#seed)"() {
    given:
    def random = new Random(seed)
    def open = []
    long wall = 0
    long age = 0
    def before = Account.empty()
    def clock = at(Duration.ofSeconds(10), before)
    long began = now
    long busyBefore = 0

    expect:
    200.times {
      switch (random.nextInt(8)) {
        case 0: clock.enter(STAGES[random.nextInt(STAGES.size())]); break
        case 1: clock.enter(Phase.AGENT); break
        case 2..4: open << clock.during(AttemptClock.Activity.values()[random.nextInt(4)]); break
        case 5: if (open) { open.remove(random.nextInt(open.size())).close() }; break
        case 6: clock.account(); break
        default:
          if (random.nextInt(10) == 0) {
            // The runner is stopped, or killed after its last word; later the attempt goes on.
            def written = clock.account()
            long lost = random.nextInt(2_000)
            long calendar = random.nextInt(50_000) - 10_000
            def resumed = written.resumedAt(Duration.ofMillis(written.wall().toMillis() + lost + calendar))
            assert Phase.values().every { resumed.of(it) >= written.of(it) }
            assert resumed.charged() == written.charged()
            assert resumed.wall() == Duration.ofMillis(written.wall().toMillis() + Math.max(0, lost + calendar))
            assert resumed.orMore(before) == resumed
            open.clear()
            now += random.nextInt(1_000_000_000)
            before = resumed
            began = now
            clock = at(Duration.ofSeconds(10), before)
          }
      }
      now += random.nextInt(30) * MILLI + random.nextInt(1_000_000)
      def account = clock.account()
      assert account.wall() == before.wall() + Duration.ofMillis((now - began).intdiv(MILLI))
      assert account.phases().values().sum(Duration.ZERO) { it } == account.wall()
      assert account.charged() >= before.charged()
      assert account.waited() - before.waited() <= clock.busy()
    }

    where:
    seed << (1..50)
  }
}
