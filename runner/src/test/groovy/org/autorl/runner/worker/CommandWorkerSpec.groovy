package org.autorl.runner.worker

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import org.autorl.records.Decoding
import org.autorl.runner.sandbox.Unisolated
import spock.lang.Specification
import spock.lang.TempDir

/** Workers are shell scripts here, with what each does wrong. */
class CommandWorkerSpec extends Specification {
  static final READY = '''echo '{"ready":true,"engine":"a script"}'; '''
  static final Decoding GREEDY = Decoding.greedy(8, ['.'])

  @TempDir Path temp
  Path policy

  def setup() {
    policy = Files.createDirectory(temp.resolve('policy'))
  }

  private Worker start(String script, int seconds = 20) {
    def words = ['/bin/sh', '-c', script, 'worker']
    def command = new WorkerCommand(words, words, [Path.of('/bin/sh')], [])
    new CommandWorker(new Unisolated(), command, Duration.ofSeconds(seconds)).start(policy)
  }

  def "prompts go out in one line, completions come back in order"() {
    given: 'a worker that writes down what it was started with, and asked'
    def worker = start(READY + '''
      echo "$@" >started; read -r line; printf '%s\\n' "$line" >asked
      printf '%s\\n' '{"id":1,"completions":[{"text":"one"},{"text":"two\\n"}]}'
      '''.stripIndent())

    when:
    def completions = worker.complete(Prompt.texts('Gr\u00fc\u00df Gott\n', 'b'), GREEDY, 0)

    then:
    completions == ['one', 'two\n']
    worker.engine() == 'a script'
    policy.resolve('started').toFile().text == "--policy $policy\n"
    policy.resolve('asked').toFile().getText('UTF-8') ==
        '{"id":1,"maxTokens":8,"prompts":["Gr\u00fc\u00df Gott\\n","b"],"seed":0,"stop":["."],"temperature":0.0}\n'

    cleanup:
    worker?.close()
  }

  def "settings that a task states are passed on"() {
    given:
    def worker = start(READY + '''read -r line; printf '%s\\n' "$line" >asked; echo '{"id":1,"completions":[{"text":""}]}' ''')

    when:
    worker.complete(Prompt.texts('a'), new Decoding(4, Optional.empty(), 0.5, 0.9, Optional.of(20), [], false, 0), 7)

    then:
    policy.resolve('asked').toFile().text ==
        '{"id":1,"maxTokens":4,"prompts":["a"],"seed":7,"stop":[],"temperature":0.5,"topK":20,"topP":0.9}\n'

    cleanup:
    worker?.close()
  }

  def "a worker that says `error:` and exits with 1 refuses the policy"() {
    when:
    start('echo loading >&2; echo "error: config.json is missing" >&2; exit 1')

    then:
    PolicyRefused e = thrown()
    e.message == 'config.json is missing'
  }

  def "a worker that #does while it loads has failed, and refuses nothing"() {
    when:
    start(script, 1)

    then:
    WorkerFailed e = thrown()
    e.message == message

    where:
    does                | script                                   || message
    'dies'              | 'echo "out of memory" >&2; exit 137'     || 'the worker ended with status 137: out of memory'
    'dies like Python'  | 'echo "ImportError: no torch" >&2; exit 1' || 'the worker ended with status 1: ImportError: no torch'
    'says nothing'      | 'exit 0'                                 || 'the worker ended with status 0: (nothing)'
    'is of another mind' | 'echo "Loading weights"; sleep 100'     || 'the worker\'s answer is no JSON object: Loading weights'
    'is not ready'      | 'echo "{}"; sleep 100'                   || 'the worker\'s first line does not say that it is ready'
    'never ends'        | 'sleep 100'                              || 'the worker gave no answer within 1 s'
  }

  def "a worker that answers with #what has failed"() {
    given:
    def worker = start(READY + "read -r line; $script; sleep 100", 1)

    when:
    worker.complete(Prompt.texts('a', 'b'), GREEDY, 0)

    then:
    WorkerFailed e = thrown()
    e.message == message

    cleanup:
    worker?.close()

    where:
    what             | script                                                                 || message
    'its death'      | 'echo "error: CUDA died" >&2; exit 1'                                   || 'the worker ended with status 1: error: CUDA died'
    'half a line'    | 'printf "{\\"id\\":1"; exit 0'                                          || 'the worker ended with status 0: (nothing)'
    'garbage'        | 'echo "<html>"'                                                         || 'the worker\'s answer is no JSON object: <html>'
    'an empty line'  | 'echo'                                                                  || 'the worker\'s answer is no JSON object: '
    'silence'        | 'true'                                                                  || 'the worker gave no answer within 1 s'
    'a refusal'      | '''echo '{"id":1,"error":"too long"}' '''                               || 'the worker refused a request: too long'
    'another id'     | '''echo '{"id":7,"completions":[{"text":"a"},{"text":"b"}]}' '''        || 'the worker answered request 1 with id 7'
    'no id'          | '''echo '{"completions":[{"text":"a"},{"text":"b"}]}' '''               || 'the worker answered request 1 with id (none)'
    'too few'        | '''echo '{"id":1,"completions":[{"text":"a"}]}' '''                     || 'the worker gave 1 answers to 2 prompts'
    'too many'       | '''echo '{"id":1,"completions":[{"text":"a"},{"text":"b"},{"text":"c"}]}' ''' || 'the worker gave 3 answers to 2 prompts'
    'no text'        | '''echo '{"id":1,"completions":[{"text":"a"},{"token":5}]}' '''         || 'the worker\'s completion 2 has no text'
    'null for text'  | '''echo '{"id":1,"completions":[{"text":null},{"text":"b"}]}' '''       || 'the worker\'s completion 1 has no text'
  }

  def "a conversation goes out with its turns, and a capped context with its length"() {
    given:
    def worker = start(READY + '''read -r line; printf '%s\\n' "$line" >asked; echo '{"id":1,"completions":[{"text":""}]}' ''')

    when:
    worker.complete(
        [new Prompt.Chat([new Prompt.Turn('user', 'Who?')])],
        new Decoding(4, Optional.of(64), 0, 1, Optional.empty(), [], true, 0), 0)

    then:
    policy.resolve('asked').toFile().text ==
        '{"id":1,"maxContext":64,"maxTokens":4,"prompts":[[{"content":"Who?","role":"user"}]],"seed":0,"stop":[],"temperature":0.0}\n'

    cleanup:
    worker?.close()
  }

  def "a worker that never reads cannot hold the grader up"() {
    given:
    def worker = start(READY + 'sleep 100', 1)

    when: 'more is said than a pipe holds'
    worker.complete(Prompt.texts('a' * 1_000_000), GREEDY, 0)

    then:
    WorkerFailed e = thrown()
    e.message == 'the worker gave no answer within 1 s'

    cleanup:
    worker?.close()
  }

  def "nothing of a worker is left when it is closed"() {
    given:
    def mark = "9${System.nanoTime() % 1_000_000}".toString()
    def worker = start(READY + "sleep $mark & sleep $mark")

    when:
    worker.close()

    then:
    ProcessHandle.allProcesses().noneMatch { it.info().commandLine().orElse('').contains("sleep $mark") }
  }
}
