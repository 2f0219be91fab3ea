package org.autorl.runner.gateway

import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CountDownLatch
import org.autorl.records.Json
import org.autorl.runner.budget.Phase
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class SubmissionRoutesSpec extends Specification {
  @TempDir Path folder
  @AutoCleanup OpenAttempt attempt
  CountDownLatch graded = new CountDownLatch(1)

  def cleanup() {
    graded.countDown()
  }

  private Map ask(int port, String method, String route, String body = '') {
    RawSocket.ask(port, "$method /secret$route HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length()}\r\n\r\n$body".toString())
  }

  private int serve(int submissions = 4, Duration silence = Duration.ofSeconds(30)) {
    attempt = OpenAttempt.sums(folder, submissions, { String prompt -> graded.await(); '#### 1' })
    attempt.policy('output/v1')
    attempt.serve(silence)
  }

  static final String V1 = '{"model_path": "output/v1"}'

  def "two submissions one right after the other have two numbers"() {
    given:
    def port = serve()

    expect: 'while the first is still graded'
    (1..2).collect { ask(port, 'POST', '/submissions', V1).subMap('status', 'json') } ==
        [1, 2].collect { [status: 202, json: [status: 'queued', submission_id: it]] }
    ask(port, 'POST', '/submissions', V1).headers.location == '/submissions/3'
    ask(port, 'GET', '/submissions').json.submissions*.submission_id == [1, 2, 3]
    ask(port, 'GET', '/submissions/2').json.keySet() == ['elapsed_seconds', 'model_path', 'submission_id', 'timestamp'] as Set

    when:
    graded.countDown()
    def last = ask(port, 'POST', '/submit', V1).json

    then: 'who waits for the fourth has waited for all'
    last.subMap('submission_id', 'total_submissions') == [submission_id: 4, total_submissions: 4]
    last.score instanceof Number
    ask(port, 'GET', '/submissions').json.submissions.every { it.score instanceof Number }
    ask(port, 'POST', '/submissions', V1).json == [status: 429, title: 'Closed', detail: 'all 4 submissions of the budget are spent']
  }

  def "who waits for a grade longer than a connection may be silent is answered"() {
    given:
    def port = serve(4, Duration.ofMillis(200))
    Thread.startDaemon { sleep(1000); graded.countDown() }

    expect:
    ask(port, 'POST', '/submit', V1).status == 200
  }

  def "a policy that breaks its contract has a number and a reason"() {
    given:
    def port = serve()

    expect:
    ask(port, 'POST', '/submit', '{"model_path": "output/v2"}').json.subMap('submission_id', 'error') ==
        [submission_id: 1, error: 'there is no folder `output/v2` in the workspace']
    ask(port, 'POST', '/submissions', '{"model_path": "../base"}').status == 202
    ask(port, 'GET', '/submissions/2').json.error == '`../base` leads out of the workspace'
  }

  def "only what has a score can be final"() {
    given:
    def port = serve()
    ask(port, 'POST', '/submissions', V1)

    expect:
    ask(port, 'POST', '/submissions/1/choose').json ==
        [status: 409, title: 'Refused', detail: 'submission 1 has no score, so it cannot be the final one']
    ask(port, 'POST', '/submissions/2/choose').json == [status: 404, title: 'Not found', detail: 'there is no submission 2']

    when:
    graded.countDown()
    ask(port, 'POST', '/submit', V1)

    then:
    ask(port, 'POST', '/submissions/1/choose').json.subMap('submission_id', 'chosen') == [submission_id: 1, chosen: true]
    attempt.desk.finalChoice() == Optional.of(1)
  }

  def "after the end nothing is taken, and what waited is told so"() {
    given:
    def port = serve()
    def waits = new RawSocket(port)
    waits.send("POST /secret/submit HTTP/1.1\r\nHost: a\r\nContent-Length: ${V1.length()}\r\n\r\n$V1")
    while (attempt.desk.receipts().isEmpty()) { sleep 10 }
    def second = new RawSocket(port)
    second.send("POST /secret/submit HTTP/1.1\r\nHost: a\r\nContent-Length: ${V1.length()}\r\n\r\n$V1")
    while (attempt.desk.receipts().size() < 2) { sleep 10 }
    def closing = Thread.startDaemon { attempt.desk.close() }
    while (closing.state != Thread.State.WAITING) { sleep 10 }

    when:
    graded.countDown()

    then: 'the one that was being graded has its grade'
    waits.answer().status == 200
    second.answer().json == [status: 409, title: 'Closed', detail: 'the attempt is over']
    ask(port, 'POST', '/submissions', V1).json == [status: 409, title: 'Closed', detail: 'the attempt is over']

    cleanup:
    [waits, second]*.close()
  }

  def "time and budget are told"() {
    given:
    def port = serve()
    ask(port, 'POST', '/submissions', V1)

    expect:
    ask(port, 'GET', '/time').json.limit == 3600.0
    ask(port, 'GET', '/budget').json.submissions == [spent: 1, limit: 4, unit: 'submissions']
  }

  def "what comes in the last millisecond is graded, and who is a millisecond late is told so"() {
    given:
    def port = serve()
    attempt.leave(1)

    expect:
    ask(port, 'POST', '/submissions', V1).status == 202

    when:
    attempt.leave(-1)
    def late = [status: 409, title: 'Time is over', detail: "the attempt's 1 h were over when this call had come; what came before counts"]

    then: 'looking around is free'
    ['/submit', '/submissions', '/submissions/1/choose'].collect { ask(port, 'POST', it, V1).json } == [late] * 3
    ask(port, 'GET', '/submissions').json.submissions*.submission_id == [1]
    ask(port, 'GET', '/time').json.remaining == 0
    !attempt.clock.waits()

    when:
    graded.countDown()

    then:
    new PollingConditions(timeout: 20).eventually { assert ask(port, 'GET', '/submissions/1').json.score instanceof Number }
  }

  def "every answer says what is left, and warns"() {
    given:
    def port = serve(2)
    ask(port, 'POST', '/submissions', V1)
    attempt.leave(180_000)

    expect:
    [['GET', '/time'], ['GET', '/nowhere'], ['POST', '/submit']].collect { ask(port, it[0], it[1], '').headers.subMap('autorl-time-remaining', 'autorl-warnings') } ==
        [['autorl-time-remaining': '180.0', 'autorl-warnings': '95 % of agent: 3420.0 s of 3600.0 s are spent; 50 % of submissions: 1 submissions of 2 submissions are spent']] * 3
    ask(port, 'GET', '/budget').json.warnings == ['95 % of agent: 3420.0 s of 3600.0 s are spent', '50 % of submissions: 1 submissions of 2 submissions are spent']

    and: 'but not to strangers'
    !RawSocket.ask(port, 'GET /other/time HTTP/1.1\r\nHost: a\r\n\r\n').headers.containsKey('autorl-time-remaining')
  }

  def "time stands still for who waits, and for nobody else"() {
    given: 'a grader that is busy with what nobody waits for'
    def port = serve()
    ask(port, 'POST', '/submissions', V1)
    while (attempt.clock.busy() == Duration.ZERO) { sleep 10 }

    expect:
    attempt.clock.account().waited() == Duration.ZERO

    when:
    def waits = new RawSocket(port)
    waits.send("POST /secret/submit HTTP/1.1\r\nHost: a\r\nContent-Length: ${V1.length()}\r\n\r\n$V1")
    while (attempt.desk.receipts().size() < 2 || attempt.clock.account().of(Phase.QUEUED) == Duration.ZERO) { sleep 10 }
    def charged = attempt.clock.charged()
    sleep 30

    then: 'it queues behind the first'
    attempt.clock.charged() == charged
    attempt.clock.account().of(Phase.GRADING) == Duration.ZERO

    when:
    graded.countDown()
    waits.answer()

    then:
    attempt.clock.account().waited() <= attempt.clock.busy()

    cleanup:
    waits?.close()
  }

  def "a port that is taken is said to be"() {
    given:
    def port = serve()

    when:
    attempt.serve(Duration.ofSeconds(30), port)

    then:
    thrown(BindException)
  }
}
