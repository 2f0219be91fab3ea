package org.autorl.runner.gateway

import static org.autorl.runner.gateway.ScriptedProvider.call
import static org.autorl.runner.gateway.ScriptedProvider.fail
import static org.autorl.runner.gateway.ScriptedProvider.raw
import static org.autorl.runner.gateway.ScriptedProvider.say

import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import org.autorl.runner.budget.Kind
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Every token is counted as the provider bills it, and priced. */
class CountingSpec extends Specification {
  static final List<String> APIS = OpenGateway.PROTOCOLS.keySet().toList()

  @TempDir Path temp
  @AutoCleanup ScriptedProvider provider = new ScriptedProvider()
  @AutoCleanup OpenGateway open

  private OpenGateway gateway(Map options = [:], String api) {
    open = new OpenGateway([provider: OpenGateway.PROTOCOLS[api].provider] + options, temp, provider)
  }

  def "#api, streamed #streamed: what is charged is what was billed, to the token"() {
    given:
    gateway(api)
    provider.repeatsTotals = true
    provider.script << say('Let me look at it, for it is not far.').and(call('bash', [command: 'ls -l'])) << say('Done, with all of it.')

    when:
    def told = [open.askAs(api, streamed), open.askAs(api, streamed)]

    then:
    told*.status == [200, 200]
    told[0].text.contains('ls -l') || told[0].text.contains('comman')
    provider.billed.size() == 2
    open.trajectory*.tokens == provider.billed
    open.spent(Kind.TOKENS) == ['input', 'cacheRead', 'cacheWrite', 'output'].sum { provider.billed(it) }

    and: 'by the table: 1, 0.1, 2 and 10 dollars for a million'
    open.spent(Kind.DOLLARS) == (provider.billed('input') + provider.billed('cacheRead') / 10 + 2 * provider.billed('cacheWrite') + 10 * provider.billed('output')) / 1e6
    open.trajectory[0].subMap('kind', 'call', 'api', 'model', 'status', 'streamed', 'retries') ==
        [kind: 'model', call: 1, api: api, model: 'm-1', status: 200, streamed: streamed, retries: 0]

    where:
    [api, streamed] << [APIS, [false, true]].combinations()
  }

  def "#api: who hangs up in the middle is charged for the whole answer"() {
    given:
    gateway(api)
    def hold = new CountDownLatch(1)
    def long_ = say('word ' * 4000)
    long_.hold = hold
    provider.script << long_

    when:
    open.hangUp(api)
    hold.countDown()

    then:
    open.trajectory*.tokens == provider.billed
    open.trajectory[0].cut == 'the agent hung up'
    provider.billed.size() == 1

    where:
    api << APIS
  }

  def "a chat stream is asked to tell its usage, and only who asked for that sees it"() {
    given:
    gateway('openai-chat')

    when:
    def plain = open.askAs('openai-chat', true)
    def asked = open.askAs('openai-chat', true, [stream_options: [include_usage: true]])

    then:
    provider.asked*.body*.stream_options == [[include_usage: true], [include_usage: true]]
    !plain.text.contains('prompt_tokens')
    asked.text.contains('"prompt_tokens":144')
    [plain, asked].every { it.text.endsWith('data: [DONE]\n\n') }
  }

  def "#api: a provider that breaks off is told of in the protocol's words, and what it wrote is charged"() {
    given:
    gateway(api)
    def broken = say('x' * 1200)
    broken.breaksAfter = 60
    provider.script << broken

    when:
    def told = open.askAs(api, true)
    def line = open.trajectory[0]

    then:
    told.status == 200
    told.text.contains('the provider broke off')
    line.cut.startsWith('the provider broke off')
    line.estimated
    line.tokens.output >= 90
    line.tokens.input > 0

    where:
    api << APIS
  }

  def "a provider that falls silent is given up"() {
    given:
    gateway('anthropic', silence: 1000)
    def silent = say('x' * 100)
    silent.stallsAfter = 3
    provider.script << silent

    expect:
    open.askAs('anthropic', true).text.contains('event: error')
    open.trajectory*.cut == ['the provider has said nothing for 1 s']
  }

  def "a provider that is busy is asked again, with pauses that grow, or as long as it says"() {
    given:
    gateway('anthropic')
    provider.script << fail(529) << fail(500) << fail(429, 'slow down', ['Retry-After': '7']) << fail(503, 'later', ['Retry-After': '100000']) << say('Now.')

    when:
    def told = open.askAs('anthropic', streamed)

    then:
    told.status == 200
    told.text.contains('Now.')
    provider.asked.size() == 5
    open.pauses.findAll { !it.zero }*.toMillis() == [500, 1000, 7000, 60_000]
    open.trajectory*.retries == [4]
    open.trajectory*.tokens == provider.billed

    where:
    streamed << [true, false]
  }

  def "one that stays busy is believed after five tries, and costs nothing; a mistake is not tried again"() {
    given:
    gateway('openai-chat')
    provider.script.addAll((1..5).collect { fail(500, 'broken') } + [fail(400, 'no such thing')])

    when:
    def told = [open.askAs('openai-chat', true), open.askAs('openai-chat', true)]

    then:
    told*.status == [500, 400]
    told*.json*.error*.message == ['broken', 'no such thing']
    provider.asked.size() == 6
    open.trajectory*.status == [500, 400]
    open.trajectory*.tokens*.values()*.sum() == [0, 0]
  }

  def "#api: a stream that begins with #error is asked again, and the agent sees nothing of it"() {
    given:
    gateway(api)
    provider.script << raw(error) << raw(': wait\n\n' + error) << fail(503) << say('Now.')

    when:
    def told = open.askAs(api, true)

    then:
    told.status == 200
    told.text.contains('Now.')
    !(told.text =~ /"error":\{|"type":"error"/)
    provider.asked.size() == 4
    open.pauses.findAll { !it.zero }*.toMillis() == [500, 1000, 2000]
    open.trajectory*.retries == [3]
    open.trajectory*.tokens == provider.billed

    where:
    api                | error
    'anthropic'        | 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n'
    'openai-chat'      | 'data: {"error":{"message":"The server had an error","type":"server_error","param":null,"code":null}}\n\n'
    'openai-chat'      | 'data: {"id":"x","choices":[],"error":{"code":502,"message":"upstream"}}\n\n'
    'openai-responses' | 'event: error\ndata: {"type":"error","code":"rate_limit_exceeded","message":"Slow down","param":null,"sequence_number":0}\n\n'
    'gemini'           | 'data: {"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}\n\n'
  }

  def "a stream that begins with an error is passed on #when, and costs nothing if the provider was busy"() {
    given:
    gateway('anthropic')
    provider.script.addAll((1..6).collect { raw(stream) })

    when:
    def told = open.askAs('anthropic', true)

    then:
    told.status == 200
    told.text == stream
    provider.asked.size() == asked
    open.trajectory*.retries == [asked - 1]
    open.trajectory*.tokens*.input == [input]

    where:
    when                                  | asked | input | stream
    'after five tries'                    | 5     | 0     | 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n'
    'if it is a mistake'                  | 1     | 14    | 'event: error\ndata: {"type":"error","error":{"type":"invalid_request_error","message":"No"}}\n\n'
    'once the agent has a part'           | 1     | 9     | 'event: message_start\ndata: {"type":"message_start","message":{"usage":{"input_tokens":9,"output_tokens":1}}}\n\nevent: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n'
  }

  def "counting tokens costs none, and is passed on to who can"() {
    given:
    gateway('anthropic')

    expect:
    open.ask('anthropic/v1/messages/count_tokens?beta=true', [model: 'other', messages: []]).json == [input_tokens: 17]
    provider.asked[0].body.model == 'm-1'
    open.trajectory.collect { [it.counted, it.tokens.input, it.asked] } == [[true, 0, 'other']]
    open.ask('openai/v1/responses/input_tokens', [:]).status == 404
  }

  def "a resumed attempt goes on counting where it stopped, over half a line"() {
    given:
    gateway('openai-chat', tokens: 300)
    open.askAs('openai-chat', false)
    open.close()
    temp.resolve('trajectory.jsonl').toFile() << '{"kind":"model","to'

    when:
    gateway('openai-chat', tokens: 300)
    def before = open.spent(Kind.TOKENS)
    open.askAs('openai-chat', false)
    open.gateway.settle(java.time.Duration.ofSeconds(5))

    then:
    before == ['input', 'cacheRead', 'cacheWrite', 'output'].sum { provider.billed[0][it] }
    temp.resolve('trajectory.jsonl').toFile().readLines().collect { it.contains('"call":') } == [true, false, true]
    open.lines('model-calls.jsonl')*.call == [1, 2]
  }
}
