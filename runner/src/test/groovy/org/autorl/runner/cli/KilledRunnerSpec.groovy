package org.autorl.runner.cli

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.runner.folder.RunFolder
import org.autorl.runner.report.RunVerifier
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A real runner is killed as soon as its ledger has so many lines, for each number of lines. */
@Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
class KilledRunnerSpec extends Specification {
  static final int LINES = 11

  @Shared @TempDir Path temp
  @Shared Map whole

  private static Bench bench(Path folder) {
    def bench = new Bench(Files.createDirectories(folder))
    bench.suite('300.seconds')
    // Far from every limit: a warning would be a line more.
    def file = folder.resolve('tasks.groovy').toFile()
    file.text = file.text.replace('submissions 2', 'submissions 9').replace('8.MB', '64.MB')
    bench.agent('agent', '''
      count() { curl -s "$GRADING_SERVER_URL/submissions" | grep -o submission_id | wc -l; }
      [ "$(count)" -ge 1 ] || submit '#### 12'
      curl -s -X POST "$GRADING_SERVER_URL/submissions/1/choose"
      '''.stripIndent())
    bench
  }

  private static Map record(Bench bench) {
    def record = new ObjectMapper().readValue(bench.onlyRun().resolve('sums/seed-11/attempt.json').toFile(), Map)
    record.findAll { !(it.key in ['startedAt', 'endedAt', 'spent']) }
  }

  private static List<String> lines(Bench bench) {
    def runs = bench.folder.resolve('runs').toFile().listFiles()
    def ledger = runs?.collect { new File(it, 'sums/seed-11/ledger.jsonl') }?.find { it.exists() }
    ledger ? ledger.text.findAll(/[^\n]*\n/) : []
  }

  def setupSpec() {
    def undisturbed = bench(temp.resolve('whole'))
    assert undisturbed.run('run', 'tasks.groovy', '--agent', 'agent').status() == 0
    assert lines(undisturbed).size() == LINES
    whole = record(undisturbed)
  }

  def "a runner that is killed when its ledger has #line lines leaves a run that resumes to the same score"() {
    given:
    def bench = bench(temp.resolve("killed-$line"))
    def running = bench.start('run', 'tasks.groovy', '--agent', 'agent')
    while (lines(bench).size() < line && running.process().alive) {
      Thread.onSpinWait()
    }
    running.process().destroyForcibly().waitFor(30, TimeUnit.SECONDS)
    def before = lines(bench)

    when:
    def resumed = bench.run('resume', "runs/${bench.onlyRun().fileName}")

    then: 'what was there is there still, in the same place'
    resumed.status() == 0
    record(bench) == whole
    before.size() >= line
    lines(bench).take(before.size()) == before
    lines(bench).count { it.contains('"kind":"submission-received"') } == 1
    lines(bench).count { it.contains('"kind":"submission-graded"') } == 1
    RunVerifier.verify(new RunFolder(bench.onlyRun())).problems() == []

    where:
    line << (1..LINES)
  }
}
