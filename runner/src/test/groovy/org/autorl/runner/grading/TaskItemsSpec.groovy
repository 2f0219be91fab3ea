package org.autorl.runner.grading

import java.nio.file.Path
import org.autorl.dsl.TaskFile
import org.autorl.environments.Partition
import org.autorl.records.Digest
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
    what                | line                        || message
    'no JSON'           | 'six'                       || 'line 6 of items.jsonl: not a ObjectNode: '
    'without an answer' | '{"prompt":"?"}'            || 'line 6 of items.jsonl has no `prompt` and `answer` of text'
    'with a number'     | '{"prompt":"?","answer":6}' || 'line 6 of items.jsonl has no `prompt` and `answer` of text'
  }

  private TaskItems items(String lines) {
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
              visible 3
              practice 2, after: 3
              sealed 1, after: 5
          }
          grader exactMatch { passAt 50; maxTokens 8; answer wholeText }
      }
      """
    new TaskItems(TaskFile.load(temp.resolve('task.groovy')).tasks()[0], temp)
  }
}
