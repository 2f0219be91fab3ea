package org.autorl.runner.imports

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper
import java.nio.file.Files
import java.nio.file.Path
import org.autorl.dsl.TaskFile
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

class ImportTextSpec extends Specification {
  static final List<String> PIECES =
      ["'", '"', '\\', '\\u000a', '\\n', '$', '${1}', '*/', '//', '}', "') {", '\n', '\r', '\t', '\u2028', '\u202e', '\u0000', 'é', '🙂', ' ', 'word', '. ', '#']

  @TempDir Path temp

  def "what a stranger writes stays a text (seed #seed)"() {
    given: 'texts of what could end a text, a comment or a line'
    def random = new Random(seed)
    def nasty = { int length -> (1..length).collect { PIECES[random.nextInt(PIECES.size())] }.join('') }
    def folder = Files.createDirectories(temp.resolve('a'))
    def description = 'x' + nasty(15).replaceAll(/[\r\n]/, ' ') + 'y'
    def rows = (1..3).collect { [question: nasty(8) + it, answer: nasty(3), (nasty(4)): nasty(4)] }
    Files.createDirectory(folder.resolve('data'))
    write(folder.resolve('data/train.jsonl'), rows.collect { Json.canonical(it) }.join('\n'))
    write(folder.resolve('eval.py'), 'def evaluate(question, model_answer, reference_answer):\n    return 1\n')
    write(folder.resolve('config.yaml'), new YAMLMapper().writeValueAsString(
        [name: 'a', description: description, task_type: nasty(20), source: [hf_dataset: nasty(20)], (nasty(9)): nasty(9)]))
    def policy = Files.createDirectory(temp.resolve('base'))
    write(policy.resolve('config.json'), '{}')

    when:
    def plan = ImportPlan.read([folder], new Settings(temp.resolve('out'), Optional.of(policy), Optional.empty(), false))
    plan.tasks()*.write()
    def task = TaskFile.load(temp.resolve('out/a/task.groovy')).tasks()[0]

    then:
    task.id() == 'a'
    task.about() == Words.line(description)
    task.data().visible().items() + task.data().practice().items() + task.data().sealed().items() == 3
    temp.resolve('out/a/items.jsonl').toFile().readLines('UTF-8').collect { Json.readObject(it).get('prompt').asText() }.sort() == rows*.question.sort()

    where:
    seed << (1..40)
  }

  def "the known data set #id says what tasks.groovy says of it"() {
    given:
    def folder = Files.createDirectories(temp.resolve(id))
    write(folder.resolve('config.yaml'), "name: $id\neval_mode: opencompass\nopencompass_dataset: some.package.$name\n")
    def policy = Files.createDirectory(temp.resolve('base'))
    write(policy.resolve('config.json'), '{}')

    when:
    ImportPlan.read([folder], new Settings(temp.resolve('out'), Optional.of(policy), Optional.empty(), false)).tasks()*.write()
    def task = TaskFile.load(temp.resolve("out/$id/task.groovy")).tasks()[0]
    def ours = TaskFile.load(Path.of('../tasks.groovy')).task(id).get()

    then:
    task.data() == ours.data()
    Json.tree(task.grader()).without('examples') == Json.tree(ours.grader()).without('examples')

    where:
    id          | name
    'gsm8k'     | 'gsm8k_gen_1d7fe4'
    'humaneval' | 'humaneval_gen'
  }

  private static void write(Path file, String text) {
    Files.writeString(file, text)
  }

  def "times and sizes are written in whole units"() {
    expect:
    [1, 90, 120, 3600, 5400, 7200].collect { Words.time(java.time.Duration.ofSeconds(it)) } ==
        ['1.seconds', '90.seconds', '2.minutes', '1.hours', '90.minutes', '2.hours']
    [1L, 1L << 20, 1536L << 20, 2L << 30].collect { Words.size(new org.autorl.records.Bytes(it)) } == ['1.MB', '1.MB', '1536.MB', '2.GB']
  }

  def "the sentence of a text is its first, without headings"() {
    expect:
    Words.sentence('# Title\n\nDo this.  And\nthat.') == 'Do this.'
    Words.sentence('<!-- note -->\nDo this\nand that\n\nMore.') == 'Do this and that'
    Words.sentence('# Title\n') == ''
    Words.sentence('word ' * 100).length() <= 200
  }
}
