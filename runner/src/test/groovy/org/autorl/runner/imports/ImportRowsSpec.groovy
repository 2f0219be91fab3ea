package org.autorl.runner.imports

import org.autorl.records.Json
import spock.lang.Specification

class ImportRowsSpec extends Specification {
  /** Rows as a stranger may have them: some questions twice, some no texts, some with more fields. */
  static List<Map<String, ?>> rows(Random random) {
    (1..(3 + random.nextInt(60))).collect {
      Object question = random.nextInt(5) == 0 ? [grid: [random.nextInt(9)]] : "question ${random.nextInt(40)}".toString()
      [question: question, answer: random.nextBoolean() ? 'yes' : 1.50] + (random.nextBoolean() ? [level: it] : [:])
    } + [[question: 'x', answer: 'x'], [question: 'y', answer: 'y'], [question: 'z', answer: 'z']]
  }

  static Rows read(List<Map<String, ?>> rows) {
    def problems = new Problems()
    def read = Rows.read(rows.collect { Json.canonical(it) }.join('\n'), 'train.jsonl', problems)
    assert problems.list() == []
    read.get()
  }

  static String text(Object value) {
    value instanceof String ? value : Json.canonical(value)
  }

  def "every row is in one split, none is lost, and no question is in two (seed #seed)"() {
    given:
    def random = new Random(seed)
    def given = rows(random)

    when:
    def rows = read(given)
    def items = rows.lines().collect { Json.readObject(it) }
    def splits = [items.take(rows.visible()), items.drop(rows.visible()).take(rows.practice()), items.drop(rows.visible() + rows.practice())]

    then: 'the same rows, as often'
    items.collect { [it.get('prompt').asText(), it.get('answer').asText(), it.path('level').asText()] }.sort() ==
        given.collect { [text(it.question), text(it.answer), it.level?.toString() ?: ''] }.sort()

    and: 'three splits of them'
    splits*.size() == [rows.visible(), rows.practice(), rows.sealed()]
    splits.every { !it.empty }

    and: 'with nothing in common'
    def questions = splits.collect { split -> split.collect { it.get('prompt').asText().strip() }.toSet() }
    questions*.size().sum() == questions.sum().size()

    and: 'about a fifth of the questions each is hidden'
    def share = Math.max(1, Math.round(questions.sum().size() / 5))
    questions[1].size() == share
    questions[2].size() == share

    and: 'the order that they came in says nothing'
    given.shuffle(random)
    read(given) == rows

    where:
    seed << (1..60)
  }

  def "numbers keep their digits, and further fields their values"() {
    given:
    def lines = (1..3).collect { "{\"b\": 1.0, \"question\": $it, \"answer\": 12345678901234567890.10, \"a\": {\"c\": [1E400]}}" }

    when:
    def rows = Rows.read(lines.join('\r\n'), '', new Problems()).get()

    then:
    rows.lines().toSorted() == (1..3).collect { "{\"prompt\":\"$it\",\"answer\":\"12345678901234567890.10\",\"b\":1.0,\"a\":{\"c\":[1E+400]}}".toString() }
    !rows.texts()
  }
}
