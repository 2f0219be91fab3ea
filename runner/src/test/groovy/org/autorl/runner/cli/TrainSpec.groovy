package org.autorl.runner.cli

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.records.Json
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** The command line of the runner with the real trainers behind it, in a real sandbox. */
class TrainSpec extends Specification {
  static final Path BASE = Path.of('../tasks/policies/base-1m').toAbsolutePath().normalize()
  static final String LINES = '{"prompt": "Question: 2 + 3?\\nAnswer:", "answer": " #### 5"}\n{"prompt": "Question: 4 + 3?\\nAnswer:", "answer": " #### 7"}\n'

  @TempDir Path temp
  Path folder

  def setup() {
    folder = Files.createDirectories(temp.resolve('work'))
    folder.resolve('train.jsonl').toFile().text = LINES
    folder.resolve('reward.groovy').toFile().text = 'return { prompt, completion -> completion.contains("####") ? 1 : 0 }'
  }

  Process start(String... words) {
    def command = [Path.of(System.getProperty('java.home'), 'bin/java').toString(), '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', Installed.LIBRARY,
                   'org.autorl.runner.cli.Main', 'train'] + words.toList()
    def builder = new ProcessBuilder(command).directory(folder.toFile())
    // Unpacked once for all features: it is half a gigabyte.
    builder.environment().put('AUTORL_CACHE', Path.of('target/train-cache').toAbsolutePath().toString())
    builder.redirectOutput(temp.resolve('out').toFile()).redirectError(temp.resolve('err').toFile()).start()
  }

  int train(String... words) {
    def process = start(words)
    assert process.waitFor(120, TimeUnit.SECONDS)
    process.exitValue()
  }

  String out() {
    temp.resolve('out').toFile().text
  }

  String err() {
    temp.resolve('err').toFile().readLines().findAll { !it.contains('unpacking native libraries') }.join('\n')
  }

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "an algorithm trains in a sandbox, from files that are named as they lie"() {
    given: 'a policy behind a link'
    Files.createSymbolicLink(folder.resolve('base'), BASE)

    expect:
    train('grpo', '--model', 'base', '--data', 'train.jsonl', '--reward', 'right=1:reward.groovy', '--out', 'output/v1', '--max-steps', '1', '--max-completion-length', '4',
        '--num-generations', '2', '--per-device-train-batch-size=2') == 0
    out() == "${folder.toRealPath()}/output/v1\n"
    err() =~ /^grpo: step 1 of 1, reward \d\.\d+/
    folder.resolve('output/v1').toFile().list().sort() ==
        ['config.json', 'generation_config.json', 'metrics.jsonl', 'model.safetensors', 'tokenizer.json', 'training_args.json']
  }

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "a script reads its folder, the model and the data, writes to its output, and finds no network and nothing else"() {
    given:
    temp.resolve('secret.txt').toFile().text = 'judge me not'
    def server = new ServerSocket(0, 1, InetAddress.loopbackAddress)
    folder.resolve('train.groovy').toFile().text = """\
      def tried = { work -> try { work(); 'yes' } catch (IOException e) { 'no' } }
      def base = policy(env.MODEL_PATH)
      sft(base, data: env.DATA_PATH, maxSteps: 1)
      println "reads its folder: \${jsonl('train.jsonl').size()}"
      println "reads elsewhere: \${tried { new File('$temp/secret.txt').text }}"
      println "writes beside itself: \${tried { new File('$folder/x').text = 'x' }}"
      println "writes to the model: \${tried { new File(env.MODEL_PATH, 'x').text = 'x' }}"
      println "network: \${tried { new Socket('127.0.0.1', $server.localPort) }}"
      println "variables: \${env.keySet().contains('SECRET_KEY')}"
      println save(base, 'output/v1')
      """.stripIndent()

    when:
    def status = train('train.groovy', '--model', BASE.toString(), '--data', 'train.jsonl')

    then:
    err() =~ /^sft: step 1 of 1, loss \d\.\d+$/
    out() == '''\
      reads its folder: 2
      reads elsewhere: no
      writes beside itself: no
      writes to the model: no
      network: no
      variables: false
      output/v1
      '''.stripIndent()
    status == 0
    folder.resolve('output').toFile().list().sort() == ['metrics.jsonl', 'v1']
    folder.toFile().list().sort() == ['output', 'reward.groovy', 'train.groovy', 'train.jsonl']

    cleanup:
    server?.close()
  }

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "a mistake is told as the user wrote it, and nothing is left behind"() {
    expect:
    train('sft', '--model', BASE.toString(), '--data', 'none.jsonl', '--out', 'output') == 1
    err() == "error: no data file `${folder.toRealPath()}/none.jsonl`\n\nhint: Data is a file with a JSON object a line."
    !Files.exists(folder.resolve('output'))
    train('sft', '--model', BASE.toString(), '--data', 'train.jsonl', '--out', 'output', '--learning-rate', 'fast') == 2
    err() == 'error: `--learning-rate` is `fast`; it needs a number'
    !Files.exists(folder.resolve('output'))
  }

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "Ctrl-C leaves a checkpoint, and --resume goes on from it"() {
    given:
    def words = ['sft', '--model', BASE.toString(), '--data', 'train.jsonl', '--out', 'output', '--max-steps', '100000']
    def process = start(*words)
    def metrics = folder.resolve('output/metrics.jsonl').toFile()
    while (!metrics.exists() || metrics.length() == 0) {
      assert process.alive : err()
      sleep(50)
    }

    when:
    process.destroy()

    then:
    process.waitFor(60, TimeUnit.SECONDS)
    process.exitValue() in [130, 143]
    err() =~ /autorl: interrupted after step \d+; the same command with `--resume` goes on$/
    def step = (folder.resolve('output').toFile().list().find { it.startsWith('checkpoint-') } - 'checkpoint-').toInteger()
    !Files.exists(folder.resolve('output/model.safetensors'))

    when:
    words[-1] = "${step + 1}".toString()

    then:
    train(*words, '--resume') == 0
    err().contains("autorl: going on from checkpoint-$step\n")
    metrics.readLines().collect { Json.read(it, Map).step } == (1..step + 1).toList()
  }

  def "without a sandbox it is run only if that is said"() {
    given:
    def none = { String... words ->
      def process = new ProcessBuilder([Path.of(System.getProperty('java.home'), 'bin/java').toString(), '-cp', Installed.LIBRARY, 'org.autorl.runner.cli.Main', 'train'] + words.toList())
          .directory(folder.toFile()).redirectErrorStream(true)
      process.environment().put('PATH', folder.toString())
      process.environment().put('AUTORL_CACHE', Path.of('target/train-cache').toAbsolutePath().toString())
      process.start().with { [it.inputStream.text.readLines(), it.waitFor()] }
    }

    expect:
    none('sft') == [['error: bubblewrap is missing; without it nothing holds an agent in', '',
                     'hint: Install it (Debian: apt-get install bubblewrap), or run with `--sandbox none`; scores are then marked unisolated.'], 1]
    none('sft', '--model', BASE.toString(), '--data', 'train.jsonl', '--out', 'output', '--max-steps', '1', '--sandbox', 'none').with { it[0][-1] == "${folder.toRealPath()}/output" && it[1] == 0 }
    none('--help')[0].any { it.startsWith('  grpo ') }
  }
}
