package org.autorl.dsl

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Digest
import org.autorl.records.GraderRule
import spock.lang.Specification
import spock.lang.TempDir

class DocsSpec extends Specification {
  static final Path DOCS = Path.of('../docs')

  @TempDir Path temp

  def "the reference says what the block classes say"() {
    given:
    def page = DOCS.resolve('reference/tasks-groovy.md')
    if (System.getenv('AUTORL_WRITE_REFERENCE')) {
      Files.writeString(page, reference())
    }

    expect:
    page.toFile().text == reference()
  }

  def "every word has an example that uses it"() {
    expect:
    blocks().values().every { block ->
      Words.of(block).all().every { word -> Words.of(block).example(word).contains(word) }
    }
  }

  def "the guide's task file loads"() {
    given:
    def guide = DOCS.resolve('guides/add-a-task.md').toFile().text
    def example = (guide =~ /(?s)```groovy\n(.*?)```/)[0][1] as String
    def file = Files.writeString(temp.resolve('my-tasks.groovy'), example)
    Files.writeString(Files.createDirectories(temp.resolve('tasks/long-sums')).resolve('prompt.md'), 'Add.')
    Files.createDirectories(temp.resolve('tasks/policies/base-1m'))

    when:
    def suite = TaskFile.load(file)

    then:
    suite.tasks()*.id() == ['long-sums']
    suite.tasks()*.grader()*.getClass() == [GraderRule.ExactMatch]
  }

  def "the guide's own data is a part of a task that loads"() {
    given:
    def guide = DOCS.resolve('guides/add-a-task.md').toFile().text
    def part = (guide =~ /(?s)```groovy\n(data file.*?)```/)[0][1] as String
    def items = (1..500).collect { "{\"prompt\":\"$it\",\"answer\":\"$it\"}\n" }.join()
    Files.writeString(Files.createDirectories(temp.resolve('tasks/capitals')).resolve('items.jsonl'), items)
    Files.writeString(temp.resolve('prompt.md'), 'Look it up.')
    Files.createDirectory(temp.resolve('base'))
    def file = Files.writeString(temp.resolve('task.groovy'), """
      task('capitals') {
          about 'Capitals.'
          policy 'base'
          budget { wallClock 20.seconds; submissions 2; disk 8.MB; memory 400.MB }
          submission { checkpoint atMost: 1.MB }
          ${part.replace('04428f3f...', Digest.sha256(items.getBytes('UTF-8')))}
      }""")

    expect:
    TaskFile.load(file).tasks()*.data()*.sealed()*.source()*.name() == ['tasks/capitals/items.jsonl']
  }

  def "the guide shows a message as it is"() {
    given:
    def guide = DOCS.resolve('guides/add-a-task.md').toFile().text
    def example = (guide =~ /(?s)```groovy\n(.*?)```/)[0][1] as String
    def message = (guide =~ /(?s)```text\n(.*?)```/)[0][1] as String
    def file = Files.writeString(temp.resolve('my-tasks.groovy'), example.replace('5.minutes', '5'))

    when:
    TaskFile.load(file)

    then:
    TaskFileException refused = thrown()
    refused.message.replace(temp.toString() + '/', '') == message
  }

  private static String reference() {
    def text = new StringBuilder('''# The words of tasks.groovy
A task file is a suite: blocks in braces, words in blocks. Each word stands once in its block and must be there, unless its line says
otherwise. A word that a block does not have, a missing one, a value of the wrong type or one that makes no sense is an error with its
position. `./autorl check FILE` shows all of them. A task file states and does not compute: what is no word and no value is refused before anything runs.

This page is generated from the classes in `dsl/`; a spec fails when they differ, and writes it anew with `AUTORL_WRITE_REFERENCE=1`.
''')
    blocks().each { name, block ->
      text << "\n## ${name ? "`$name`" : 'The file'}\n"
      def words = Words.of(block)
      table(text, words, words.lines(), 'word')
      if (words.values()) {
        text << '\nValues of these words:\n\n'
        table(text, words, words.values(), 'value')
      }
    }
    text << '''
## Units
| unit | of | means |
| --- | --- | --- |
| `20.seconds`, `20.minutes`, `2.hours` | a whole number | a duration |
| `64.MB` | a whole number | 64 times 1024² bytes |
| `6.GB` | a whole number | 6 times 1024³ bytes |

A number with no unit is no duration and no size. A fraction has no units: `90.seconds`, not `1.5.minutes`.

## Names that are known
'''
    text << "- item families of `generated`: ${Words.list(Known.FAMILIES)}. A family is Java, in `environments/`\n"
    text << "- environments: ${Words.list(Known.ENVIRONMENTS)}\n"
    text << "- metrics: ${Words.list(Known.METRICS)}, and `pass@` with another k\n"
    text << "- languages of `unitTests`: ${Words.list(Known.LANGUAGES)}\n"
  }

  private static void table(StringBuilder text, Words words, List<String> some, String head) {
    text << "| $head | means | example |\n| --- | --- | --- |\n"
    some.each { word ->
      def example = words.example(word).replace('|', '\\|')
      text << "| `$word` | ${words.method(word).get().getAnnotation(Word).value()} | `$example` |\n"
    }
  }

  /** Blocks by the word that opens them, outermost first. */
  private static Map<String, Class<?>> blocks() {
    def found = ['': TaskFileScript] as LinkedHashMap<String, Class<?>>
    def waiting = [TaskFileScript] as LinkedList<Class<?>>
    while (waiting) {
      def words = Words.of(waiting.poll())
      words.all().each { word ->
        words.opens(word).ifPresent {
          found[word] = it
          waiting << it
        }
      }
    }
    found
  }
}
