package org.autorl.runner.cli

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Digest
import org.autorl.records.Json
import org.autorl.runner.judge.FakeJudge
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Tasks whose judge is a language model, from the command line. */
class JudgedSpec extends Specification {
  static final String KEY = 'sk-of-the-operator'
  static final String ITEMS = (1..42).collect { "{\"prompt\":\"Write about $it.\",\"answer\":\"A good text of ${'long ' * (it % 5)}length.\"}\n" }.join()

  @TempDir Path temp
  Bench bench

  @AutoCleanup
  FakeJudge server = new FakeJudge(FakeJudge.prefers('good'))

  def setup() {
    bench = new Bench(temp)
    temp.resolve('items.jsonl').toFile().text = ITEMS
    temp.resolve('judge.md').toFile().text = 'Prefer one.\n{instruction}\nm\n{first}\nM\n{second}\nSay m or M.\n'
    temp.resolve('base/README.md').toFile().text = 'bad'
    suite("model 'judge', version: '1', prompt: 'judge.md'")
  }

  private void suite(String judge) {
    temp.resolve('tasks.groovy').toFile().text = """\
      suite('bench') {
          about 'What specs run.'
          protocol 1
          seeds 11
          level(2, 'Judged') {
              adds 'A judge.'
              task('essays') {
                  about 'Write well.'
                  embedded()
                  prompt 'prompt.md'
                  policy 'base'
                  data file('items.jsonl', licence: 'CC0-1.0', digest: '${Digest.sha256(ITEMS.getBytes('UTF-8'))}') {
                      visible  2
                      practice 20, after: 2
                      sealed   20, after: 22
                  }
                  budget { wallClock 20.seconds; submissions 2; disk 8.MB; memory 400.MB }
                  submission { checkpoint atMost: 1.MB }
                  grader judged('essays') { passAt 50; maxTokens 8; $judge }
              }
          }
      }
      """.stripIndent()
  }

  private Map<String, String> environment(Map<String, String> more = [:]) {
    [AUTORL_JUDGE_URL: server.url().toString(), AUTORL_JUDGE_KEY: KEY] + more
  }

  private Bench.Said grade(Map<String, String> environment, String... more) {
    bench.run(environment, *(['grade', 'tasks.groovy', 'essays', 'base', '--sandbox', 'none'] + more.toList()))
  }

  private Map json(String path) {
    new com.fasterxml.jackson.databind.ObjectMapper().readValue(bench.onlyRun().resolve(path).toFile(), Map)
  }

  def "a run is graded by the model that the task names, and every number of it can be made again"() {
    given: 'a judge that likes good answers, and longer ones a little'
    server.script = { Map asked ->
      def merit = { String text -> 4 * text.count('very good') + text.length() / 20.0 }
      def share = 1 / (1 + Math.exp(merit(asked.second) - merit(asked.first)))
      FakeJudge.weighs(m: share, M: 1 - share)
    }
    suite("model 'judge', version: '1', prompt: 'judge.md'; bothOrders(); lengthControlled(); calibration 'known.jsonl', agreement: 65")
    temp.resolve('known.jsonl').toFile().text = '{"instruction":"Do.","better":"very good","worse":"bad"}\n'
    bench.agent('writer', 'env >"$WORKSPACE/env.txt"; cat "$WORKSPACE/env.txt"; submit "A very good text of some length."\n')

    when:
    def said = bench.run(environment(AUTORL_JUDGE_PRICES: '2,10'), 'run', 'tasks.groovy', '--agent', 'writer', '--sandbox', 'none')
    def attempt = json('essays/seed-11/attempt.json')
    def verdict = json('essays/seed-11/submissions/1/verdict.json')

    then:
    said.status() == 0
    attempt.outcome == 'scored'
    attempt.sealed.items == 20
    attempt.sealed.value > attempt.sealedBaseline.value

    and: 'what it took is recorded, to the token; the known pair was asked once for all gradings'
    verdict.judging.subMap('calls', 'remembered', 'weighted', 'promptTokens', 'completionTokens', 'agreement') ==
        [calls: 40, remembered: 2, weighted: 42, promptTokens: 4000, completionTokens: 40, agreement: 100d]
    Math.abs(verdict.judging.dollars - (4000 * 2 + 40 * 10) / 1e6) < 1e-9
    verdict.judging.servedBy == ['judge-2026']
    verdict.judging.besides*.metric*.name == ['win rate', 'discrete win rate']
    verdict.judging.besides[0].value != verdict.score.value

    and: 'the judge was told its key, and nobody else was'
    server.keys.toSet() == ["Bearer $KEY".toString()] as Set
    filesUnder(temp).findAll { it.text.contains(KEY) } == []
    !(said.out() + said.err()).contains(KEY)
    !bench.onlyRun().resolve('essays/seed-11/agent.log').toFile().text.contains('AUTORL_JUDGE')

    and:
    bench.run('verify', bench.onlyRun().toString()).status() == 0

    when: 'a length is changed, or a number beside the score'
    def items = bench.onlyRun().resolve('essays/seed-11/sealed-items.jsonl').toFile()
    def before = items.text
    items.text = before.replaceFirst(/"length":\d+/, '"length":3000')
    def changed = bench.run('verify', bench.onlyRun().toString())
    items.text = before.replaceFirst(/"score":0\.\d+/, '"score":0.5')
    def moved = bench.run('verify', bench.onlyRun().toString())

    then:
    changed.out().contains('sealed-items.jsonl does not give the recorded score of ')
    moved.out().contains('sealed-items.jsonl does not give what is recorded besides the score of ')

    when: 'the same is graded again'
    def calls = server.asked.size()
    bench.run(environment(), 'run', 'tasks.groovy', '--agent', 'writer', '--sandbox', 'none', '--runs', 'again')

    then:
    server.asked.size() == calls
  }

  private static List<File> filesUnder(Path folder) {
    Files.walk(folder).filter { Files.isRegularFile(it) }.collect { it.toFile() }
  }

  def "what the judge refuses does not count, and is said"() {
    given:
    temp.resolve('base/README.md').toFile().text = 'good good'
    server.script = { Map asked -> asked.instruction == 'Write about 5.' ? FakeJudge.says('', [finish_reason: 'content_filter']) : FakeJudge.prefers('good')(asked) }

    when:
    def said = grade(environment())

    then:
    said.status() == 0
    said.out() == 'essays: 100.0 ± 0.0 % over 19 items, 1 more unscored\n'
    said.err().readLines().findAll { it.contains('judged') || it.contains('win rate') }*.replaceFirst(/asked [0-9a-f]{12}/, 'asked HASH') == [
      'autorl: judged by judge, version 1, asked HASH: 21 calls, 0 verdicts remembered, 2100 + 21 tokens',
      'autorl: win rate 100.0 ± 0.0 %', 'autorl: discrete win rate 100.0 ± 0.0 %']
  }

  def "a judge that #does is nobody's score"() {
    given:
    server.script = { said }

    when:
    def graded = grade(environment())

    then:
    graded.status() == 3
    graded.out() == ''
    graded.err().readLines().findAll { it.startsWith('error') } == ["error: the policy could not be graded: $message".toString()]

    where:
    does                  | said                      || message
    'wants another key'   | [401, "no key $KEY"]      || 'the judge said 401: no key (the key)'
    'says nothing useful' | 'Both are fine.'          || '20 of 20 items are unscored, at most 5 % may be; the first: the judge named neither label'
  }

  def "a task that a model judges is refused before anything runs where no server is named"() {
    given:
    bench.agent('writer', 'exit 0')

    when:
    def said = bench.run('run', 'tasks.groovy', '--agent', 'writer', '--sandbox', 'none')

    then:
    said == new Bench.Said(1, '', '''\
      autorl: reading tasks.groovy
      error: these tasks ask for what is not there yet
      `essays`:
        its judge is the language model judge, and AUTORL_JUDGE_URL names no server that has it

      hint: `autorl tasks tasks.groovy` says which tasks can be run. Set AUTORL_JUDGE_URL to the address of an OpenAI-compatible server, and AUTORL_JUDGE_KEY to its key if it wants one.
      '''.stripIndent())
    !Files.exists(temp.resolve('runs'))

    and:
    bench.run('tasks', 'tasks.groovy').out() == '2  essays           not yet   Write well.\n'
    bench.run(environment(), 'tasks', 'tasks.groovy').out() == '2  essays           embedded  Write well.\n'
    bench.run('explain', 'tasks.groovy').out().replaceAll(/\s+/, ' ').contains('AUTORL_JUDGE_URL names no server that has it')
  }

  def "#what in the environment is told without quoting it"() {
    when:
    def said = grade(environment(changed))

    then:
    said.status() == 1
    said.err().startsWith(message.stripIndent())

    where:
    what           | changed                                              || message
    'an address with a password' | [AUTORL_JUDGE_URL: 'http://me:secret@127.0.0.1:1'] || '''\
        error: AUTORL_JUDGE_URL is no address of a server

        hint: Write it like `http://127.0.0.1:8000/v1`, with no name, password or query in it; the key goes in AUTORL_JUDGE_KEY.
        '''
    'no address'   | [AUTORL_JUDGE_URL: 'judge.example']                  || 'error: AUTORL_JUDGE_URL is no address of a server\n'
    'one price'    | [AUTORL_JUDGE_PRICES: '2']                           || '''\
        error: AUTORL_JUDGE_PRICES is `2`, which is no two prices

        hint: Write dollars for a million tokens, of questions and of answers: `1.25,10`.
        '''
  }

  def "a judge's prompt that loses a place is reported by the next check"() {
    given: 'a file that was read before'
    assert bench.run('check', 'tasks.groovy').status() == 0
    assert bench.run('check', 'tasks.groovy').status() == 0

    when:
    temp.resolve('judge.md').toFile().text = 'Prefer one: {first} {second}'

    then:
    bench.run('check', 'tasks.groovy').err().contains('`judge.md` does not have `{instruction}` once')
  }
}
