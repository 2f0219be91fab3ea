package org.autorl.runner.folder

import java.nio.file.Path
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

class AppendedLinesSpec extends Specification {
  @TempDir Path folder

  def "several append to one file, a whole line at a time, from many threads"() {
    given:
    def path = folder.resolve('lines.jsonl')
    def files = (1..2).collect { AppendedLines.open(path) }

    when:
    def threads = (0..<8).collect { writer ->
      Thread.start {
        200.times { files[writer % 2].write(Json.object().put('writer', writer).put('text', 'x' * it)) }
      }
    }
    threads*.join()
    files*.close()

    then:
    def lines = path.toFile().readLines().collect { Json.readObject(it) }
    (0..<8).every { writer -> lines.findAll { it.get('writer').asInt() == writer }*.get('text')*.asText()*.length() == (0..<200).toList() }
  }

  def "a file that ends #how is gone on with in a line of its own"() {
    given:
    def path = folder.resolve('lines.jsonl')
    path.toFile().text = before

    when:
    AppendedLines.open(path).withCloseable { it.write(Json.object().put('a', 1)) }

    then:
    path.toFile().text == after

    where:
    how           | before           || after
    'with a line' | '{"b":2}\n'      || '{"b":2}\n{"a":1}\n'
    'in a line'   | '{"b":2}\n{"c":' || '{"b":2}\n{"c":\n{"a":1}\n'
    'empty'       | ''               || '{"a":1}\n'
  }

  def "after many lines those that need room are counted, and others are written still"() {
    given:
    def path = folder.resolve('lines.jsonl')

    when:
    def left = AppendedLines.open(path).withCloseable { file ->
      20_003.times { file.writeIfRoom(Json.object()) }
      file.write(Json.object().put('left', file.leftOut()))
      file.leftOut()
    }

    then:
    left == 3
    path.toFile().readLines().size() == 20_001
    path.toFile().readLines().last() == '{"left":3}'
  }
}
