package org.autorl.runner.mirror

import static org.autorl.runner.mirror.FakeIndexes.COMMIT

import java.nio.file.Path
import org.autorl.runner.cli.Bench
import org.autorl.runner.gateway.Plain
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** Whole attempts, with an agent that fetches by curl. */
class MirroredAttemptSpec extends Specification {
  @TempDir Path temp
  @AutoCleanup FakeIndexes indexes = new FakeIndexes()

  private Bench bench(String network) {
    def bench = new Bench(temp)
    def file = temp.resolve('tasks.groovy').toFile()
    file.text = file.text.replace("embedded()\n", "embedded()\n                  network $network\n")
    bench.agent('agent', '''
      env | grep -E 'HF_|PIP_|UV_' | sed 's/[0-9a-f]\\{32\\}/TOKEN/' | sort
      [ -z "$HF_ENDPOINT" ] || curl -s "$HF_ENDPOINT/acme/tiny/resolve/main/config.json"
      [ -z "$PIP_INDEX_URL" ] || curl -s "${PIP_INDEX_URL}tiny-package/" | tail -2
      env | grep -c hf_operator
      '''.stripIndent())
    bench
  }

  private Bench.Said run(Bench bench, String... more) {
    bench.run([HF_TOKEN: 'hf_operator'], (['run', 'tasks.groovy', '--agent', 'agent'] + more.toList()) as String[])
  }

  private List<Map> lines(Path run, String file) {
    run.resolve("sums/seed-11/$file").toFile().readLines().collect { Plain.parse(it) as Map }
  }

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "an agent in the sandbox fetches from what the operator named, and from nothing else"() {
    given:
    def bench = bench('mirrored')

    when:
    run(bench, '--mirror', "hub=$indexes.address")
    def run = bench.onlyRun()

    then: 'no submission, and no token of the operator'
    run.resolve('sums/seed-11/agent.log').toFile().text == 'HF_ENDPOINT=http://127.0.0.1:5002/TOKEN/hub\n{}0\n'
    lines(run, 'trajectory.jsonl').findAll { it.kind == 'artifact' }.collect { [it.mirror, it.name, it.file, it.revision, it.status] } ==
        [['hub', 'acme/tiny', 'config.json', COMMIT, 200]]

    and: 'the ledger says what it might have fetched from'
    lines(run, 'ledger.jsonl').find { it.kind == 'agent-started' }.data.mirrors == [hub: indexes.address.toString()]
  }

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "an agent on the offline track has no mirror"() {
    given:
    def bench = bench('offline')

    when:
    run(bench)

    then:
    bench.onlyRun().resolve('sums/seed-11/agent.log').toFile().text == '0\n'
    indexes.heard == []
  }

  def "the operator says where to fetch, or hears what is wrong: #options"() {
    given:
    def bench = bench(network)

    when:
    def said = run(bench, options as String[])

    then:
    said.status() == 1
    said.err() == "autorl: reading tasks.groovy\nerror: $error\n\nhint: $hint\n"
    !temp.resolve('runs').toFile().exists()

    where:
    network    | options                                    || error                                                                             | hint
    'mirrored' | []                                         || '`sums` lets agents fetch packages and policies, and no place for them is named' | FORMS
    'mirrored' | ['--mirror', 'npm=http://127.0.0.1:1']      || 'no mirror `npm`'                                                                  | FORMS
    'mirrored' | ['--mirror', 'hub=http://me:secret@there/'] || 'the mirror `hub` has no address of a server'                                      | FORMS
    'mirrored' | ['--mirror', 'hub=there']                  || 'the mirror `hub` has no address of a server'                                      | FORMS
    'offline'  | ['--mirror', 'hub=http://127.0.0.1:1']      || '`--mirror` is for tasks with `network mirrored`, and none of these is one'       | 'Leave it out: on the offline track nothing is fetched.'
  }

  static final String FORMS = 'Write it like `--mirror hub=https://huggingface.co`, with the address of the place; there are hub, python.'
}
