package org.autorl.runner.cli

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** What docs/reference/outcomes.md says of a run that is gone on with. */
@Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
class OutcomesSpec extends Specification {
  @Shared @TempDir Path temp
  @Shared Bench bench
  @Shared String run

  def setupSpec() {
    bench = new Bench(temp)
    bench.agent('agent', "submit '#### 12'")
    bench.run('run', 'tasks.groovy', '--agent', 'agent')
    run = "runs/${bench.onlyRun().fileName}"
  }

  private String told(Bench.Said said) {
    said.err().readLines().findAll { !it.startsWith('autorl: ') }.join('\n').replace(temp.toRealPath().toString(), 'HERE').replace(temp.toString(), 'HERE')
  }

  private List<String> tree() {
    Files.walk(temp.resolve(run)).filter { Files.isRegularFile(it) }.sorted().map { "$it ${it.toFile().bytes.encodeHex().toString().hashCode()}".toString() }.toList()
  }

  def "to resume what has ended changes nothing, and says the same"() {
    given:
    def before = tree()

    when:
    def said = bench.run('resume', run, '--json')

    then:
    said.status() == 0
    new ObjectMapper().readValue(said.out(), List) == [new ObjectMapper().readValue(temp.resolve("$run/sums/seed-11/attempt.json").toFile(), Map)]
    tree() == before
  }

  def "two runners cannot write one run"() {
    given: 'somebody has the run'
    def lock = FileChannel.open(temp.resolve("$run/run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
    lock.write(java.nio.ByteBuffer.wrap('4711\n'.bytes))
    assert lock.tryLock() != null

    when:
    def said = bench.run('resume', run)

    then:
    said.status() == 1
    told(said) == """\
      error: another runner is at work on HERE/$run: process 4711

      hint: Wait until it has ended, or end it; then `autorl resume` goes on.""".stripIndent()

    cleanup:
    lock?.close()
    Files.deleteIfExists(temp.resolve("$run/run.lock"))
  }

  def "a ledger that is not what was written is not gone on with"() {
    given:
    def ledger = temp.resolve("$run/sums/seed-11/ledger.jsonl").toFile()
    def before = ledger.text
    ledger.text = before.replace('"number":1', '"number":2')
    def changed = tree()

    when:
    def said = bench.run('resume', run)

    then:
    said.status() == 1
    told(said) == """\
      error: line 4 of HERE/$run/sums/seed-11/ledger.jsonl is wrong: its content was changed

      hint: Nothing was changed. Bring the file back as it was, or begin a new run; `autorl verify HERE/$run` tells more.""".stripIndent()
    tree() == changed

    cleanup:
    ledger.text = before
  }

  def "a run whose task file #what is not gone on with"() {
    given:
    def file = temp.resolve('tasks.groovy').toFile()
    def before = file.text
    if (change) {
      file.text = before.replace('passAt    50', 'passAt    10')
    } else {
      file.delete()
    }

    when:
    def said = bench.run('resume', run)

    then:
    said.status() == 1
    told(said) ==~ message

    cleanup:
    file.text = before

    where:
    what          | change | message
    'has changed' | true   | /error: \S*tasks.groovy has changed since the run began\n  then  [0-9a-f]{64}\n  now   [0-9a-f]{64}\n\nhint: Bring the file back as it was, or begin a new run./
    'is gone'     | false  | /error: the run's task file is not here: \S*tasks.groovy\n\nhint: Name its folder with `--tasks`./
  }

  def "a run whose suite.json was changed is not gone on with"() {
    given:
    def file = temp.resolve("$run/suite.json").toFile()
    def before = file.text
    file.text = before.replace('"passAt" : 50.0', '"passAt" : 10.0')
    assert file.text != before

    when:
    def said = bench.run('resume', run)

    then:
    said.status() == 1
    told(said) == """\
      error: HERE/$run/suite.json is not the suite that the run began with

      hint: Bring the file back as it was, or begin a new run.""".stripIndent()

    cleanup:
    file.text = before
  }

  def "what is wrong can be read by programs"() {
    given:
    def ledger = temp.resolve("$run/sums/seed-11/ledger.jsonl").toFile()
    def before = ledger.text
    def whole = new ObjectMapper().readValue(bench.run('verify', run, '--json').out(), Map)
    ledger.text = before.take(before.length() - 10)

    when:
    def said = bench.run('verify', run, '--json')

    then:
    whole.problems == []
    whole.attempts*.lines == [before.readLines().size()]
    whole.attempts*.hash == [new ObjectMapper().readValue(before.readLines().last(), Map).hash]
    said.status() == 1
    new ObjectMapper().readValue(said.out(), Map).problems ==
        [[file: temp.resolve("$run/sums/seed-11/ledger.jsonl").toAbsolutePath().toString(), line: before.readLines().size(), what: 'it was never finished']]

    cleanup:
    ledger.text = before
  }

  def "a folder that may only be read is told"() {
    when:
    def builder = new ProcessBuilder(['bwrap', '--dev-bind', '/', '/', '--ro-bind', temp.resolve(run).toString(), temp.resolve(run).toString()] +
        Installed.COMMAND + ['resume', run]).directory(temp.toFile()).redirectErrorStream(true)
    builder.environment().put('AUTORL_CACHE', Installed.CACHE.toString())
    def process = builder.start()
    def said = process.inputStream.text

    then:
    process.waitFor() == 1
    said.replace(temp.toString(), 'HERE') == """\
      error: the run cannot be written: HERE/$run/run.lock: Read-only file system

      hint: A run is gone on with where it lies; copy it to a folder that you may write.
      """.stripIndent()
  }
}
