package org.autorl.runner.cli

import static org.autorl.runner.gateway.ScriptedProvider.call
import static org.autorl.runner.gateway.ScriptedProvider.say

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import org.autorl.records.AttemptRecord
import org.autorl.records.Json
import org.autorl.records.RunRecord
import org.autorl.runner.agent.CliFolder
import org.autorl.runner.agent.Clis
import org.autorl.runner.folder.AttemptFolder
import org.autorl.runner.gateway.KeySearch
import org.autorl.runner.gateway.ScriptedProvider
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/**
 * Real command-line agents in the real sandbox, with a scripted provider behind the model gateway: they run shell
 * commands, train, submit and are scored. Skipped for those that the cache does not have; `.ci/real-agents` installs
 * them first.
 */
class RealAgentsSpec extends Specification {
  static final Path ROOT = Path.of('..').toAbsolutePath().normalize()
  static final Path JAVA = Path.of(System.getProperty('java.home'), 'bin/java')
  static final String CLASS_PATH = System.getProperty('java.class.path').split(File.pathSeparator)
      .collect { Path.of(it).toAbsolutePath().normalize().toString() }.findAll { !it.endsWith('test-classes') }.join(File.pathSeparator)
  static final List<String> PARTS = ['input', 'cacheRead', 'cacheWrite', 'output']

  static final String TRAIN = '''\
      for i in 1 2 3 4; do echo '{"prompt": "1 + 1 =", "completion": " 2"}'; done > code/train.jsonl
      autorl-train sft --model "$MODEL_PATH" --data code/train.jsonl --max-steps 2 --out output/v1 > code/train.log 2>&1 &&
      curl -s -X POST "$GRADING_SERVER_URL/submit" -d '{"model_path": "output/v1"}' > code/answer.json; touch code/done
      tail -c 300 code/train.log; cat code/answer.json'''.stripIndent()
  /** Codex gives a command back while it runs on. */
  static final String WAIT = 'for i in {0..40}; do test -e code/done && break; sleep 0.5; done; tail -c 300 code/answer.json'

  @TempDir Path temp
  ScriptedProvider provider = new ScriptedProvider(toolless: 'A title.')

  def cleanup() {
    provider.close()
  }

  static boolean isHere(String cli) {
    Bench.ISOLATES && !CliFolder.of(System.getenv()).versions(Clis.named(cli).get()).empty
  }

  @Requires(value = { RealAgentsSpec.isHere(data.cli) }, reason = 'needs bubblewrap and the agent: `.ci/real-agents`')
  def "#cli works in the sandbox, and what it used is what its provider billed"() {
    given:
    provider.script << say('I look around.').and(shell(cli, 'ls "$DATA_PATH"; head -c 200 prompt.md; exit 3'))
    provider.script << say('I look for a key.').and(shell(cli, KeySearch.COMMAND))
    provider.script << say('I train.').and(shell(cli, TRAIN))
    (cli == 'codex' ? 10 : 1).times { provider.script << shell(cli, WAIT) }
    provider.script << say('All is handed in.')

    when:
    def run = started(cli, driver, '240.seconds')
    def told = trajectory(run)
    println report(cli, run, told)

    then: 'it was scored'
    attempt(run).practice().present
    attempt(run).sealed().present
    def stack = Json.read(run.resolve('run.json').toFile().text, RunRecord).agent()
    [stack.scaffold(), stack.version().get(), stack.driver().get()] == [cli, Clis.named(cli).get().version(), driver]

    and: 'its orders were in what it sent'
    provider.asked.any { it.text.contains('How it is scored') && it.text.contains('Your assignment is in') }

    and: 'what was metered was billed, and what it claims was metered'
    metered(told) == billed()
    told.findAll { it.kind == 'claimed' }.last().tokens.subMap(PARTS) == billed()

    and: 'it looked for the key, and neither it nor any file nor what was printed has it'
    provider.asked*.text.join('\n').findAll(/key: \d*, token: \d*, memory: \d*/).toSet() == [KeySearch.NOTHING].toSet()
    KeySearch.files(temp) == []

    and: 'its steps are there, and no tool looked outside'
    told.findAll { it.kind == 'step' && it.calls }.size() >= 4
    told.findAll { it.kind == 'step' }*.results.flatten().findAll()*.text.any { it.contains('How it is scored') || it.contains('"score"') }
    told.findAll { it.kind == 'step' }*.text.findAll().any { it.contains('All is handed in.') }
    told.findAll { it.refused }.empty
    !offered().any { it ==~ /(?i).*(web_?search|web_?fetch).*/ }

    where:
    cli           | driver
    'claude-code' | 'anthropic/claude-sonnet-4-5'
    'codex'       | 'openai/gpt-5'
    'gemini-cli'  | 'gemini/gemini-2.5-pro'
    'opencode'    | 'openai/gpt-5'
    'opencode'    | 'anthropic/claude-sonnet-4-5'
    'opencode'    | 'gemini/gemini-2.5-pro'
  }

  @Requires(value = { RealAgentsSpec.isHere(data.cli) }, reason = 'needs bubblewrap and the agent: `.ci/real-agents`')
  def "#cli that is killed while its model answers is counted to the end"() {
    given: 'the second answer does not end before the agent does'
    def held = new CountDownLatch(1)
    def late = say('This takes a while, and nobody hears the end of it.')
    late.hold = held
    provider.script << say('I look around.').and(shell(cli, 'ls')) << late
    def thread = Thread.start {
      while (held.count > 0 && provider.asked.count { it.body?.tools } < 2) {
        Thread.sleep(200)
      }
      // Longer than is left of its clock and its grace, and less than the gateway waits after them.
      held.await(45, TimeUnit.SECONDS)
      held.countDown()
    }

    when:
    def run = started(cli, driver, '40.seconds')
    def told = trajectory(run)
    println report(cli, run, told)

    then:
    metered(told) == billed()
    provider.billed.size() >= 2
    told.findAll { it.kind == 'claimed' }.last().end == 'none: the stream broke off'
    told.findAll { it.kind == 'step' && it.calls }.size() == 1

    cleanup:
    held.countDown()
    thread?.join()

    where:
    cli           | driver
    'claude-code' | 'anthropic/claude-sonnet-4-5'
    'codex'       | 'openai/gpt-5'
    'gemini-cli'  | 'gemini/gemini-2.5-pro'
    'opencode'    | 'openai/gpt-5'
  }

  private static shell(String cli, String command) {
    switch (cli) {
      case 'claude-code': return call('Bash', [command: command, description: 'a step'])
      case 'codex': return call('exec_command', [cmd: command, yield_time_ms: 20_000])
      case 'gemini-cli': return call('run_shell_command', [command: command, description: 'a step'])
      default: return call('bash', [command: command, description: 'a step'])
    }
  }

  private Path started(String cli, String driver, String wallClock) {
    Path policy = Files.createDirectories(temp.resolve('base'))
    ROOT.resolve('tasks/policies/base-1m').toFile().listFiles().each { Files.copy(it.toPath(), policy.resolve(it.name)) }
    temp.resolve('prompt.md').toFile().text = 'Make it better.\n'
    temp.resolve('tasks.groovy').toFile().text = """\
        suite('real') {
            about 'What specs run.'
            protocol 1
            seeds 11
            level(1, 'Only') {
                adds 'Nothing.'
                task('sums') {
                    about 'Say the answer.'
                    embedded()
                    prompt 'prompt.md'
                    policy 'base'
                    data generated('arithmetic') {
                        visible  20, seed: 1
                        practice 10, seed: 2
                        sealed   10, seed: 3
                    }
                    budget { wallClock $wallClock; submissions 2; disk 256.MB; memory 4.GB }
                    submission { checkpoint atMost: 16.MB }
                    grader exactMatch { metric 'accuracy', '%', higherIsBetter; passAt 50; maxTokens 4 }
                }
            }
        }
        """.stripIndent()
    def builder = new ProcessBuilder(JAVA.toString(), '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', CLASS_PATH,
        'org.autorl.runner.cli.Main', 'run', 'tasks.groovy', '--agent', cli, '--driver', driver, '--driver-url', provider.url,
        '--runs', 'runs', '--site', 'site').directory(temp.toFile()).redirectErrorStream(true)
    ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GEMINI_API_KEY'].each { builder.environment().put(it, KeySearch.KEY) }
    def out = temp.resolve('out.txt').toFile()
    def process = builder.redirectOutput(out).start()
    assert process.waitFor(8, TimeUnit.MINUTES): out.text
    def run = temp.resolve('runs').toFile().listFiles()?.find { new File(it, 'run.json').exists() }
    assert run != null: out.text
    run.toPath()
  }

  private static AttemptFolder folder(Path run) {
    new AttemptFolder(run.resolve('sums/seed-11'))
  }

  private static AttemptRecord attempt(Path run) {
    folder(run).attempt().get()
  }

  private static List<Map> trajectory(Path run) {
    folder(run).trajectory().toFile().readLines().collect { Json.read(it, Map) }
  }

  private static Map metered(List<Map> told) {
    def calls = told.findAll { it.kind == 'model' }
    PARTS.collectEntries { part -> [part, calls.sum(0) { it.tokens?."$part" ?: 0 }] }
  }

  private Map billed() {
    PARTS.collectEntries { part -> [part, (int) provider.billed(part)] }
  }

  private List<String> offered() {
    provider.asked*.body.findAll()*.tools.flatten().findAll().collectMany { tool ->
      [tool.name, tool.type, tool.function?.name] + (tool.functionDeclarations?.collect { it.name } ?: [])
    }.findAll()
  }

  private String report(String cli, Path run, List<Map> told) {
    "$cli: ${attempt(run).state()}, practice ${attempt(run).practice().map { it.value() }}, billed ${billed()}, metered ${metered(told)}, " +
        "claimed ${told.findAll { it.kind == 'claimed' }}, ${told.count { it.kind == 'model' }} model calls, ${told.count { it.kind == 'step' }} steps\n" +
        folder(run).agentLog().toFile().text.readLines().takeRight(3)*.take(300).join('\n')
  }
}
