package org.autorl.runner.agent.events

import java.nio.file.Path
import java.time.Instant
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

/** The streams are recordings of the real programs, shortened; that of OpenHands is from its documentation. */
class TranscriptSpec extends Specification {
  static final Instant START = Instant.EPOCH
  static final Map<String, EventFormat> FORMATS = [
    'claude-code': EventFormat.CLAUDE_CODE,
    'codex'      : EventFormat.CODEX,
    'gemini-cli' : EventFormat.GEMINI_CLI,
    'opencode'   : EventFormat.OPENCODE,
    'openhands'  : EventFormat.OPENHANDS,
  ]

  @TempDir Path temp

  def "#stream is read as steps"() {
    when:
    def lines = read(FORMATS[stream - '-refused'], recorded(stream))

    then:
    lines.join('\n') + '\n' == getClass().getResource("/agents/steps/${stream}.jsonl").text

    where:
    stream << FORMATS.keySet() + (FORMATS.keySet() - 'openhands').collect { "$it-refused".toString() }
  }

  def "what #cli claims is what its provider counted, in parts that do not overlap"() {
    when: 'four calls of 100 tokens read, 20 of them from a cache, and 5 written, 2 of them reasoning'
    def claim = parsed(read(FORMATS[cli], recorded(cli))).last()

    then:
    claim.end == end
    claim.tokens == tokens

    where:
    cli           || end              | tokens
    'claude-code' || 'success'        | [input: 400, cacheRead: 80, cacheWrite: 40, output: 20, reasoning: 0]
    'codex'       || 'turn completed' | [input: 320, cacheRead: 80, cacheWrite: 0, output: 20, reasoning: 8]
    'gemini-cli'  || 'success'        | [input: 320, cacheRead: 80, cacheWrite: 0, output: 20, reasoning: 8]
    'opencode'    || 'stop'           | [input: 320, cacheRead: 80, cacheWrite: 0, output: 20, reasoning: 8]
  }

  def "a stream of #cli that breaks off claims #tokens, and loses no step that it told"() {
    given: 'the agent is killed in the middle of a line'
    def stream = recorded(cli).readLines()
    def text = stream.take(lines).join('\n') + '\n' + stream[lines].take(40)

    when:
    def told = parsed(read(FORMATS[cli], text))

    then:
    told.last().end == 'none: the stream broke off'
    told.last().tokens?.input == tokens
    told.find { it.kind == 'steps left out' } == [at: START.toString(), kind: 'steps left out', steps: 0, brokenLines: 1]
    told.findAll { it.calls }*.calls.flatten()*.name == calls

    where: 'of Claude Code and Gemini CLI only the last event tells what was used'
    cli           | lines || tokens | calls
    'claude-code' | 6     || null   | ['Bash', 'Bash']
    'codex'       | 6     || null   | ['command_execution', 'command_execution']
    'gemini-cli'  | 4     || null   | ['run_shell_command']
    'opencode'    | 7     || 80     | ['bash', 'bash']
  }

  def "lines that are no events are passed over"() {
    given:
    def deep = '{"a":' * 2000 + '1' + '}' * 2000
    def text = "npm warn something\n\n[1,2]\n{\"type\":\"text\"\n{}{}\n$deep\n\0\1\2\n{\"type\":7}\n{\"type\":\"text\",\"part\":7}\n" +
        recorded('opencode')

    when:
    def told = read(EventFormat.OPENCODE, text)

    then: 'all of the stream is there, and two lines that were to be objects are counted'
    told.findAll { it.contains('"kind":"step"') } == read(EventFormat.OPENCODE, recorded('opencode')).findAll { it.contains('"kind":"step"') }
    parsed(told).find { it.kind == 'steps left out' }.brokenLines == 2
  }

  def "a line without end is not kept in memory, and the next one is read"() {
    given:
    def text = '{"type":"text","part":{"text":"' + 'x' * (Transcript.LINE + 10) + '"}}\n' + recorded('opencode')

    when:
    def told = parsed(read(EventFormat.OPENCODE, text))

    then:
    told.findAll { it.kind == 'step' }.size() == 7
    told.find { it.kind == 'steps left out' }.brokenLines == 1
  }

  def "long texts are cut, and commands to terminals are taken out"() {
    given:
    def said = '\u001B[31mred\u001B[0m \u001B]0;title\u0007' + 'y' * 20_000
    def text = Json.canonical([type: 'item.completed', item: [type: 'agent_message', text: said]])

    when:
    def step = parsed(read(EventFormat.CODEX, text)).first()

    then:
    step.text.startsWith('red yyy')
    step.text.endsWith("y… [cut, ${said.size()} characters]")
    step.text.size() < 17_000
  }

  def "arguments that are too long are kept as the beginning of their text"() {
    given:
    def input = [command: 'z' * 20_000]
    def text = Json.canonical([type: 'tool_use', tool_name: 'w' * 300, tool_id: '1', parameters: input])

    when:
    def call = parsed(read(EventFormat.GEMINI_CLI, text)).first().calls[0]

    then:
    call.arguments.keySet() == ['cut'] as Set
    call.arguments.cut.startsWith('{"command":"zzz')
    call.name == 'w' * 200 + '… [cut, 300 characters]'
  }

  def "an agent that says too much is counted from then on"() {
    given:
    def line = Json.canonical([type: 'item.completed', item: [type: 'agent_message', text: 'v' * 16_000]]) + '\n'
    def many = (int) (Transcript.BYTES / 16_000) + 100

    when:
    def told = read(EventFormat.CODEX, line * many)
    def last = parsed(told.takeRight(2))

    then:
    told.size() < many
    last[0].kind == 'steps left out'
    last[0].steps == many - (told.size() - 2)
    last[1].kind == 'claimed'
  }

  def "steps have the time at which they came, whatever the agent says of it"() {
    given:
    def first = '{"type":"message","timestamp":"1999-01-01T00:00:00Z","role":"user","content":"go"}\n'
    def second = '{"type":"error","timestamp":"2999-01-01T00:00:00Z","message":"no"}\n'

    expect:
    parsed(read(EventFormat.GEMINI_CLI, [(first): 5, (second): 65]))*.at == [5, 65, 65].collect { START.plusSeconds(it).toString() }
  }

  def "a call has the time at which it began, and its answer that at which it ended"() {
    given:
    def item = '"item":{"id":"1","type":"command_execution","command":"sleep 60"}}\n'
    def first = '{"type":"item.started",' + item

    expect:
    parsed(read(EventFormat.CODEX, [(first): 5, ('{"type":"item.completed",' + item): 65]))*.subMap('source', 'at') ==
        [[source: 'agent', at: START.plusSeconds(5).toString()], [source: 'tool', at: START.plusSeconds(65).toString()], [at: START.plusSeconds(65).toString()]]
  }

  def "a stream that comes byte by byte is read as one that comes at once"() {
    expect:
    read(EventFormat.OPENCODE, recorded('opencode'), 1) == read(EventFormat.OPENCODE, recorded('opencode'))
  }

  def "a second session goes on behind the first"() {
    given:
    def out = temp.resolve('trajectory.jsonl')

    when:
    2.times {
      Transcript.open(EventFormat.OPENCODE, START, out).withCloseable { it.take(recorded('opencode').bytes, recorded('opencode').bytes.length, START) }
    }

    then:
    out.toFile().readLines() == read(EventFormat.OPENCODE, recorded('opencode')) * 2
  }

  def "steps lie in the trajectory as they come, also those of a runner that never comes to the end"() {
    given:
    def out = temp.resolve('trajectory.jsonl')
    def lines = recorded('opencode').readLines()
    def transcript = Transcript.open(EventFormat.OPENCODE, START, out)

    when: 'it has heard all but the last line, and half of that'
    def heard = (lines.dropRight(1).join('\n') + '\n' + lines.last().take(20)).bytes
    transcript.take(heard, heard.length, START)

    then:
    def told = out.toFile().readLines()
    told.size() > 3
    told == read(EventFormat.OPENCODE, recorded('opencode')).take(told.size())
    told.every { it.contains('"kind":"step"') }

    cleanup:
    transcript?.close()
  }

  private List<String> read(EventFormat format, String text, int atOnce = 1 << 16) {
    def out = temp.resolve("trajectory-${System.nanoTime()}")
    byte[] bytes = text.getBytes('UTF-8')
    Transcript.open(format, START, out).withCloseable { transcript ->
      for (int from = 0; from < bytes.length; from += atOnce) {
        byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + atOnce))
        transcript.take(part, part.length, START)
      }
    }
    out.toFile().readLines('UTF-8')
  }

  /** Texts with the second at which each came. */
  private List<String> read(EventFormat format, Map<String, Integer> texts) {
    def out = temp.resolve("trajectory-${System.nanoTime()}")
    Transcript.open(format, START, out).withCloseable { transcript ->
      texts.each { text, second -> transcript.take(text.bytes, text.bytes.length, START.plusSeconds(second)) }
    }
    out.toFile().readLines('UTF-8')
  }

  private static List<Map> parsed(List<String> lines) {
    lines.collect { Json.read(it, Map) }
  }

  private static String recorded(String name) {
    TranscriptSpec.getResource("/agents/${name}.jsonl").getText('UTF-8')
  }
}
