package org.autorl.runner.report

import static org.autorl.runner.gateway.ScriptedProvider.fail
import static org.autorl.runner.gateway.ScriptedProvider.say

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import org.autorl.records.Json
import org.autorl.records.LedgerEntry
import org.autorl.runner.folder.AttemptFolder
import org.autorl.runner.gateway.OpenGateway
import org.autorl.runner.gateway.ScriptedProvider
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class ModelCallsVerifierSpec extends Specification {
  @TempDir Path temp
  @AutoCleanup ScriptedProvider provider = new ScriptedProvider()

  /** What the gateway has metered, as the ledger gets it. */
  private Map metered(String api, Map options = [:], Closure asks) {
    def open = new OpenGateway([provider: OpenGateway.PROTOCOLS[api].provider] + options, temp, provider)
    def event = Json.object()
    try {
      asks(open)
      // All calls are at their end.
      open.trajectory
      open.gateway.writeTo(event)
    } finally {
      open.close()
    }
    Json.fromTree(event, Map)
  }

  private List<String> wrong(Map ended) {
    def end = LedgerEntry.chained(0, Instant.EPOCH, 'agent-ended', Json.tree(ended), LedgerEntry.ORIGIN)
    new ModelCallsVerifier(new AttemptFolder(temp)).problems([end])*.text()*.replace(temp.toString() + '/', '')
  }

  private void edit(String file, int line, Closure change) {
    def lines = temp.resolve(file).toFile().readLines()
    def json = Json.readObject(lines[line - 1])
    change(json)
    lines[line - 1] = Json.canonical(json)
    temp.resolve(file).toFile().text = lines.join('\n') + '\n'
  }

  def "#api, streamed #streamed: three accounts of the same calls are the same"() {
    given:
    provider.script << say('One.') << fail(400, 'no') << say('Two, which is longer than one.')

    expect:
    wrong(metered(api) { open -> 3.times { open.askAs(api, streamed) } }) == []

    where:
    [api, streamed] << [OpenGateway.PROTOCOLS.keySet().toList(), [true, false]].combinations()
  }

  def "calls that were refused, counted, broken off or made after a crash are no difference"() {
    given:
    def broken = say('x' * 100)
    broken.breaksAfter = 3
    provider.script << broken << say('More.') << say('More.')
    metered('anthropic') { open ->
      open.askAs('anthropic', true)
      open.ask('anthropic/v1/messages/count_tokens', [model: 'm-1', messages: []])
    }
    // A runner that was killed had kept a call that it could not tell any more.
    temp.resolve('model-calls.jsonl').toFile() << temp.resolve('model-calls.jsonl').toFile().readLines()[0].replace('"call":1', '"call":3') + '\n'

    expect:
    wrong(metered('anthropic', [tokens: 400L]) { open -> 4.times { open.askAs('anthropic', false) } }) == []
  }

  def "an attempt without a driver has no calls and meters none"() {
    given:
    if (line) {
      temp.resolve('trajectory.jsonl').toFile().text = line + '\n'
    }

    expect:
    wrong([chargedSeconds: 1]) == problems

    where:
    line                                                                                   || problems
    ''                                                                                     || []
    '{"kind":"call","method":"GET","route":"/time","status":200}'                          || []
    '{"kind":"model","call":1,"api":"anthropic","model":"m-1","tokens":{"input":7}}'       ||
        ['line 1 of trajectory.jsonl is wrong: call 1 is not in model-calls.jsonl', 'trajectory.jsonl has 1 model calls of 7 tokens, and line 1 of its ledger has none']
  }

  def "#what is told, with where and both numbers"() {
    given:
    provider.script << say('One.') << say('Two.')
    def ended = metered('anthropic') { open -> 2.times { open.askAs('anthropic', it == 0) } }
    def tokens = ended.tokens as long
    assert wrong(ended) == []

    when:
    change(this, ended)

    then:
    wrong(ended)*.replace("$tokens", 'ALL').collect { it.replaceAll(/\d\.\d+E-4/, 'DOLLARS') } == problems

    where:
    what                         | change                                                                                   || problems
    'another count of a call'    | { s, e -> s.edit('trajectory.jsonl', 1) { it.get('tokens').put('output', 1) } }          ||
        ['line 1 of trajectory.jsonl is wrong: call 1 has the tokens {"input":101,"cacheRead":41,"cacheWrite":7,"output":1,"reasoning":0}, and line 1 of model-calls.jsonl gives {"input":101,"cacheRead":41,"cacheWrite":7,"output":22,"reasoning":0}',
         'trajectory.jsonl has 2 model calls of 325 tokens, and line 1 of its ledger has ALL']
    'another answer'             | { s, e -> s.edit('model-calls.jsonl', 2) { it.put('answer', it.get('answer').asText().replace('"output_tokens":24', '"output_tokens":99')) } } ||
        ['line 2 of trajectory.jsonl is wrong: call 2 has the tokens {"input":102,"cacheRead":42,"cacheWrite":7,"output":24,"reasoning":0}, and line 2 of model-calls.jsonl gives {"input":102,"cacheRead":42,"cacheWrite":7,"output":99,"reasoning":0}']
    'more tokens in the ledger'  | { s, e -> e.tokens = 999_999 }                                                           || ['trajectory.jsonl has 2 model calls of ALL tokens, and line 1 of its ledger has 999999']
    'fewer dollars in it'        | { s, e -> e.dollars = 0.0d }                                                             || ['trajectory.jsonl has 2 model calls of DOLLARS dollars, and line 1 of its ledger has 0.0']
    'other dollars of a call'    | { s, e -> s.edit('trajectory.jsonl', 2) { it.put('dollars', 0.5d) }; e.dollars = 0.5d }  ||
        ['trajectory.jsonl has 2 model calls of 0.5003391 dollars, and line 1 of its ledger has 0.5']
    'another model'              | { s, e -> s.edit('trajectory.jsonl', 2) { it.put('model', 'm-2') } }                     ||
        ['line 2 of trajectory.jsonl is wrong: call 2 is of m-2 by anthropic, and line 2 of model-calls.jsonl has one of m-1 by anthropic']
    'another status'             | { s, e -> s.edit('trajectory.jsonl', 1) { it.put('status', 500) } }                      ||
        ['line 1 of trajectory.jsonl is wrong: call 1 has the status 500, and line 1 of model-calls.jsonl has 200']
    'a call that is gone'        | { s, e -> s.temp.resolve('trajectory.jsonl').toFile().with { it.text = it.readLines()[1] + '\n' } } ||
        ['line 1 of trajectory.jsonl is wrong: it is call 1, not 2', 'line 1 of model-calls.jsonl is wrong: call 1 is not in trajectory.jsonl',
         'trajectory.jsonl has 1 model calls of 175 tokens, and line 1 of its ledger has ALL', 'trajectory.jsonl has 1 model calls of DOLLARS dollars, and line 1 of its ledger has DOLLARS']
    'calls that were not kept'   | { s, e -> Files.delete(s.temp.resolve('model-calls.jsonl')) }                            ||
        ['line 1 of trajectory.jsonl is wrong: call 1 is not in model-calls.jsonl', 'line 2 of trajectory.jsonl is wrong: call 2 is not in model-calls.jsonl']
  }
}
