package org.autorl.runner.cli

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class ImportCommandSpec extends Specification {
  static final Path FOREIGN = Path.of(ImportCommandSpec.getResource('/imports').toURI())

  @Shared @TempDir Path temp
  @Shared Bench bench

  def setupSpec() {
    bench = new Bench(temp)
    copy(FOREIGN.resolve('smith'), temp.resolve('smith'))
    copy(FOREIGN.resolve('harbor'), temp.resolve('harbor'))
  }

  static void copy(Path from, Path to) {
    Files.walk(from).withCloseable { paths ->
      paths.filter { Files.isRegularFile(it) }.forEach {
        def target = to.resolve(from.relativize(it).toString())
        Files.createDirectories(target.parent)
        Files.copy(it, target)
      }
    }
  }

  /** All files of a folder and what they hold. */
  static Map<String, String> content(Path folder) {
    Files.walk(folder).withCloseable { paths ->
      paths.filter { Files.isRegularFile(it) }.toList().collectEntries { [folder.relativize(it).toString(), it.toFile().getText('UTF-8')] }
    }
  }

  def "folders of both kinds become folders of ours"() {
    when:
    def said = bench.run('import', 'smith', 'harbor/hello-world', '--out', 'tasks')

    then: 'each file is what it should be'
    said.status() == 0
    content(temp.resolve('tasks')) == content(FOREIGN.resolve('expected'))

    and:
    said.out() == '''\
        tasks/gsm8k/task.groovy: checks, with 100 visible, 500 practice and 1319 sealed items
        tasks/word-sums/task.groovy: checks, with 6 visible, 2 practice and 2 sealed items
        tasks/hello-world/task.groovy: a draft, which does not check yet
        '''.stripIndent()
    said.err() == '''\
        autorl: smith/_template is skipped: its name begins with `_`
        autorl: word-sums: not carried over: questions and answers that are no texts: they are JSON text now, and `evaluate` is given that
        autorl: word-sums: not carried over: `data/train.jsonl` of expose_files: it holds rows, and the agent sees the visible ones alone
        autorl: word-sums: not carried over: of config.yaml, `gpus = 4`
        autorl: word-sums: not carried over: of its files, `download_data.py`
        autorl: hello-world: not carried over: of task.toml, `verifier.env`, `environment.build_timeout_sec = 600`, `environment.docker_image = some-owner/some-image:1`, `environment.cpus = 2`
        autorl: hello-world: not carried over: of its files, `environment/`, `solution/`, `tests/`
        autorl: hello-world is a draft; until its `To do`s are done, `autorl check` will say:

        error: task `hello-world` lacks `data`
          tasks/hello-world/task.groovy:11:1
              task('hello-world', uses: 'embedded') {
              ^
          `task` needs `policy`, `budget`, `submission`, `data`, `grader`, `about`

        hint: Add `data generated('arithmetic') { ... }`.

        error: `program` names a file that does not exist: `tests/evaluate.py`
          tasks/hello-world/task.groovy:30:12
              grader program('tests/evaluate.py') {
                     ^
          paths are relative to the task file

        hint: Name a file that is there.

        autorl: a suite with a profile `full`, in the folder above, takes such tasks in with `include 'tasks/*/task.groovy'`
        autorl: a suite with a profile `embedded`, in the folder above, takes such tasks in with `include 'tasks/*/task.groovy'`
        '''.stripIndent()

    and: 'what is there is not overwritten'
    def again = bench.run('import', 'smith/word_sums')
    again.status() == 1
    again.out() == ''
    again.err() == '''\
        error: `word-sums` is there already
          tasks/word-sums
          it has `prompt.md`, `items.jsonl`, `eval.py`, `notes/format.md`, `task.groovy`; nothing is overwritten unasked

        hint: Choose another folder with `--out`, or overwrite these files with `--force`.
        '''.stripIndent()
    bench.run('import', 'smith/word_sums', '--force').status() == 0
    content(temp.resolve('tasks')) == content(FOREIGN.resolve('expected'))
  }

  def "with a policy of its own, a task is checked and explained alone"() {
    when:
    def said = bench.run('import', 'smith/word_sums', '--out', 'alone', '--policy', 'base')

    then:
    said.status() == 0
    said.out() == 'alone/word-sums/task.groovy: checks, with 6 visible, 2 practice and 2 sealed items\n'
    !said.err().contains('a suite with')
    temp.resolve('alone/word-sums/policy').toFile().list().sort() == ['config.json', 'model.safetensors', 'tokenizer.json']
    temp.resolve('alone/word-sums/task.groovy').toFile().text.contains('''
    budget {
        wallClock   1.hours     // not stated there
        submissions 8           // not stated there
        disk        512.MB      // not stated there
        memory      6.GB        // not stated there
    }
    submission { checkpoint atMost: 64.MB }   // not stated there: the policy, with room to spare
''')

    and:
    bench.run('check', 'alone/word-sums/task.groovy').out().startsWith('word-sums: 1 tasks in 1 levels, fingerprint ')
    bench.run('explain', 'alone/word-sums/task.groovy').out().contains('Add small numbers')

    when: 'the policy lies there already'
    def again = bench.run('import', 'smith/word_sums', '--out', 'alone', '--policy', 'alone/word-sums/policy', '--profile', 'mine', '--force', '--json')

    then:
    again.status() == 0
    Json.read(again.out(), List) == [[
      task          : 'word-sums', kind: 'Agent² RL-Bench', from: 'smith/word_sums', file: 'alone/word-sums/task.groovy', checks: true, profile: 'mine',
      files         : ['prompt.md', 'items.jsonl', 'eval.py', 'notes/format.md', 'task.groovy'],
      notCarriedOver: [
        'questions and answers that are no texts: they are JSON text now, and `evaluate` is given that',
        '`data/train.jsonl` of expose_files: it holds rows, and the agent sees the visible ones alone',
        'of config.yaml, `gpus = 4`',
        'of its files, `download_data.py`',
      ],
    ]]
    temp.resolve('alone/word-sums/task.groovy').toFile().text.contains("task('word-sums', uses: 'mine') {")
  }

  def "a draft checks once its author has done what is to do"() {
    given:
    bench.run('import', 'harbor', '--out', 'drafts', '--policy', 'base')
    def folder = temp.resolve('drafts/hello-world')
    def text = folder.resolve('task.groovy').toFile().text

    when:
    Files.createDirectories(folder.resolve('tests'))
    folder.resolve('tests/evaluate.py').toFile().text = 'def evaluate(question, model_answer, reference_answer):\n    return 1.0\n'
    folder.resolve('items.jsonl').toFile().text = '{"prompt": "a", "answer": "b"}\n' * 100
    def sha = org.autorl.records.Digest.sha256(folder.resolve('items.jsonl').toFile().text)
    folder.resolve('task.groovy').toFile().text = text.replace('its SHA-256', sha).readLines()
        .collect { it.replaceFirst('^    //     ', '    ') }.join('\n')
    def said = bench.run('check', 'drafts/hello-world/task.groovy')

    then:
    said.err() == ''
    said.out().startsWith('hello-world: 1 tasks in 1 levels')
  }

  def "a folder that cannot be imported is told of without a stack trace"() {
    given:
    Files.createDirectories(temp.resolve('bad/one'))
    temp.resolve('bad/one/config.yaml').toFile().text = 'task_type: qa\neval_mode: other\n'

    when:
    def said = bench.run('import', 'bad', 'smith', '--out', 'none')

    then:
    said.status() == 1
    said.out() == ''
    said.err() == '''\
        error: `name` is missing
          bad/one/config.yaml
          each task has a `name`, which its id is made of

        hint: Add `name: one`.

        error: `eval_mode` cannot be `other`
          bad/one/config.yaml
          it is `per_sample` or `opencompass`

        hint: A task of another kind has its own grader; write it as in docs/guides/add-a-task.md.
        '''.stripIndent()
    !Files.exists(temp.resolve('none'))
    bench.run('import').status() == 2
  }

  def "the guide leads to a suite that checks"() {
    given: 'the suite of the guide, and the folders and the policy that it speaks of'
    def guide = Path.of('../docs/guides/import-tasks.md').toFile().getText('UTF-8')
    def folder = Files.createDirectories(temp.resolve('guided'))
    def other = new Bench(folder)
    copy(FOREIGN.resolve('smith/word_sums'), folder.resolve('smith/word_sums'))
    copy(FOREIGN.resolve('harbor'), folder.resolve('harbor'))
    Files.createDirectories(folder.resolve('tasks/policies'))
    Files.move(folder.resolve('base'), folder.resolve('tasks/policies/base-1m'))
    folder.resolve('imported.groovy').toFile().text = (guide =~ /(?s)```groovy\n(.*?)```/)[0][1]

    when: 'each command of the guide is typed, in order'
    def typed = (guide =~ /`\.\/autorl ([^`]+)`/).collect { it[1] as String }
    def said = typed.collect { other.run(*it.split(' ')) }

    then:
    typed*.tokenize(' ')*.first() == ['import', 'check', 'import', 'import']
    said*.status() == [0, 0, 0, 0]
    said[1].out().startsWith('imported: 1 tasks in 1 levels, fingerprint ')
  }
}
