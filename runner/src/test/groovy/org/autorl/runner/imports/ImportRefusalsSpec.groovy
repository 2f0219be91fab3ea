package org.autorl.runner.imports

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The broken twins of folders that can be imported. */
class ImportRefusalsSpec extends Specification {
  static final String ROW = '{"question": "%s", "answer": "yes"}\n'

  @TempDir Path temp

  Path smith
  Path harbor

  def setup() {
    smith = write('smith/one', [
      'config.yaml'     : 'name: one\n',
      'eval.py'         : 'def evaluate(question, model_answer, reference_answer):\n    return 1.0\n',
      'data/train.jsonl': ['a', 'b', 'c'].collect { String.format(ROW, it) }.join(''),
    ])
    harbor = write('harbor/two', [
      'task.toml'     : 'version = "1.0"\n[agent]\ntimeout_sec = 60\n',
      'instruction.md': 'Do it.\n',
    ])
  }

  Path write(String folder, Map<String, String> files) {
    files.each { name, text ->
      Path file = temp.resolve(folder).resolve(name)
      Files.createDirectories(file.parent)
      Files.writeString(file, text)
    }
    temp.resolve(folder)
  }

  ImportPlan read(Map<String, ?> settings = [:], Path... folders) {
    ImportPlan.read(folders.toList(), new Settings(temp.resolve('out'), Optional.ofNullable(settings.policy as Path),
        Optional.ofNullable(settings.profile as String), settings.force as boolean))
  }

  String refused(Map<String, ?> settings = [:], Path... folders) {
    try {
      read(settings, folders)
      return 'nothing is refused'
    } catch (ImportRefused e) {
      return e.message.replace("$temp/", '').trim()
    } finally {
      assert settings.kept || !Files.exists(temp.resolve('out'))
    }
  }

  def "the good twins are taken"() {
    expect:
    read(smith, harbor).tasks()*.id() == ['one', 'two']
    read(temp.resolve('smith')).tasks()*.id() == ['one']
  }

  @Timeout(20)
  def "config.yaml with #mistake is refused"() {
    given:
    Files.writeString(smith.resolve('config.yaml'), text)

    expect:
    refused(smith) == message.stripIndent().trim()

    where:
    mistake              | text                                              || message
    'no name'            | 'task_type: qa\n'                                 || '''
        error: `name` is missing
          smith/one/config.yaml
          each task has a `name`, which its id is made of

        hint: Add `name: one`.'''
    'a name that leads out' | 'name: ../../one\n'                            || '''
        error: `../../one` cannot be the id of a task
          smith/one/config.yaml
          an id is letters and digits, with single `-`, `_`, `.` or spaces between; it names a folder

        hint: Rename it.'''
    'an unknown mode'    | 'name: one\neval_mode: custom_model\n'            || '''
        error: `eval_mode` cannot be `custom_model`
          smith/one/config.yaml
          it is `per_sample` or `opencompass`

        hint: A task of another kind has its own grader; write it as in docs/guides/add-a-task.md.'''
    'an unknown data set' | 'name: one\neval_mode: opencompass\nopencompass_dataset: mmlu_gen\n' || '''
        error: `opencompass_dataset` cannot be `mmlu_gen`
          smith/one/config.yaml
          it is one of `gsm8k`, `gsm8k_gen`, `gsm8k_gen_1d7fe4`, `humaneval`, `humaneval_gen`

        hint: Write a task for another data set as in docs/guides/add-a-task.md.'''
    'no data set'        | 'name: one\neval_mode: opencompass\n'             || '''
        error: `opencompass_dataset` is missing
          smith/one/config.yaml
          it is one of `gsm8k`, `gsm8k_gen`, `gsm8k_gen_1d7fe4`, `humaneval`, `humaneval_gen`

        hint: Write a task for another data set as in docs/guides/add-a-task.md.'''
    'broken YAML'        | 'name: one\ntags: [a, b\nmore: c\n'               || '''
        error: `config.yaml` is not YAML
          smith/one/config.yaml:3
          the parser says: while parsing a flow sequence: expected ',' or ']', but got :

        hint: Mend that line.'''
    'a key twice'        | 'name: one\nname: two\n'                          || '''
        error: `config.yaml` is not YAML
          smith/one/config.yaml:2
          the parser says: Duplicate field 'name'

        hint: Mend that line.'''
    'no keys'            | '- one\n'                                         || '''
        error: `config.yaml` has no keys
          smith/one/config.yaml
          it is a mapping of keys to values

        hint: Begin with `name: some-name`.'''
    'an alias'           | 'name: one\na: &a [x]\nb: *a\n'                   || plain(3)
    'an alias bomb'      | bomb()                                            || plain(3)
    'a key that is an alias' | 'name: &a one\n*a : two\n'                    || '''
        error: `config.yaml` is not YAML
          smith/one/config.yaml:2
          the parser says: Expected a field name (Scalar value in YAML), got this instead: <org.yaml.snakeyaml.events.AliasEvent(anchor=a)>

        hint: Mend that line.'''
    'a merged block'     | 'name: one\na: &a {b: c}\nd: {<<: *a}\n'          || plain(3)
    'an object'          | 'name: !!python/object/apply:os.system [ls]\n'    || plain(1)
    'two documents'      | 'name: one\n---\nname: two\n'                     || plain(3)
    'blocks without end' | 'name: one\na: ' + '[' * 5000                     || plain(2)
    'a large number'     | 'name: one\nexpose_files: 1e999999999\n'          || '''
        error: `expose_files` cannot be `Infinity`
          smith/one/config.yaml
          it is a list of texts

        hint: Write `expose_files` with a list.'''
    'a file of no text'  | 'name: one\nexpose_files: notes.md\n'             || '''
        error: `expose_files` cannot be `notes.md`
          smith/one/config.yaml
          it is a list of texts

        hint: Write `expose_files` with a list.'''
  }

  static String plain(int line) {
    """
        error: `config.yaml` has more than values
          smith/one/config.yaml:$line
          a settings file is one document of texts, numbers, lists and blocks, 16 deep at most; aliases (`*name`) and tags (`!name`) are refused

        hint: Write the value itself."""
  }

  static String bomb() {
    'name: one\na0: &a0 [x, x]\n' + (1..40).collect { "a$it: &a$it [*a${it - 1}, *a${it - 1}]\n" }.join('')
  }

  def "a file to expose that is #mistake is refused"() {
    given:
    Files.writeString(temp.resolve('secret'), 'secret')
    Files.createSymbolicLink(smith.resolve('link'), temp.resolve('secret'))
    Files.createSymbolicLink(smith.resolve('folder'), temp)
    Files.createDirectory(smith.resolve('notes'))
    Files.writeString(smith.resolve('prompt.md'), 'Theirs.')
    Files.writeString(smith.resolve('config.yaml'), "name: one\nexpose_files: ['$file']\n")

    expect:
    refused(smith) == message.stripIndent().trim()

    where:
    mistake                     | file             || message
    'above the folder'          | '../../secret'   || leadsOut('../../secret')
    'above it after all'        | 'a/../../../b'   || leadsOut('a/../../../b')
    'absolute'                  | '/etc/passwd'    || leadsOut('/etc/passwd')
    'behind a link'             | 'link'           || leadsOut('link')
    'in a folder behind a link' | 'folder/secret'  || leadsOut('folder/secret')
    'not there'                 | 'none.md'        || '''
        error: `none.md` is missing
          smith/one/none.md

        hint: Take it out of `expose_files`, or add the file.'''
    'a folder'                  | 'notes'          || '''
        error: `notes` is not a file
          smith/one/notes

        hint: Name files one by one.'''
    'named as one of ours'      | './prompt.md'    || '''
        error: `prompt.md` of `expose_files` has the name of a file of ours
          smith/one/config.yaml
          `items.jsonl`, `prompt.md`, `task.groovy` and `policy/` are written by the import

        hint: Give it another name.'''
  }

  static String leadsOut(String file) {
    """
        error: `$file` leads out of the task folder
          smith/one
          what is imported lies in the folder, not behind `..`, `/` or a link

        hint: Copy the file into the folder, or do not name it."""
  }

  def "rows with #mistake are refused"() {
    given:
    Files.writeString(smith.resolve('data/train.jsonl'), text)

    expect:
    refused(smith) == message.stripIndent().trim()

    where:
    mistake                | text                                                  || message
    'two questions only'   | String.format(ROW, 'a') + String.format(ROW, 'b') * 3 || '''
        error: there are too few rows to grade on what the agent does not see
          smith/one/data/train.jsonl
          they have 2 different questions; visible, practice and sealed need one each

        hint: Add rows.'''
    'two broken lines'     | String.format(ROW, 'a') + '\n{"question": \n["b"]\n'  || '''
        error: line 3 is no row: Unexpected end-of-input within/between Object entries
          smith/one/data/train.jsonl:3
          a row is a JSON object with `question` and `answer`

        hint: Mend the line, or take it out.

        error: line 4 is no row: it is no object
          smith/one/data/train.jsonl:4
          a row is a JSON object with `question` and `answer`

        hint: Mend the line, or take it out.'''
    'no answer'            | '{"question": "a", "answer": null}\n'                 || '''
        error: line 1 is no row: it has no `answer`
          smith/one/data/train.jsonl:1
          a row is a JSON object with `question` and `answer`

        hint: Mend the line, or take it out.'''
    'a prompt of their own' | '{"question": "a", "prompt": "b", "answer": "c"}\n'  || '''
        error: line 1 is no row: it has a `prompt` beside its `question`
          smith/one/data/train.jsonl:1
          a row is a JSON object with `question` and `answer`

        hint: Mend the line, or take it out.'''
  }

  def "of many broken lines, the first ten are shown and all are counted"() {
    given:
    Files.writeString(smith.resolve('data/train.jsonl'), 'x\n' * 25)

    when:
    def message = refused(smith)

    then:
    message.count('error: line ') == 10
    message.endsWith('''\
        error: 15 more lines are no rows
          smith/one/data/train.jsonl

        hint: Begin with the ones above.'''.stripIndent())
  }

  def "a folder lacks #what"() {
    given:
    Files.delete(temp.resolve(what))
    Files.writeString(smith.resolve('download_data.py'), '')

    expect:
    refused(temp.resolve(what.tokenize('/').take(2).join('/'))) == "error: `$name` is missing\n  $what\n\nhint: $hint"

    where:
    what                         | name               | hint
    'smith/one/eval.py'          | 'eval.py'          | 'A task that is graded by sample has its `evaluate` there.'
    'smith/one/data/train.jsonl' | 'data/train.jsonl' | "Run the folder's `download_data.py` first, if you trust it."
    'harbor/two/instruction.md'  | 'instruction.md'   | 'A task has one instruction; tasks in several steps have none.'
  }

  def "a program without evaluate is refused"() {
    given:
    Files.writeString(smith.resolve('eval.py'), '# def evaluate(question):\nclass A:\n    def evaluate(self): pass\n')

    expect:
    refused(smith) == '''\
        error: `eval.py` has no function `evaluate`
          smith/one/eval.py
          it has `def evaluate(question, model_answer, reference_answer)`

        hint: Define it at the left margin of the file.'''.stripIndent()
  }

  def "task.toml with #mistake is refused"() {
    given:
    Files.writeString(harbor.resolve('task.toml'), text)

    expect:
    refused(harbor) == message.stripIndent().trim()

    where:
    mistake              | text                                       || message
    'broken TOML'        | 'version = "1.0"\n[agent\n'                || '''
        error: `task.toml` is not TOML
          harbor/two/task.toml:2
          the parser says: Newline not permitted here

        hint: Mend that line.'''
    'another version'    | 'version = "2.0"\n'                        || '''
        error: `version` cannot be `2.0`
          harbor/two/task.toml
          it is 1, such as "1.0"

        hint: Look at what has changed since, by hand.'''
    'two wrong values'   | 'agent = 3\n[environment]\nmemory = "lots"\nstorage_mb = -1\n' || '''
        error: `agent` cannot be `3`
          harbor/two/task.toml
          it is a block of keys

        hint: Write its keys below it.

        error: `environment.storage_mb` cannot be `-1`
          harbor/two/task.toml
          it is a number above 0

        hint: Write `storage_mb` with a number.

        error: `environment.memory` cannot be `lots`
          harbor/two/task.toml
          it is a size such as "2G" or "512M"

        hint: Write `memory_mb = 2048`.'''
    'more than there is' | '[environment]\nstorage = "9999999T"\n'    || '''
        error: `environment.storage` cannot be `9999999T`
          harbor/two/task.toml
          it is a size such as "2G" or "512M"

        hint: Write `storage_mb = 2048`.'''
    'time without end'   | '[agent]\ntimeout_sec = inf\n'             || '''
        error: `agent.timeout_sec` cannot be `Infinity`
          harbor/two/task.toml
          it is a number above 0

        hint: Write `timeout_sec` with a number.'''
  }

  @Timeout(60)
  def "whatever stands in a settings file, it is taken or refused"() {
    given: 'good files, with pieces of others in between'
    def random = new Random(7)
    def good = [
      (smith.resolve('config.yaml')): "name: one\nexpose_files: [eval.py]\ndescription: |\n  Some text.\nsource: {hf_dataset: a/b, max_samples: 3}\n",
      (harbor.resolve('task.toml')) : 'version = "1.0"\n[metadata]\ntags = ["a"]\nday = 1979-05-27\n[agent]\ntimeout_sec = 60.0\n[environment]\nmemory = "2G"\n',
    ]
    def pieces = ['1e999999999', '-', 'nan', '[', ']', '{', '}', '"', "\'\'\'", ':', '\n', '\t', '&a', '*a', '!!', '---', '...', '|', '%', '\u0000', '0x', '.', '= ', '1_', '\ufeff', '# ', '[[', '99999999999999999999']

    when:
    def ends = (1..400).collect {
      def (Path file, String text) = good.entrySet()[it % 2].with { [it.key, it.value] }
      (1..(1 + random.nextInt(3))).each {
        int at = random.nextInt(text.length())
        text = text.take(at) + pieces[random.nextInt(pieces.size())] + text.drop(at + random.nextInt(3))
      }
      Files.writeString(file, text)
      try {
        read(it % 2 == 0 ? smith : harbor)
        'taken'
      } catch (ImportRefused e) {
        assert e.message.startsWith('error: ')
        'refused'
      }
    }

    then:
    ends.count('taken') > 20
    ends.count('refused') > 20
  }

  def "all folders are told of at once, and nothing is written"() {
    given:
    Files.writeString(smith.resolve('config.yaml'), 'task_type: qa\n')
    Files.delete(harbor.resolve('instruction.md'))
    write('empty/one', ['README.md': ''])

    expect:
    refused(smith, harbor, temp.resolve('empty'), temp.resolve('none')).readLines().findAll { it.startsWith('error: ') } == [
      'error: `name` is missing',
      'error: `instruction.md` is missing',
      "error: no task folder at ${'empty'}".toString(),
      "error: no such folder: ${'none'}".toString(),
    ]
  }

  def "two folders with one id are refused"() {
    given:
    write('other/ONE', ['task.toml': '', 'instruction.md': 'Do it.'])

    expect:
    refused(smith, temp.resolve('other/ONE')) == '''\
        error: two folders are both `one`
          other/ONE
          the other one is smith/one

        hint: Rename one, or import it to another folder with `--out`.'''.stripIndent()
  }

  def "what is there is not overwritten unless that is asked for"() {
    given:
    write('out/one', ['items.jsonl': 'mine', 'notes.md': 'mine'])

    expect:
    refused(smith, kept: true) == '''\
        error: `one` is there already
          out/one
          it has `items.jsonl`; nothing is overwritten unasked

        hint: Choose another folder with `--out`, or overwrite these files with `--force`.'''.stripIndent()

    when:
    read(smith, force: true).tasks()*.write()

    then: 'and what is not part of the import stays'
    temp.resolve('out/one/items.jsonl').toFile().readLines().size() == 3
    temp.resolve('out/one/notes.md').toFile().text == 'mine'
  }

  def "nothing is written through #what"() {
    given:
    Files.createDirectories(temp.resolve('elsewhere/data'))
    Files.createDirectories(temp.resolve('out/one'))
    make(temp)

    expect:
    refused(smith, kept: true, force: true) == """\
        error: `$file` cannot be written there
          out/one
          folders go through no link and no file, and nothing is written over a folder or a link

        hint: Choose another folder with `--out`.""".stripIndent()

    where:
    what             | file          | make
    'a linked folder' | 'prompt.md'  | { Files.delete(it.resolve('out/one')); Files.createSymbolicLink(it.resolve('out/one'), it.resolve('elsewhere')) }
    'a linked file'  | 'items.jsonl' | { Files.createSymbolicLink(it.resolve('out/one/items.jsonl'), it.resolve('elsewhere/x')) }
    'a file'         | 'prompt.md'   | { Files.delete(it.resolve('out/one')); Files.writeString(it.resolve('out/one'), '') }
    'a folder'       | 'eval.py'     | { Files.createDirectories(it.resolve('out/one/eval.py')) }
  }

  def "a policy that is none, or too large, and a profile without a name are refused"() {
    given:
    def large = write('large', ['config.json': '{}', 'model.safetensors': ''])
    new RandomAccessFile(large.resolve('model.safetensors').toFile(), 'rw').withCloseable { it.setLength(300L << 20) }

    expect:
    refused(smith, policy: temp.resolve('smith')) == '''\
        error: `--policy` names no policy: smith
          smith
          a policy is a folder in Hugging Face layout, with a `config.json`

        hint: Name such a folder, or a profile of the suite with `--profile`.'''.stripIndent()
    refused(smith, policy: large) == '''\
        error: the policy is too large for a copy beside the task: 300 MiB
          large
          a task file names a policy that lies beside it; up to 256 MiB, the import copies it there

        hint: State it in a profile of your suite, and name that with `--profile`.'''.stripIndent()
    refused(smith, profile: "x') {") == '''\
        error: `x') {` is no name of a profile
          --profile
          a name has letters, digits, `_`, `-`, `.` and spaces

        hint: Name a profile of your suite, such as `embedded`.'''.stripIndent()
  }
}
