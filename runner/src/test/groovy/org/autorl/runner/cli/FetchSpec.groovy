package org.autorl.runner.cli

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import org.autorl.records.Digest
import org.autorl.records.Json
import org.autorl.runner.folder.Folders
import spock.lang.Specification
import spock.lang.TempDir

/** Public data and a policy of a hub, from the command line to a grade. */
class FetchSpec extends Specification {
  static final String COMMIT = 'e53f048856ff4f594e959d75785d2c2d37b678ee'

  @TempDir Path temp
  Bench bench
  Map<String, String> here

  def setup() {
    bench = new Bench(temp)
    here = [AUTORL_CACHE: temp.resolve('cache').toString(), AUTORL_HUB: 'mirror']
    def rows = Files.createDirectories(temp.resolve("mirror/datasets/openai/sums/resolve/$COMMIT"))
    rows.resolve('README.md').toFile().text = 'Sums.'
    rows.resolve('rows.jsonl').toFile().text = (1..6).collect { "{\"q\":\"$it + 1?\",\"a\":\"#### ${it + 1}\",\"note\":\"row $it\"}\n" }.join()
    def policy = Files.createDirectories(temp.resolve("mirror/owner/small/resolve/$COMMIT"))
    ['config.json', 'tokenizer.json', 'model.safetensors'].each { Files.copy(temp.resolve('base').resolve(it), policy.resolve(it)) }
    policy.resolve('pytorch_model.bin').toFile().text = 'no'
    temp.resolve('tasks.groovy').toFile().text = suite('rows.jsonl')
  }

  def "data that is not there is named, is refused, is fetched by the command that the refusal names, and then is there"() {
    expect:
    bench.run(here, 'tasks', 'tasks.groovy').out() == '1  sums             to fetch  Say the answer.\n'
    bench.run(here, 'run', 'tasks.groovy', '--sandbox', 'none').with { [it.status(), it.err()] } == [1, REFUSED.replace('READ', 'autorl: reading tasks.groovy\n')]
    bench.run(here, 'grade', 'tasks.groovy', 'sums', 'base', '--sandbox', 'none').with { [it.status(), it.err()] } == [1, REFUSED.replace('READ', '').replace('  its base policy, owner/small, is not fetched\n', '')]

    when:
    def first = bench.run(here, 'fetch', 'tasks.groovy', 'sums')
    def second = bench.run(here + [AUTORL_HUB: 'http://127.0.0.1:1'], 'fetch', 'tasks.groovy', 'sums')

    then: 'the second time, with a hub that nobody reaches'
    first == new Bench.Said(0, TABLE.replace('STATE  ', 'fetched'), FETCHING)
    second == new Bench.Said(0, TABLE.replace('STATE  ', 'there  '), '')

    and:
    bench.run(here, 'tasks', 'tasks.groovy').out() == '1  sums             embedded  Say the answer.\n'
    temp.resolve("cache/hub/models/owner/small/$COMMIT/files").toFile().list().sort() == ['config.json', 'model.safetensors', 'tokenizer.json']
  }

  def "a task of the hub is graded and run, with its base policy, and the agent sees visible rows alone"() {
    given:
    bench.run(here, 'fetch', 'tasks.groovy')
    temp.resolve('base/README.md').toFile().text = '#### 4'
    bench.agent('looker', 'cat "$DATA_PATH"/*; ls "$MODEL_PATH"; echo "$BASE_MODEL"; submit "#### 4"\n')

    expect:
    bench.run(here, 'grade', 'tasks.groovy', 'sums', 'base', '--sandbox', 'none').out() == 'sums: 50.0 ± 50.0 % over 2 items\n'

    when:
    def said = bench.run(here, 'run', 'tasks.groovy', '--agent', 'looker', '--sandbox', 'none')

    then:
    said.status() == 0
    bench.onlyRun().resolve('sums/seed-11/agent.log').toFile().text.readLines().take(6) == [
      '{"a":"#### 2","id":"sums-visible-1","note":"row 1","prompt":"Sum: 1 + 1?","q":"1 + 1?"}',
      '{"a":"#### 3","id":"sums-visible-2","note":"row 2","prompt":"Sum: 2 + 1?","q":"2 + 1?"}',
      'config.json', 'model.safetensors', 'tokenizer.json', 'small',
    ]
    said.out().contains('scored')
    bench.run(here, 'verify', bench.onlyRun().toString()).status() == 0
  }

  def "programs read what was fetched, where it lies and what it hashes to"() {
    when:
    def said = bench.run(here, 'fetch', 'tasks.groovy', '--json')
    def sources = Json.read(said.out(), List)

    then:
    sources*.kind == ['data', 'policy']
    sources[0] == [kind: 'data', name: 'openai/sums', revision: COMMIT, licence: 'MIT', tasks: ['sums'],
        folder: temp.resolve("cache/hub/datasets/openai/sums/$COMMIT/files").toString(), bytes: 258, fetchedBytes: 263,
        files: [[path: 'rows.jsonl', bytes: 258, checksum: 'SHA-256 ' + Digest.sha256(temp.resolve("mirror/datasets/openai/sums/resolve/$COMMIT/rows.jsonl").toFile().bytes)]]]
  }

  def "two command lines that fetch the same at once fetch it once"() {
    given:
    def other = new Bench(Files.createDirectories(temp.resolve('other')))
    Files.copy(temp.resolve('tasks.groovy'), temp.resolve('other/tasks.groovy'), StandardCopyOption.REPLACE_EXISTING)
    here.AUTORL_HUB = temp.resolve('mirror').toString()

    when:
    def said = [bench, other].collect { it.start(here, 'fetch', 'tasks.groovy', '--json') }*.end()

    then:
    said*.status() == [0, 0]
    said.collect { Json.read(it.out(), List)*.fetchedBytes }.transpose()*.sum() == [263, 1437]
  }

  def "what cannot be fetched is told, all of it, and the rest is fetched"() {
    given:
    temp.resolve('tasks.groovy').toFile().text = suite('other.jsonl')
    Folders.delete(temp.resolve('mirror/owner'))

    when:
    def said = bench.run(here, 'fetch', 'tasks.groovy')

    then:
    said.status() == 1
    said.out() == ''
    said.err().readLines().findAll { !it.startsWith('autorl: ') }.join('\n').replace(temp.toRealPath().toString(), 'TEMP') == '''\
      error: openai/sums at e53f048 has no rows of `other.jsonl`

      hint: Its files of rows are `rows.jsonl`; `of:` names a split or a file.

      error: owner/small at e53f048 is not in the folder that `AUTORL_HUB` names

      hint: Its files are looked for in mirror/owner/small/resolve/e53f048856ff4f594e959d75785d2c2d37b678ee.'''.stripIndent()
  }

  def "two splits of one file under two names are no two splits"() {
    given:
    temp.resolve('tasks.groovy').toFile().text = suite('rows.jsonl').replace("practice 2, of: 'rows.jsonl'", "practice 2, of: '*.jsonl'")
    bench.run(here, 'fetch', 'tasks.groovy')

    expect:
    bench.run(here, 'grade', 'tasks.groovy', 'sums', 'base', '--sandbox', 'none').err() == '''\
      error: these tasks ask for what is not there yet
      `sums`:
        two of its splits are in one file of openai/sums, rows.jsonl

      hint: `autorl tasks tasks.groovy` says which tasks can be run.
      '''.stripIndent()
  }

  def "a task that needs nothing public is told so"() {
    given:
    bench.suite('20.seconds')

    expect:
    bench.run(here, 'fetch', 'tasks.groovy') == new Bench.Said(0, '', 'autorl: these tasks need nothing that is fetched\n')
  }

  static final String REFUSED = '''\
      READerror: these tasks ask for what is not there yet
      `sums`:
        its base policy, owner/small, is not fetched
        its data, openai/sums, is not fetched

      hint: `autorl fetch tasks.groovy sums` fetches data and policies.
      '''.stripIndent()

  static final String TABLE = '''\
      data    openai/sums at e53f048                                   258 B  STATE    sums
      policy  owner/small at e53f048                                 1.4 KiB  STATE    sums
      '''.stripIndent()

  static final String FETCHING = '''\
      autorl: fetching openai/sums, README.md: 5 B
      autorl: fetching openai/sums, rows.jsonl: 258 B
      autorl: fetching owner/small, config.json: 218 B
      autorl: fetching owner/small, model.safetensors: 1.1 KiB
      autorl: fetching owner/small, tokenizer.json: 44 B
      '''.stripIndent()

  private static String suite(String file) {
    """\
      suite('bench') {
          about 'What specs run.'
          protocol 1
          seeds 11
          level(1, 'Only') {
              adds 'Nothing.'
              task('sums') {
                  about 'Say the answer.'
                  embedded()
                  prompt 'prompt.md'
                  hubPolicy 'owner/small', licence: 'MIT', revision: '$COMMIT'
                  data huggingFace('openai/sums', licence: 'MIT', revision: '$COMMIT') {
                      prompt   'Sum: {q}'
                      answer   'a', after: '#### '
                      visible  2, of: '$file'
                      practice 2, of: '$file', after: 2
                      sealed   2, of: '$file', after: 4
                  }
                  budget { wallClock 20.seconds; submissions 2; disk 8.MB; memory 400.MB }
                  submission { checkpoint atMost: 1.MB }
                  grader exactMatch { passAt 50; maxTokens 8 }
              }
          }
      }
      """.stripIndent()
  }
}
