package org.autorl.runner.cli

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Digest
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

/** What a task file states is what a policy is graded by; what is not done yet is refused. */
class StatedRulesSpec extends Specification {
  static final String ITEMS = [
    ['Capital of Italy?', 'Rome'], ['Capital of Spain?', 'Madrid'], // visible
    ['Capital of Italy, again?', 'Rome'], ['Capital of Peru?', 'Lima'], // practice
    ['12 apples and 2?', '14'], ['3 apples?', '3'], // sealed
  ].collect { prompt, answer -> "{\"prompt\":\"$prompt\",\"answer\":\"$answer\"}\n" }.join()

  static final String DATA = """\
      data file('items.jsonl', licence: 'CC0-1.0', digest: '${Digest.sha256(ITEMS.getBytes('UTF-8'))}') {
          visible  2
          practice 2, after: 2
          sealed   2, after: 4
      }""".stripIndent()

  static final String WHOLE_TEXT = 'grader exactMatch { passAt 50; maxTokens 8; answer wholeText }'

  static final Map<String, String> RULES = [
    'whole-text' : WHOLE_TEXT,
    'any-case'   : 'grader exactMatch { passAt 50; maxTokens 8; answer wholeText; ignoreCase() }',
    'by-pattern' : "grader exactMatch { passAt 50; maxTokens 8; answer firstGroup('is (\\\\w+)') }",
    'one-off'    : 'grader exactMatch { passAt 50; maxTokens 8; answer lastNumber; tolerance 1 }',
    'eleven-off' : 'grader exactMatch { passAt 50; maxTokens 8; answer lastNumber; tolerance 11 }',
    'like'       : 'grader rougeL { passAt 50; maxTokens 8 }',
    'among-ten'  : 'grader hitRate { passAt 50; maxTokens 8 }',
    'mean-error' : 'grader meanAbsoluteError { passAt 5; maxTokens 8 }',
  ]

  @TempDir Path temp
  Bench bench

  def setup() {
    bench = new Bench(temp)
    temp.resolve('items.jsonl').toFile().text = ITEMS
  }

  def "a policy that says '#says' scores #score on #split by #rule"() {
    given:
    suite(RULES)
    temp.resolve('base/README.md').toFile().text = says

    when:
    def said = bench.run('grade', 'tasks.groovy', rule, 'base', '--split', split, '--sandbox', 'none')

    then:
    said == new Bench.Said(0, "$rule: $score over 2 items\n", said.err())

    where:
    rule         | says                | split      || score
    'whole-text' | 'Rome'              | 'practice' || '50.0 ± 50.0 %'
    'whole-text' | 'ROME'              | 'practice' || '0.0 ± 0.0 %'
    'any-case'   | 'ROME'              | 'practice' || '50.0 ± 50.0 %'
    'by-pattern' | 'It is Lima, yes'   | 'practice' || '50.0 ± 50.0 %'
    'one-off'    | 'It is 13.'         | 'sealed'   || '50.0 ± 50.0 %'
    'eleven-off' | 'It is 13.'         | 'sealed'   || '100.0 ± 0.0 %'
    'like'       | 'Rome or Lima'      | 'practice' || '50.0 ± 0.0 %'
    'among-ten'  | 'Paris\nLima\nRome' | 'practice' || '100.0 ± 0.0 %'
    'among-ten'  | 'Paris\nMadrid'     | 'practice' || '0.0 ± 0.0 %'
    'mean-error' | 'I say 10.'         | 'sealed'   || '5.5 ± 1.5 points'
    'mean-error' | 'no idea'           | 'sealed'   || '8.5 ± 5.5 points'
  }

  def "an agent sees the visible lines of a file and none of the others"() {
    given:
    suite(capitals: WHOLE_TEXT)
    bench.agent('looker', 'cat "$DATA_PATH"/*; ls "$FILES_PATH"; submit Rome\n')

    when:
    def said = bench.run('run', 'tasks.groovy', '--agent', 'looker', '--sandbox', 'none')

    then:
    said.status() == 0
    def log = bench.onlyRun().resolve('capitals/seed-11/agent.log').toFile().text
    log.readLines().take(3) == [
      '{"answer":"Rome","id":"capitals-visible-1","prompt":"Capital of Italy?"}',
      '{"answer":"Madrid","id":"capitals-visible-2","prompt":"Capital of Spain?"}',
      'notes.txt',
    ]
    !log.contains('Peru')
    said.out().contains('50.0')
  }

  def "a task that states what is not done yet is refused with all reasons before anything runs"() {
    given:
    temp.resolve('judge.md').toFile().text = '{instruction} {first} {second}'
    suite(capitals: '''network open
        gate 'other', atLeast: 3
        grader judged('notes') { passAt 60; maxTokens 64; temperature 0.6; model 'm', version: '1', prompt: 'judge.md'; bothOrders() }''', '''
        task('other', uses: 'here') {
            about 'Another.'
            prompt 'prompt.md'
            data huggingFace('openai/gsm8k', licence: 'MIT', revision: 'e53f048856ff4f594e959d75785d2c2d37b678ee') {
                visible 1, of: 'train'
                practice 1, of: 'train', after: 1
                sealed 1, of: 'test'
            }
            grader unitTests { language 'python'; passAt 40; maxTokens 8 }
        }''')

    when:
    def said = bench.run('run', 'tasks.groovy', '--task', 'capitals,other')

    then:
    said == new Bench.Said(1, '', '''\
      autorl: reading tasks.groovy
      error: these tasks ask for what is not there yet
      `capitals`:
        its judge is the language model m, and AUTORL_JUDGE_URL names no server that has it
        an open network is not offered
        its gate on `other` cannot be graded
      `other`:
        its data, openai/gsm8k, is not fetched

      hint: `autorl fetch tasks.groovy other` fetches data and policies. Set AUTORL_JUDGE_URL to the address of an OpenAI-compatible server, and AUTORL_JUDGE_KEY to its key if it wants one.
      '''.stripIndent())
    !Files.exists(temp.resolve('runs'))

    and:
    bench.run('tasks', 'tasks.groovy').out() == '''\
      1  capitals         not yet   Teach the policy where governments sit.
      1  other            to fetch  Another.
      '''.stripIndent()
  }

  def "a policy that loses what a gate asks for does not count"() {
    given: 'a base policy that knows sums and no capitals, and an agent that makes it the other way round'
    def gates = ['falls-49': 'fallsAtMost: 49', 'falls-50': 'fallsAtMost: 50', 'least-1': 'atLeast: 1', 'least-0': 'atLeast: 0']
    suite(gates.collectEntries { id, gate -> [id, "gate 'other', $gate\n$WHOLE_TEXT"] } +
        [other: 'grader exactMatch { passAt 50; maxTokens 8; answer lastNumber }'])
    temp.resolve('base/README.md').toFile().text = '14'
    bench.agent('forgetful', 'submit Rome\n')

    when:
    def said = bench.run('run', 'tasks.groovy', '--task', gates.keySet().join(','), '--agent', 'forgetful', '--sandbox', 'none')
    def attempts = gates.keySet().collect { Json.readObject(bench.onlyRun().resolve("$it/seed-11/attempt.json").toFile().text) }

    then:
    said.status() == 0
    attempts.collect { [it.get('outcome').asText(), it.get('explanation').asText(), it.has('sealed')] } == [
      ['disqualified', 'submission 1 was final and fails a gate: on `other` it is 50.0 worse than the base policy, at most 49.0 is allowed', false],
      ['scored', 'submission 1 was final; the agent ended by exit 0', true],
      ['disqualified', 'submission 1 was final and fails a gate: on `other` it scores 0.0, 1.0 is asked for', false],
      ['scored', 'submission 1 was final; the agent ended by exit 0', true],
    ]
    bench.run('verify', bench.onlyRun().toString()).status() == 0
  }

  def "an included file that changes is read again"() {
    given:
    suite(capitals: WHOLE_TEXT, "include 'more/*.groovy'")
    def more = Files.createDirectories(temp.resolve('more')).resolve('more.groovy').toFile()
    def task = { passAt -> """\
      task('more', uses: 'here') {
          about 'More.'
          data generated('arithmetic') { visible 9, seed: 1; practice 9, seed: 2; sealed 9, seed: 3 }
          grader exactMatch { passAt $passAt; maxTokens 8 }
      }
      """.stripIndent() }
    temp.resolve('more/prompt.md').toFile().text = 'More.'
    more.text = task(40)

    expect:
    bench.run('explain', 'tasks.groovy', 'more').out().contains('passes at 40')
    bench.run('explain', 'tasks.groovy', 'more').out().contains('passes at 40')

    when:
    more.text = task(50)

    then:
    bench.run('explain', 'tasks.groovy', 'more').out().contains('passes at 50')

    when:
    more.text = task(500)

    then:
    bench.run('check', 'tasks.groovy').err().contains('more/more.groovy:4:')
  }

  /** A suite of tasks on the same items; what each states beside them, by its id. */
  private void suite(Map<String, String> stated, String more = '') {
    def tasks = stated.collect { id, rest -> """\
        task('$id', uses: 'here') {
            about 'Teach the policy where governments sit.'
            prompt 'prompt.md'
            exposes 'notes.txt'
            $DATA
            $rest
        }
        """ }.join()
    temp.resolve('notes.txt').toFile().text = 'Look it up.\n'
    temp.resolve('tasks.groovy').toFile().text = """\
      suite('bench') {
          about 'What specs run.'
          protocol 1
          seeds 11
          profile('here') {
              embedded()
              policy 'base'
              budget { wallClock 20.seconds; submissions 2; disk 8.MB; memory 400.MB }
              submission { checkpoint atMost: 1.MB }
          }
          level(1, 'Only') {
              adds 'Nothing.'
              $tasks
              $more
          }
      }
      """.stripIndent()
  }
}
