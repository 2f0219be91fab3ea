package org.autorl.runner.attempt

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import org.autorl.records.Json
import org.autorl.runner.agent.Setup
import org.autorl.runner.agent.events.EventFormat
import org.autorl.runner.report.RunVerifier
import spock.lang.Specification
import spock.lang.TempDir

class TellingAgentSpec extends Specification {
  @TempDir Path temp

  def "an agent's own steps and its claim lie in its trajectory, after what was seen of it"() {
    given:
    def run = new ScriptedRun(temp.resolve('a'))
    run.setup = telling([:], [])
    run.agent = $/
        echo '{"type":"turn.started"}' ; echo 'a warning' >&2
        curl -sf "$$GRADING_SERVER_URL/time" >/dev/null
        echo '{"type":"item.completed","item":{"type":"agent_message","text":"I looked at the time."}}'
        echo '{"type":"turn.completed","usage":{"input_tokens":7,"output_tokens":1}}'
        /$

    when:
    run.go()
    def told = run.folder.trajectory().toFile().readLines().collect { Json.read(it, Map) }

    then:
    told*.kind == ['call', 'step', 'claimed']
    told[1].text == 'I looked at the time.'
    told[2].subMap('end', 'tokens') ==
        [end: 'turn completed', tokens: [input: 7, cacheRead: 0, cacheWrite: 0, output: 1, reasoning: 0]]
    told.every { Instant.parse(it.at) >= run.ledger()[0].at() }

    and: 'they are sealed with the attempt'
    RunVerifier.verify(run.run).problems().empty
  }

  def "a step lies in the trajectory while the agent is still at work"() {
    given: 'an agent that goes on only when its first step is there'
    def run = new ScriptedRun(temp.resolve('a'))
    run.setup = telling([:], [])
    run.agent = """
        echo '{"type":"item.completed","item":{"type":"agent_message","text":"The first."}}'
        until grep -qs 'The first' '${run.folder.trajectory()}'; do sleep 0.02; done
        echo '{"type":"item.completed","item":{"type":"agent_message","text":"The second."}}'
        """

    when:
    run.go()

    then:
    run.folder.trajectory().toFile().readLines().collect { Json.read(it, Map) }*.text == ['The first.', 'The second.', null]
    run.ledger().find { it.kind() == 'agent-ended' }.data().get('end').asText() == 'exit 0'
  }

  def "orders lie where an agent reads them, and its variables give way to the runner's"() {
    given:
    def run = new ScriptedRun(temp.resolve('a'))
    run.setup = telling([TASK: 'mine', SPEED: '{TASK}-fast', SHAPE: '{"a": "{UNKNOWN}"}'], ['AGENTS.md'])
    run.agent = 'cmp AGENTS.md prompt.md && echo "$TASK $SPEED $SHAPE ${TASK}"; test -L CLAUDE.md || echo no link'

    when:
    run.go()

    then:
    run.folder.agentLog().toFile().readLines() == ['sums sums-fast {"a": "{UNKNOWN}"} sums', 'no link']
  }

  def "orders are not written through a link that an agent has left"() {
    given:
    def root = Files.createDirectories(temp.resolve('workspace'))
    def secret = temp.resolve('secret')
    secret.toFile().text = 'kept'
    Files.createSymbolicLink(root.resolve('AGENTS.md'), secret)
    def agent = new org.autorl.runner.agent.AgentProgram('a', '', [], [], telling([:], ['AGENTS.md']))

    when:
    new Workspace(root, temp).instruct(agent, 'orders')

    then:
    secret.toFile().text == 'kept'
    !Files.isSymbolicLink(root.resolve('AGENTS.md'))
    root.resolve('AGENTS.md').toFile().text == 'orders'
  }

  private static Setup telling(Map environment, List instructions) {
    new Setup(Optional.empty(), environment, instructions, [], Optional.of(EventFormat.CODEX))
  }
}
