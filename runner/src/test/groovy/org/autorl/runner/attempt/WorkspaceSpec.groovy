package org.autorl.runner.attempt

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.dsl.TaskFile
import org.autorl.runner.agent.AgentProgram
import org.autorl.runner.cli.Bench
import org.autorl.runner.cli.Installed
import org.autorl.runner.sandbox.JavaHome
import org.autorl.runner.sandbox.Sandbox
import spock.lang.Requires
import org.autorl.runner.hub.Store
import org.autorl.runner.grading.TaskItems
import spock.lang.Specification
import spock.lang.TempDir

class WorkspaceSpec extends Specification {
  static final Path ROOT = Path.of('..').toAbsolutePath().normalize()

  @TempDir Path temp

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "an agent trains in its workspace with the program that its text names"() {
    given: 'an agent that uses it both ways'
    def agent = Files.createDirectories(temp.resolve('agent'))
    agent.resolve('start.sh').toFile().text = '''\
      head -n 2 "$DATA_PATH/train.jsonl" >code/two.jsonl
      autorl-train sft --model "$MODEL_PATH" --data code/two.jsonl --out output/v1 --max-steps 1
      cat >code/train.groovy <<'END'
      def base = policy(env.MODEL_PATH)
      sft(base, data: "${env.DATA_PATH}/train.jsonl", maxSteps: 1)
      println save(base, 'output/v2')
      END
      autorl-train code/train.groovy
      '''.stripIndent()
    def task = TaskFile.load(ROOT.resolve('tasks.groovy')).tasks().find { it.id() == 'word-problems' }
    def sandbox = Sandbox.bubblewrap(System.getenv('PATH')).get()
    def cache = Files.createDirectories(Path.of('target/train-cache').toAbsolutePath())
    def java = new JavaHome(Path.of(System.getProperty('java.home')).toRealPath(), Installed.LIBRARY, cache)
    def workspace = Workspace.make(Files.createDirectories(temp.resolve('workspace')), new TaskItems(task, ROOT, Store.of([:])))
    unpack(java)

    when:
    def process = sandbox.start(workspace.agent(AgentProgram.find(agent.toString()).get(), task, ROOT.resolve('tasks/policies/base-1m'), 11, sandbox, java,
        new Workspace.Access(1, 'token', Files.createDirectories(temp.resolve('sockets')), []), temp.resolve('log')))

    then:
    process.waitFor(120, TimeUnit.SECONDS)
    temp.resolve('log').toFile().readLines()*.replaceAll(/loss .*/, 'loss') ==
        ['sft: step 1 of 1, loss', 'output/v1', 'sft: step 1 of 1, loss', 'output/v2']
    temp.resolve('workspace/output/v1').toFile().list().sort() ==
        ['config.json', 'generation_config.json', 'metrics.jsonl', 'model.safetensors', 'tokenizer.json', 'training_args.json']
    temp.resolve('workspace/output/v2').toFile().list().sort() == ['config.json', 'generation_config.json', 'model.safetensors', 'tokenizer.json']
    temp.resolve('workspace/metrics.jsonl').toFile().readLines().size() == 2
    Assignment.text(task, ROOT).contains('`autorl-train code/train.groovy`')
  }

  def "a workspace that is laid out again is not written through the links that an agent has left"() {
    given:
    def task = TaskFile.load(ROOT.resolve('tasks.groovy')).tasks().find { it.id() == 'word-problems' }
    def root = Files.createDirectories(temp.resolve('workspace'))
    def items = new TaskItems(task, ROOT, Store.of([:]))
    def outside = Files.writeString(temp.resolve('outside'), 'of the host')
    Workspace.make(root, items)
    Files.delete(root.resolve('prompt.md'))
    Files.createSymbolicLink(root.resolve('prompt.md'), outside)

    when:
    Workspace.make(root, items)

    then:
    outside.toFile().text == 'of the host'
    root.resolve('prompt.md').toFile().text == Assignment.text(task, ROOT)
  }

  private static void unpack(JavaHome java) {
    if (java.natives().toFile().list()) {
      return
    }
    def process = new ProcessBuilder(java.program(), '-cp', Installed.LIBRARY, 'org.autorl.trainers.cli.Main', 'prepare')
    process.environment().putAll(java.environment(new org.autorl.runner.sandbox.Unisolated()))
    assert process.start().waitFor() == 0
  }
}
