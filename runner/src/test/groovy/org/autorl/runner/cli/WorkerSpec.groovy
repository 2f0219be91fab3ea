package org.autorl.runner.cli

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import javax.tools.ToolProvider
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

@Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
class WorkerSpec extends Specification {
  static final Path PYTHON = Path.of('/usr/bin/python3')
  static final String PAGE = Path.of('../docs/reference/worker-protocol.md').toFile().text
  static final Path JAVA = Path.of(System.getProperty('java.home'), 'bin/java').toRealPath()

  @TempDir Path temp
  Bench bench

  def setup() {
    bench = new Bench(temp)
  }

  private Map json(String path) {
    new ObjectMapper().readValue(bench.onlyRun().resolve(path).toFile(), Map)
  }

  private List<Map> ledger() {
    bench.onlyRun().resolve('sums/seed-11/ledger.jsonl').toFile().readLines().collect { new ObjectMapper().readValue(it, Map) }
  }

  /** What is said on standard error, whether or not something was unpacked first. */
  private static String told(Bench.Said said) {
    said.err().replace('autorl: unpacking native libraries (once)\n', '')
  }

  private Path program(String name, String text) {
    def file = temp.resolve(name)
    file.toFile().text = text
    file.toFile().setExecutable(true)
    file
  }

  @Requires(value = { Files.isExecutable(WorkerSpec.PYTHON) }, reason = 'there is no /usr/bin/python3')
  def "a run is graded by the program that the reference shows, and says so"() {
    given: 'the smallest worker, from the page'
    program('smallest.py', (PAGE =~ /(?s)```python\n(.*?)```/)[0][1])
    bench.agent('agent', "submit anything")

    when:
    def said = bench.run('run', 'tasks.groovy', '--agent', 'agent', '--worker', 'command:smallest.py')
    def worker = json('run.json').worker

    then: 'its answer is the right one now and then'
    said.status() == 0
    json('sums/seed-11/attempt.json').outcome == 'scored'
    json('sums/seed-11/attempt.json').sealed.value > 0

    and:
    worker.form == 'command'
    worker.command == ['smallest.py']
    worker.files*.path == ['smallest.py']
    worker.files*.sha256 == [org.autorl.records.Digest.sha256(temp.resolve('smallest.py').toFile().bytes)]
    ledger().find { it.kind == 'attempt-started' }.data.worker == worker
    ledger().findAll { it.kind.endsWith('-graded') }*.data*.engine.toSet() == ['the smallest worker'] as Set
    bench.run('verify', bench.onlyRun().toString()).status() == 0

    when: 'the run record is changed to name another'
    def record = bench.onlyRun().resolve('run.json').toFile()
    record.text = record.text.replace('smallest.py', 'another.py')

    then:
    bench.run('verify', bench.onlyRun().toString()).out().contains('ledger.jsonl names another inference worker than ')
  }

  def "a run goes on with the worker that it began with, and with no other"() {
    given: 'a worker that knows one answer'
    def says = { "#!/bin/sh\necho '{\"ready\":true}'\nwhile read -r line; do echo '{\"id\":1,\"completions\":['; done\n#$it\n".toString() }
    program('worker.sh', says('first'))
    bench.agent('agent', 'exit 0')
    bench.run('run', 'tasks.groovy', '--agent', 'agent', '--worker', 'command:worker.sh')
    def run = "runs/${bench.onlyRun().fileName}".toString()

    expect: 'it is taken from the record'
    bench.run('resume', run).status() == 3
    bench.run('resume', run, '--worker', 'command:worker.sh').status() == 3

    when:
    program('worker.sh', says('second'))
    def changed = bench.run('resume', run)

    then:
    changed.status() == 1
    changed.err().replaceAll(/[0-9a-f]{12}\)/, 'DIGEST)') == '''\
        error: the run began with another inference worker
          then  command: worker.sh (worker.sh DIGEST)
          now   command: worker.sh (worker.sh DIGEST)

        hint: All scores of a run come from one: put the old one back, or begin a new run.
        '''.stripIndent()
    bench.run('resume', run, '--worker', 'djl').status() == 1
  }

  def "what a worker does wrong is nobody's score"() {
    given:
    program('worker.sh', "#!/bin/sh\necho '{\"ready\":true}'\nread -r line; echo garbage\n")

    when:
    def said = bench.run('grade', 'tasks.groovy', 'sums', 'base', '--worker', 'command:./worker.sh')

    then:
    said.status() == 3
    said.out() == ''
    told(said) == "error: the policy could not be graded: the worker's answer is no JSON object: garbage\n"
  }

  def "a worker sees its program, what is mounted for it, and the policy, and no network"() {
    given:
    def server = new ServerSocket(0, 1, InetAddress.loopbackAddress)
    Files.createDirectory(temp.resolve('mine')).resolve('x').toFile().text = 'mine'
    temp.resolve('secret').toFile().text = 'secret'
    program('look.sh', """\
        #!/bin/bash
        say() { printf '%s;' "\$*" >&2; }
        say "\$(env | sed 's/=.*//' | sort | grep -v '^[_OPS]' | tr '\\n' ' ')"
        say "\$* \$(ls \$3 | tr '\\n' ' ')"
        say "\$(cat $temp/mine/x) \$(cat $temp/secret 2>/dev/null || echo no secret)"
        (exec 3<>/dev/tcp/127.0.0.1/$server.localPort) 2>/dev/null && say open || say closed
        touch \$3/x 2>/dev/null && say writable || say read-only
        head -c 1 /dev/zero | wc -c >&2
        exit 7
        """.stripIndent())

    when:
    def said = bench.run('grade', 'tasks.groovy', 'sums', 'base', '--worker', 'command:./look.sh --fast',
        '--worker-mount', 'mine', '--worker-mount', '/dev/zero', SECRET_KEY: 'of the operator')

    then:
    told(said) == 'error: the policy could not be graded: the worker ended with status 7: ' +
        'HF_HUB_OFFLINE HOME LANG TRANSFORMERS_OFFLINE ;--fast --policy /policy config.json model.safetensors tokenizer.json ;' +
        'mine no secret;closed;read-only;1\n'

    cleanup:
    server?.close()
  }

  def "a server is started for the policy in a sandbox (#sandbox), asked, and ended"() {
    given: 'a server that says what the policy says'
    def classes = Files.createDirectory(temp.resolve('classes'))
    def source = temp.resolve('Server.java')
    source.toFile().text = WorkerSpec.getResource('/fake/Server.java.txt').text
    assert ToolProvider.systemJavaCompiler.run(null, null, null, '-proc:none', '-d', classes.toString(), source.toString()) == 0
    temp.resolve('base/README.md').toFile().text = '#### 12'
    def command = "openai:$JAVA -XX:TieredStopAtLevel=1 -cp classes Server {policy} {port}".toString().replace('classes', classes.toString())

    when:
    def said = bench.run('grade', 'tasks.groovy', 'sums', 'base', '--sandbox', sandbox,
        '--worker', command, '--worker-mount', 'classes', *mounts)

    then:
    said.status() == 0
    told(said) == 'autorl: graded by model what-readme-says\n'
    said.out() ==~ /sums: [1-9]\S* ± \S+ % over 40 items\n/
    ProcessHandle.allProcesses().noneMatch { it.info().commandLine().orElse('').contains("$classes Server") }

    when:
    temp.resolve('base/README.md').toFile().text = 'crash'
    said = bench.run('grade', 'tasks.groovy', 'sums', 'base', '--sandbox', sandbox,
        '--worker', command, '--worker-mount', 'classes', *mounts)

    then:
    said.status() == 3
    told(said) == 'error: the policy could not be graded: the worker ended with status 4: no memory left on the device\n'

    where:
    sandbox << ['bubblewrap', 'none']
    mounts = JAVA.startsWith('/usr') ? [] : ['--worker-mount', JAVA.parent.parent.toString()]
  }

  def "#mistake is told with a way out"() {
    given:
    temp.resolve('plain.py').toFile().text = ''
    bench.agent('agent', 'exit 0')

    when:
    def said = bench.run(*(arguments + ['--sandbox', 'none']))

    then:
    said.status() == 1
    said.err().readLines().findAll { !it.startsWith('autorl: ') }.join('\n') == message.stripIndent().trim()
    !Files.exists(temp.resolve('runs'))

    where:
    mistake                       | arguments                                                                      || message
    'an unknown form'             | ['grade', 'tasks.groovy', 'sums', 'base', '--worker', 'vllm']                  || '''
        error: no worker `vllm`

        hint: There are `djl`, `command:PROGRAM`, `openai:URL` and `openai:COMMAND` with `{policy}` and `{port}` in it; see docs/reference/worker-protocol.md.'''
    'a program that is not there' | ['run', 'tasks.groovy', '--agent', 'agent', '--worker', 'command:./no.py']    || '''
        error: no program `./no.py` for a worker

        hint: Give its path.'''
    'a file that is no program'   | ['run', 'tasks.groovy', '--agent', 'agent', '--worker', 'command:plain.py']   || '''
        error: the worker `plain.py` is no program: it may not be executed

        hint: Make it one (`chmod +x plain.py`), or say what runs it: `command:python3 plain.py`.'''
    'an empty command'            | ['grade', 'tasks.groovy', 'sums', 'base', '--worker', 'command:']              || '''
        error: the worker's command is empty

        hint: There are `djl`, `command:PROGRAM`, `openai:URL` and `openai:COMMAND` with `{policy}` and `{port}` in it; see docs/reference/worker-protocol.md.'''
    'a server without a place for its port' | ['grade', 'tasks.groovy', 'sums', 'base', '--worker', 'openai:vllm serve {policy}'] || '''
        error: the server's command does not say {port}

        hint: Write it where the server wants it: `openai:vllm serve {policy} --port {port}`.'''
    'one server for many policies' | ['run', 'tasks.groovy', '--agent', 'agent', '--worker', 'openai:http://127.0.0.1:8000'] || '''
        error: a server that runs already serves one policy, and a run grades many

        hint: Let each be served by a server of its own: `--worker "openai:vllm serve {policy} --port {port}"`.'''
    'no address'                  | ['grade', 'tasks.groovy', 'sums', 'base', '--worker', 'openai:http://']        || '''
        error: no address of a server: http://

        hint: Write it like `openai:http://127.0.0.1:8000`.'''
    'a mount that is not there'   | ['grade', 'tasks.groovy', 'sums', 'base', '--worker', 'command:/bin/sh', '--worker-mount', 'no'] || '''
        error: no such folder or device: no

        hint: `--worker-mount` is for what the program reads.'''
    'a mount for the embedded one' | ['grade', 'tasks.groovy', 'sums', 'base', '--worker-mount', 'base']           || '''
        error: --worker-mount is for a worker that is a program

        hint: Leave it out, or name a program.'''
    'no patience'                 | ['grade', 'tasks.groovy', 'sums', 'base', '--worker-patience', '0']            || '''
        error: --worker-patience is 0 s

        hint: Give it a second or more.'''
  }
}
