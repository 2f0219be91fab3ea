package org.autorl.runner.submission

import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import org.autorl.records.Json
import org.autorl.records.Verdict
import org.autorl.runner.gateway.OpenAttempt
import org.autorl.runner.ledger.Ledger
import org.autorl.runner.worker.WorkerFailed
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class SubmissionDeskSpec extends Specification {
  static final int MANY = 200

  @TempDir Path folder
  @AutoCleanup OpenAttempt attempt

  private SubmissionDesk desk(int submissions, Closure<String> completes = { '#### 1' }) {
    attempt = OpenAttempt.sums(folder, submissions, { String prompt -> completes(prompt) as String })
    attempt.policy('output/v1')
    attempt.desk
  }

  private List<Integer> numbers(String kind) {
    Ledger.read(attempt.folder.ledger()).findAll { it.kind() == kind }.collect { it.data().findValue('number').asInt() }
  }

  def "of 200 submissions at once none is lost and no number is given twice"() {
    given:
    def desk = desk(MANY)
    def threads = Executors.newFixedThreadPool(MANY)
    def all = new CountDownLatch(1)

    when:
    def given = (1..MANY).collect {
      threads.submit({
        all.await()
        int number = desk.receive('output/v1').submission().number()
        assert desk.grade(number).score().isPresent()
        number
      } as Callable<Integer>)
    }
    all.countDown()
    def got = given*.get()

    then:
    got.sort() == (1..MANY).toList()
    numbers('submission-received') == (1..MANY).toList()
    numbers('submission-graded').sort() == (1..MANY).toList()
    desk.receipts()*.submission()*.number() == (1..MANY).toList()

    and: 'a desk that is opened again on the same ledger knows them all'
    attempt.desk({ '' }).receipts() == desk.receipts()

    cleanup:
    threads?.shutdownNow()
  }

  def "no more are taken than the budget has, graded or not"() {
    given:
    def desk = desk(2)
    2.times { desk.receive('output/v1') }

    when:
    desk.receive('output/v1')

    then:
    SubmissionDesk.DeskClosed e = thrown()
    e.spent
    e.message == 'all 2 submissions of the budget are spent'
    desk.receipts().size() == 2
  }

  def "a grader that fails spends nothing"() {
    given:
    def desk = desk(1, { throw new WorkerFailed('out of memory') })

    expect:
    (1..3).collect { desk.grade(desk.receive('output/v1').submission().number()).verdict().get() } == [new Verdict.GraderFailed('out of memory')] * 3
    desk.best().isEmpty()
  }

  def "who reads does not wait for who is graded, and what is received meanwhile is on disk"() {
    given:
    def going = new CountDownLatch(1)
    def end = new CountDownLatch(1)
    def desk = desk(3, { going.countDown(); end.await(); '#### 1' })
    def grading = Thread.startDaemon { desk.grade(desk.receive('output/v1').submission().number()) }
    going.await()

    expect:
    desk.receive('output/v1').verdict().isEmpty()
    desk.receipts()*.submission()*.number() == [1, 2]
    numbers('submission-received') == [1, 2]
    Json.read(attempt.folder.submission(2).resolve('manifest.json').toFile().text, Map).number == 2
    attempt.clock.busy() > Duration.ZERO

    cleanup:
    end.countDown()
    grading?.join()
  }

  def "what was received and not graded is graded with the rest, once"() {
    given:
    def desk = desk(3)
    desk.grade(desk.receive('output/v1').submission().number())
    desk.receive('output/v1')
    desk.receive('output/none')
    desk.close()

    when:
    desk.grade(2)

    then:
    thrown(SubmissionDesk.DeskClosed)

    when:
    2.times { desk.gradeRest() }

    then:
    numbers('submission-graded').sort() == [1, 2, 3]
    desk.receipts()*.score()*.isPresent() == [true, true, false]
    desk.receipts()[2].verdict().get() == new Verdict.Rejected('there is no folder `output/none` in the workspace')
  }

  def "of equal scores the later is final, unless one was chosen"() {
    given:
    def desk = desk(3)
    3.times { desk.grade(desk.receive('output/v1').submission().number()) }

    expect:
    desk.finalChoice() == Optional.of(3)

    when:
    desk.choose(2)

    then:
    desk.finalChoice() == Optional.of(2)
    attempt.desk({ '' }).finalChoice() == Optional.of(2)

    when:
    desk.choose(4)

    then:
    SubmissionRefused e = thrown()
    e.message == 'submission 4 has no score, so it cannot be the final one'
  }
}
