package org.autorl.runner.attempt

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import org.autorl.records.Outcome
import org.autorl.records.Verdict
import org.autorl.runner.report.RunVerifier
import org.autorl.runner.worker.WorkerFailed
import spock.lang.Specification
import spock.lang.TempDir

class FailuresSpec extends Specification {
  @TempDir Path temp

  private ScriptedRun run() {
    new ScriptedRun(temp.resolve('run'))
  }

  /** Says what it should, but fails as asked when a policy of this answer is graded for the so-and-so-many-th time. */
  private static Closure failing(String answer, int time, Closure failure) {
    int times = 0
    return { String asked ->
      if (asked == answer && ++times == time) {
        failure()
      }
      asked
    }
  }

  def "a grader that #fails on a submission has failed, and the others count"() {
    given:
    def run = run()
    run.limit = Duration.ofSeconds(limit)
    run.completes = failing('#### 12', 1, failure)

    when:
    def record = run.go()

    then:
    run.ledger().findAll { it.kind() == 'submission-graded' }.collect { it.data().path('verdict').path('cause').asText() } == ['', cause, '']
    record.outcome() == Optional.of(Outcome.SCORED)
    record.submissions() == 3
    record.chosen() == Optional.of(1)
    RunVerifier.verify(run.run).problems() == []

    where:
    fails   | limit | cause                                  | failure
    'hangs' | 1     | 'the grading took longer than 1 s'     | { Thread.sleep(60_000) }
    'dies'  | 60    | 'the worker ended with status 137'     | { throw new WorkerFailed('the worker ended with status 137') }
  }

  def "a grader that hangs on the #split ends the attempt, and it stays ended"() {
    given:
    def run = run()
    run.limit = Duration.ofSeconds(1)
    run.completes = failing(answer, time, { Thread.sleep(60_000) })

    when:
    def record = run.go()

    then:
    record.outcome() == Optional.of(Outcome.INFRASTRUCTURE)
    record.explanation() == "$split could not be graded: the grading took longer than 1 s"
    record.submissions() == submissions
    record.sealed() == Optional.empty()
    run.go() == record
    RunVerifier.verify(run.run).problems() == []

    where:
    split             | answer    | time | submissions
    'baseline'        | ''        | 1    | 0
    'sealed baseline' | ''        | 2    | 3
    'sealed'          | '#### 12' | 2    | 3
  }

  def "a port that is taken when the agent is to start loses nothing"() {
    given:
    def run = run()
    def taken = new ServerSocket(0, 1, InetAddress.loopbackAddress)
    run.port = taken.localPort

    when:
    run.go()

    then:
    thrown(BindException)
    run.ledger()*.kind() == ['attempt-started', 'baseline-graded']

    when:
    taken.close()

    then:
    run.go().outcome() == Optional.of(Outcome.SCORED)
    run.graded.count { it[0] == '' } == 2

    cleanup:
    taken?.close()
  }

  def "what a killed runner has left outside of its folder is removed, and nobody else's"() {
    given:
    def run = run()
    def mine = Files.createTempDirectory(run.folder.mark() + 'door')
    def other = Files.createTempDirectory('autorl-000000000000-door')
    mine.resolve('grading.sock').toFile().text = ''
    Files.createDirectories(run.folder.scratch().resolve('snapshot1/policy'))
    run.folder.scratch().resolve('incoming1.part').toFile().text = 'half'

    when:
    run.go()

    then:
    !Files.exists(mine)
    Files.exists(other)
    !Files.exists(run.folder.scratch())

    cleanup:
    Files.deleteIfExists(other)
  }

  def "a lock that a killed runner has left in the code repository does not hide the code of what follows"() {
    given:
    def whole = run()
    def cut = null
    whole.go(new FaultyDisk({ when, line, bytes, file ->
      if (when == 'after' && line == 5) {
        cut = whole.copied(temp.resolve('cut'))
      }
    }))
    cut.folder.codeRepository().resolve('refs/heads/main.lock').toFile().text = ''
    cut.folder.codeRepository().resolve('refs/tags/submission-2.lock').toFile().text = ''

    when:
    cut.go()

    then:
    RunVerifier.verify(cut.run).problems() == []
    cut.ledger().findAll { it.kind() == 'submission-received' }.collect { it.data().get('submission').path('codeRevision').asText() }.toSet().size() == 3
  }
}
