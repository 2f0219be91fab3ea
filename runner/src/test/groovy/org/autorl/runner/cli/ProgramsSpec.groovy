package org.autorl.runner.cli

import org.autorl.records.Digest
import org.autorl.records.Json
import org.autorl.runner.execution.Python
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir
import java.nio.file.Files
import java.nio.file.Path

/** Tasks whose completions, or whose graders, are programs. */
@Requires(value = { Python.RUNS }, reason = 'there is no bubblewrap, no prlimit or no python3')
class ProgramsSpec extends Specification {
  static final Path FOREIGN = Path.of(ProgramsSpec.getResource('/imports/smith').toURI())
  static final String ITEMS = ['x', 'x + 1', '2 * x', '3 * x', 'x', 'x + 1'].collect {
    Json.canonical([prompt: 'def f(x):\n    "A number."\n', answer: "    return $it\n".toString(), test: "def check(candidate): assert candidate(5) == (lambda x: $it)(5)".toString(), entry_point: 'f']) + '\n'
  }.join()

  @TempDir Path temp
  Bench bench

  def setup() {
    bench = new Bench(temp)
    temp.resolve('items.jsonl').toFile().text = ITEMS
    temp.resolve('code.groovy').toFile().text = """\
      task('code') {
          about 'Write Python.'
          prompt 'prompt.md'
          policy 'base'
          data file('items.jsonl', licence: 'CC0-1.0', digest: '${Digest.sha256(ITEMS)}') {
              visible  2
              practice 2, after: 2
              sealed   2, after: 4
          }
          budget { wallClock 20.seconds; submissions 2; disk 8.MB; memory 400.MB }
          submission { checkpoint atMost: 1.MB }
          grader unitTests { language 'python'; passAt 50; maxTokens 64; timeout 20.seconds }
      }
      """.stripIndent()
  }

  def "a policy that writes Python is graded by running it, also where agents are not isolated"() {
    given:
    temp.resolve('base/README.md').toFile().text = '```python\ndef f(x):\n    return 3 * x\n```'

    expect:
    bench.run('grade', 'code.groovy', 'code', 'base', *arguments).with { [status(), out()] } == [0, "code: $score over 2 items\n"]

    where:
    arguments                                   || score
    []                                          || '50.0 ± 50.0 %'
    ['--sandbox', 'none', '--split', 'sealed']  || '0.0 ± 0.0 %'
  }

  def "without #program a task in Python is refused before anything runs"() {
    when:
    def said = without(program, ['grade', 'code.groovy', 'code', 'base', '--sandbox', 'none'])

    then:
    said == """\
      error: these tasks ask for what is not there yet
      `code`:
        $program is missing: install it (Debian: apt-get install $debian)

      hint: `autorl tasks code.groovy` says which tasks can be run.
      """.stripIndent()
    without(program, ['doctor']).readLines().find { it.startsWith('programs') } ==
        "programs    $program is missing: install it (Debian: apt-get install $debian)"

    where:
    program   | debian
    'python3' | 'python3'
    'prlimit' | 'util-linux'
  }

  /** What is said where a program is hidden. */
  private String without(String program, List<String> arguments) {
    def hidden = ['/usr/local/bin', '/usr/bin', '/bin'].collect { Path.of(it, program) }.findAll { Files.exists(it) }*.toRealPath().toSet()
        .collectMany { ['--ro-bind', '/dev/null', it.toString()] }
    def builder = new ProcessBuilder(['bwrap', '--dev-bind', '/', '/'] + hidden + Installed.COMMAND + arguments).directory(temp.toFile()).redirectErrorStream(true)
    builder.environment().put('AUTORL_CACHE', Installed.CACHE.toString())
    builder.start().inputStream.text
  }

  def "an imported task is graded by its own `evaluate`, as that is now"() {
    given:
    ImportCommandSpec.copy(FOREIGN, temp.resolve('smith'))
    bench.run('import', 'smith/word_sums', '--out', 'alone', '--policy', 'base')
    temp.resolve('base/README.md').toFile().text = '10'

    expect:
    bench.run('grade', 'alone/word-sums/task.groovy', 'word-sums', 'base').with { [status(), out()] } ==
        [0, 'word-sums: 50.0 ± 50.0 % over 2 items\n']

    when: 'it takes what one of the two rows holds besides'
    def eval = temp.resolve('alone/word-sums/eval.py').toFile()
    eval.text = 'def evaluate(question, model_answer, reference_answer, level=3.0):\n    return level / 4\n'

    then:
    bench.run('grade', 'alone/word-sums/task.groovy', 'word-sums', 'base').out() == 'word-sums: 50.0 ± 25.0 % over 2 items\n'

    when: 'it fails'
    eval.text = 'def evaluate(question, model_answer, reference_answer):\n    return reference_answer.index("x")\n'
    def said = bench.run('grade', 'alone/word-sums/task.groovy', 'word-sums', 'base')

    then:
    said.status() == 3
    said.err() ==~ /(?s).*error: the policy could not be graded: the grader program eval.py, asked of word-sums-practice-[78], ended with status 1: ValueError: substring not found\n/
  }
}
