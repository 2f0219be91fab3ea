package org.autorl.runner.budget

import java.time.Duration
import spock.lang.Specification

class AttemptClockSpec extends Specification {
  long now = 5_000
  AttemptClock clock = new AttemptClock(Duration.ofNanos(100), Duration.ofNanos(10), { now })

  def "what is laid out before the agent starts costs it nothing"() {
    when:
    now += 50

    then:
    clock.charged() == Duration.ofNanos(10)

    when:
    clock.start()
    now += 7
    clock.start()

    then:
    clock.charged() == Duration.ofNanos(17)
    clock.remaining() == Duration.ofNanos(83)
    !clock.expired()
  }

  def "what is graded before the agent starts again gives it no time"() {
    given:
    def rest = clock.pause()
    now += 50
    rest.close()

    when:
    clock.start()
    now += 7

    then:
    clock.charged() == Duration.ofNanos(10 + 7)
    clock.grading() == Duration.ofNanos(50)
  }

  def "it stands still while the grader works, and pauses that overlap count once"() {
    given:
    clock.start()

    when:
    now += 1
    def one = clock.pause()
    now += 2
    def other = clock.pause()
    now += 4
    one.close()
    now += 8
    other.close()
    now += 16

    then:
    clock.charged() == Duration.ofNanos(10 + 1 + 16)
    clock.grading() == Duration.ofNanos(2 + 4 + 8)
  }

  def "time that is over stays at zero"() {
    given:
    clock.start()

    when:
    now += 1_000

    then:
    clock.expired()
    clock.remaining() == Duration.ZERO
  }
}
