package org.autorl.runner.gateway

import static org.autorl.runner.gateway.ScriptedProvider.say

import java.nio.file.Path
import org.autorl.runner.attempt.ScriptedRun
import org.autorl.runner.cli.Bench
import org.autorl.runner.ledger.Ledger
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** Whole attempts, with an agent that asks its model by curl. */
class DrivenAttemptSpec extends Specification {
  static final String KEY = KeySearch.KEY
  static final String ASK = '''
    ask() {
      curl -s -X POST -H "Authorization: Bearer $OPENAI_API_KEY" -d '{"model":"any","stream":true,"messages":[{"role":"user","content":"Hi"}]}' "$OPENAI_BASE_URL/chat/completions"
    }
    '''.stripIndent()

  @TempDir Path temp
  @AutoCleanup ScriptedProvider provider = new ScriptedProvider()

  private Bench bench(String budget = '') {
    def bench = new Bench(temp)
    def file = temp.resolve('tasks.groovy').toFile()
    file.text = file.text.replace('memory      400.MB', "memory      400.MB\n$budget")
    bench
  }

  private Bench.Said run(Map environment = [:], Bench bench, String... more) {
    bench.run([OPENAI_API_KEY: KEY] + environment, (['run', 'tasks.groovy', '--agent', 'agent'] + more.toList()) as String[])
  }

  private Map attempt(Path run) {
    Plain.parse(run.resolve('sums/seed-11/attempt.json').toFile().text) as Map
  }

  private List<Map> lines(Path run, String file) {
    run.resolve("sums/seed-11/$file").toFile().readLines().collect { Plain.parse(it) as Map }
  }

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "an agent in the sandbox is driven, charged and recorded, and finds no key anywhere"() {
    given: 'one that looks for the key in all that it can read'
    def bench = bench()
    bench.agent('agent', ASK + '''
      ask; ask
      env | grep -E 'BASE_URL|AUTORL_DRIVER' | sort
'''.stripIndent() + KeySearch.COMMAND + '''
      submit '#### 12'
      '''.stripIndent())

    when:
    def said = run(bench, '--driver', 'openai/gpt-5', '--driver-url', provider.url)
    def run = bench.onlyRun()
    def log = run.resolve('sums/seed-11/agent.log').toFile().text

    then:
    said.status() == 0
    provider.billed.size() == 2
    provider.asked*.headers*.get('Authorization')*.first() == ["Bearer $KEY", "Bearer $KEY"]
    lines(run, 'trajectory.jsonl').findAll { it.kind == 'model' }*.tokens == provider.billed
    attempt(run).spent.find { it.kind == 'tokens' }.amount == ['input', 'cacheRead', 'output'].sum { provider.billed(it) }
    attempt(run).spent.find { it.kind == 'dollars' }.amount > 0
    Plain.parse(run.resolve('run.json').toFile().text).agent.driver == 'openai/gpt-5'
    lines(run, 'model-calls.jsonl')*.call == [1, 2]

    and:
    log.contains('OPENAI_BASE_URL=http://127.0.0.1:5001/openai/v1')
    log.contains('AUTORL_DRIVER=gpt-5')
    log.readLines().contains(KeySearch.NOTHING)

    and: 'no file of the run and nothing that was printed has it'
    KeySearch.files(temp) == []
    !(said.out() + said.err()).contains(KEY)

    and: 'the run is whole'
    bench.run('verify', run.toString()).status() == 0
  }

  def "a budget of tokens ends the attempt, within one call"() {
    given:
    def bench = bench('tokens 200')
    bench.agent('agent', ASK + 'ask; ask; ask; sleep 30')

    when:
    def said = run(bench, '--driver', 'openai/gpt-5', '--driver-url', provider.url, '--sandbox', 'none')
    def run = bench.onlyRun()

    then:
    provider.billed.size() == 2
    attempt(run).outcome == 'budget exhausted'
    lines(run, 'ledger.jsonl').find { it.kind == 'agent-ended' }.data.subMap('end', 'tokens') == [end: 'tokens', tokens: ['input', 'cacheRead', 'output'].sum { provider.billed(it) } as int]
    run.resolve('sums/seed-11/agent.log').toFile().text.contains('the budget of tokens is spent')
    said.status() == 0
  }

  def "a run is replayed with no provider"() {
    given:
    def bench = bench()
    bench.agent('agent', ASK + 'ask; env; ask; submit "#### 12"')
    provider.script << say('First.') << say('Second.')
    run(bench, '--driver', 'openai/gpt-5', '--driver-url', provider.url, '--sandbox', 'none')
    def first = bench.onlyRun()
    provider.close()
    def recorded = temp.resolve('recorded')
    assert first.toFile().renameTo(recorded.toFile())

    when:
    def said = bench.run('run', 'tasks.groovy', '--agent', 'agent', '--driver-replay', 'recorded', '--sandbox', 'none')
    def again = bench.onlyRun()

    then:
    said.status() == 0
    again.resolve('sums/seed-11/agent.log').toFile().text.contains('"content":"Second."')
    [recorded, again].collect { run -> lines(run, 'trajectory.jsonl').findAll { it.kind == 'model' }*.subMap('call', 'tokens', 'dollars', 'status') }.toSet().size() == 1
    Plain.parse(again.resolve('run.json').toFile().text).agent.driver == 'openai/gpt-5'
  }

  def "what cannot be is refused before anything begins: #message"() {
    given:
    def bench = bench(budget)
    bench.agent('agent', 'true')

    when:
    def said = bench.run(environment, (['run', 'tasks.groovy', '--agent', 'agent', '--sandbox', 'none'] + options) as String[])

    then:
    said.status() == 1
    said.err().contains(message)
    !temp.resolve('runs').toFile().exists()
    !said.err().contains('Exception')

    where:
    budget       | environment         | options                                                        || message
    ''           | [:]                 | ['--driver', 'openai/gpt-5']                                   || 'openai/gpt-5 wants a key, and OPENAI_API_KEY is not set'
    ''           | [:]                 | ['--driver', 'acme/x']                                         || 'no driver `acme/x`'
    ''           | [:]                 | ['--driver', 'gpt-5']                                          || 'no driver `gpt-5`'
    ''           | [:]                 | ['--driver', 'scripted/2']                                     || 'its quality is a number from 0 to 1'
    ''           | [:]                 | ['--driver', 'openai/m', '--driver-url', 'http://me:pw@host/'] || '--driver-url is no address of a server'
    ''           | [:]                 | ['--driver-url', 'http://127.0.0.1:1']                         || '`--driver-url` and `--driver-model` are for a driver'
    ''           | [OPENAI_API_KEY: 'k'] | ['--driver', 'openai/m', '--driver-rate', '0']               || '--driver-rate and --driver-at-once are numbers of calls'
    'dollars 1'  | [OPENAI_API_KEY: 'k'] | ['--driver', 'openai/unheard-of']                            || '`sums` limits dollars, and the price of unheard-of is not known'
    ''           | [:]                 | ['--driver-replay', 'nowhere']                                 || 'nowhere cannot be replayed: it is no run'
    ''           | [OPENAI_API_KEY: 'k'] | ['--driver', 'openai/m', '--driver-prices', 'none.json']     || 'no table of prices at none.json'
  }
}
