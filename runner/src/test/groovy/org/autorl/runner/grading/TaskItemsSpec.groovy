package org.autorl.runner.grading

import java.nio.file.Path
import org.autorl.dsl.TaskFile
import org.autorl.environments.Partition
import org.autorl.records.Digest
import org.autorl.records.Json
import org.autorl.runner.hub.Store
import spock.lang.Specification
import spock.lang.TempDir

class TaskItemsSpec extends Specification {
  @TempDir Path temp

  def "the lines of a file are items of the split that they are said to be, each once"() {
    given:
    def items = items((1..6).collect { "{\"prompt\":\"$it?\",\"answer\":\"$it\"}" }.join('\n'))

    expect:
    Partition.values().collectEntries { [it, items.of(it)*.prompt()] } == [
      (Partition.VISIBLE): ['1?', '2?', '3?'], (Partition.PRACTICE): ['4?', '5?'], (Partition.SEALED): ['6?'],
    ]
    items.of(Partition.SEALED)*.id() == ['sums-sealed-6']
    items.of(Partition.SEALED)*.data()*.get('gold')*.asText() == ['6']
  }

  def "a file that has changed since it was checked is not graded on"() {
    given:
    def items = items((1..6).collect { '{"prompt":"?","answer":"1"}' }.join('\n'))
    def file = temp.resolve('items.jsonl').toFile()
    def before = Digest.sha256(file.bytes)
    file << '\n'

    when:
    items.of(Partition.SEALED)

    then:
    IOException e = thrown()
    e.message == "items.jsonl is another file than the task was written for: its SHA-256 is ${Digest.sha256(file.bytes)}, not $before"
  }

  def "a line that is #what is told by its number"() {
    given:
    def items = items((1..5).collect { '{"prompt":"?","answer":"1"}' }.join('\n') + "\n$line")

    when:
    items.of(Partition.SEALED)

    then:
    IOException e = thrown()
    e.message.startsWith(message)

    where:
    what                | line                          || message
    'no JSON'           | 'six'                         || 'line 6 of items.jsonl: not a ObjectNode: '
    'without an answer' | '{"prompt":"?"}'              || 'line 6 of items.jsonl has nothing in a column `answer`; it has `prompt`'
    'with a null'       | '{"prompt":null,"answer":6}'  || 'line 6 of items.jsonl has nothing in a column `prompt`; it has `prompt`, `answer`'
    'with a list'       | '{"prompt":"?","answer":[6]}' || 'line 6 of items.jsonl has no text in its column `answer`'
  }

  def "columns make the prompt and the gold answer, and all of them stay with the item"() {
    given:
    def items = items('{"q":"1 + 1?","more":"","a":"So. #### 1,002","test":"x"}\n' * 5 + '{"q":"2?","more":"Now.","a":"#### 6 #### 7 "}', """
        prompt '{q} {more}\\n{A', ifBlank: 'Q: {q}'
        answer 'a', after: '#### ', without: ','""")

    expect:
    items.of(Partition.PRACTICE)*.prompt() == ['Q: 1 + 1?'] * 2
    items.of(Partition.PRACTICE)*.data().collect { Json.canonical(it) } == ['{"a":"So. #### 1,002","gold":"1002","more":"","q":"1 + 1?","test":"x"}'] * 2
    items.of(Partition.SEALED)*.prompt() == ['2? Now.\n{A']
    items.of(Partition.SEALED)*.data()*.get('gold')*.asText() == ['7']
  }

  def "a row without the text that the answer stands behind is told"() {
    when:
    items('{"prompt":"?","answer":"6"}\n' * 6, "answer 'answer', after: '#### '").of(Partition.VISIBLE)

    then:
    IOException e = thrown()
    e.message == 'line 1 of items.jsonl has no `#### ` in its column `answer`, and the answer stands behind it'
  }

  def "the agent gets visible rows whole, with what their prompt is, and no hidden row"() {
    given:
    def items = items((1..6).collect { "{\"q\":\"$it?\",\"gold\":\"$it\",\"id\":$it}" }.join('\n'), "prompt 'Q: {q}'; answer 'gold'")

    when:
    VisibleFiles.write(items, temp.resolve('data'))

    then:
    temp.resolve('data').toFile().list() == ['train.jsonl']
    temp.resolve('data/train.jsonl').toFile().text == '''\
      {"gold":"1","id":1,"prompt":"Q: 1?","q":"1?"}
      {"gold":"2","id":2,"prompt":"Q: 2?","q":"2?"}
      {"gold":"3","id":3,"prompt":"Q: 3?","q":"3?"}
      '''.stripIndent()
  }

  def "a shuffle is the same everywhere and always, and leaves nothing out"() {
    given:
    def items = items((1..6).collect { "{\"prompt\":\"$it\",\"answer\":\"$it\"}" }.join('\n'), 'shuffle 42')

    expect:
    Partition.values().collect { items.of(it)*.prompt() } == [['2', '1', '5'], ['6', '4'], ['3']]
    items.of(Partition.SEALED)*.id() == ['sums-sealed-6']
  }

  private TaskItems items(String lines, String more = '') {
    temp.resolve('items.jsonl').toFile().text = lines
    temp.resolve('prompt.md').toFile().text = 'Add.'
    temp.resolve('base').toFile().mkdirs()
    temp.resolve('task.groovy').toFile().text = """
      task('sums') {
          about 'Add.'
          policy 'base'
          budget { wallClock 20.seconds; submissions 2; disk 8.MB; memory 400.MB }
          submission { checkpoint atMost: 1.MB }
          data file('items.jsonl', licence: 'CC0-1.0', digest: '${Digest.sha256(lines.getBytes('UTF-8'))}') {
              $more
              visible 3
              practice 2, after: 3
              sealed 1, after: 5
          }
          grader exactMatch { passAt 50; maxTokens 8; answer wholeText }
      }
      """
    new TaskItems(TaskFile.load(temp.resolve('task.groovy')).tasks()[0], temp, Store.of([:]))
  }
}
