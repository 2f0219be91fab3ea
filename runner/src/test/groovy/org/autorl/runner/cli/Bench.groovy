package org.autorl.runner.cli

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.runner.SmallPolicy

/** A suite, a base policy and agents in a folder, and the command line as a process of its own. */
class Bench {
  /** Whether bubblewrap works here; specs that need it are skipped otherwise. */
  static final boolean ISOLATES = isolates()

  final Path folder

  Bench(Path folder) {
    this.folder = folder
    folder.resolve('prompt.md').toFile().text = 'Make it better.\n'
    SmallPolicy.write(folder.resolve('base'))
    suite('20.seconds')
  }

  private static boolean isolates() {
    try {
      return new ProcessBuilder('bwrap', '--unshare-all', '--ro-bind', '/', '/', 'true').start().waitFor() == 0
    } catch (IOException e) {
      return false
    }
  }

  void suite(String wallClock) {
    folder.resolve('tasks.groovy').toFile().text = """\
      suite('bench') {
          about 'What specs run.'
          protocol 1
          seeds 11, 12
          level(1, 'Only') {
              adds 'Nothing.'
              task('sums') {
                  about 'Say the answer.'
                  embedded()
                  prompt 'prompt.md'
                  policy 'base'
                  data generated('arithmetic') {
                      visible  20, seed: 1
                      practice 40, seed: 2
                      sealed   40, seed: 3
                  }
                  budget {
                      wallClock   $wallClock
                      submissions 2
                      disk        8.MB
                      memory      400.MB
                  }
                  submission { checkpoint atMost: 1.MB }
                  grader exactMatch {
                      metric    'accuracy', '%', higherIsBetter
                      passAt    50
                      maxTokens 8
                  }
              }
          }
      }
      """.stripIndent()
  }

  /** An agent folder; {@code submit SAYS} in its script hands in a policy that says so. */
  void agent(String name, String script) {
    Path at = Files.createDirectories(folder.resolve(name))
    at.resolve('start.sh').toFile().text = '''\
      submit() {
        rm -rf "$OUTPUT_DIR/v"; cp -r "$MODEL_PATH" "$OUTPUT_DIR/v"; printf '%s' "$1" >"$OUTPUT_DIR/v/README.md"
        curl -s -X POST -d '{"model_path":"output/v"}' "$GRADING_SERVER_URL/submit"
      }
      '''.stripIndent() + script
  }

  Running start(Map<String, String> environment = [:], String... arguments) {
    def builder = new ProcessBuilder(Installed.COMMAND + arguments.toList()).directory(folder.toFile())
    builder.environment().putAll([AUTORL_CACHE: Installed.CACHE.toString()] + environment)
    def out = folder.resolve('out.txt').toFile()
    def err = folder.resolve('err.txt').toFile()
    new Running(builder.redirectOutput(out).redirectError(err).start(), out, err)
  }

  Said run(Map<String, String> environment = [:], String... arguments) {
    start(environment, arguments).end()
  }

  /** Runs a shell script, in which {@code autorl} is the command line and {@code small/} a disk of so many bytes. */
  String onSmallDisk(String bytes, String script) {
    Files.createDirectories(folder.resolve('small'))
    def autorl = "autorl() { ${Installed.COMMAND.collect { "'$it'" }.join(' ')} \"\$@\"; }\n"
    def builder = new ProcessBuilder('bwrap', '--dev-bind', '/', '/', '--size', bytes, '--tmpfs', folder.resolve('small').toString(),
        'sh', '-c', autorl.toString() + script).directory(folder.toFile()).redirectErrorStream(true)
    builder.environment().put('AUTORL_CACHE', Installed.CACHE.toString())
    def out = folder.resolve('small.txt').toFile()
    def process = builder.redirectOutput(out).start()
    assert process.waitFor(90, TimeUnit.SECONDS): out.text
    out.text
  }

  /** The only run there is. */
  Path onlyRun() {
    def runs = folder.resolve('runs').toFile().listFiles().findAll { new File(it, 'run.json').exists() }
    assert runs.size() == 1
    runs[0].toPath()
  }

  record Running(Process process, File out, File err) {
    Said end() {
      assert process.waitFor(60, TimeUnit.SECONDS): err.text
      new Said(process.exitValue(), out.text, err.text)
    }
  }

  record Said(int status, String out, String err) {}
}
