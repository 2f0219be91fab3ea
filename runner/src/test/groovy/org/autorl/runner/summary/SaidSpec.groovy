package org.autorl.runner.summary

import org.autorl.records.ModelSummary
import spock.lang.Specification

class SaidSpec extends Specification {
  static final Set<Integer> SHOWN = [1, 2, 3, 17] as Set

  def "of a line that #what, this is taken: #taken"() {
    given:
    def said = Said.of(line, SHOWN)

    expect:
    said.sentences().collect { [it.text(), it.steps()] } == taken
    said.leftOut() == (taken || line.blank ? 0 : 1)

    where:
    what                       | line                                       || taken
    'names a step'             | 'It trained by SFT. [3]'                   || [['It trained by SFT.', [3]]]
    'names two'                | 'It chose the second one [2, 17].'         || [['It chose the second one', [2, 17]]]
    'names one twice'          | 'It tried again. [2,2]'                    || [['It tried again.', [2]]]
    'begins like a list'       | '- It looked around. [1]'                  || [['It looked around.', [1]]]
    'has brackets within'      | 'It set x[0] and y[9] to 1. [1]'           || [['It set x[0] and y[9] to 1.', [1]]]
    'names no step'            | 'It did very well.'                        || []
    'names a step nobody saw'  | 'It gave up. [4]'                          || []
    'names one of them unseen' | 'It gave up. [3, 4]'                       || []
    'is only a step'           | '[3]'                                      || []
    'names no number'          | 'See there. [step]'                        || []
    'names a huge number'      | 'See there. [99999999999999]'              || []
    'is blank'                 | '  '                                       || []
  }

  def "a long sentence is cut, and of many some are taken"() {
    given:
    def said = Said.of((['x' * 900 + ' [1]'] * 30).join('\n'), SHOWN)

    expect:
    said.sentences().size() == 20
    said.leftOut() == 10
    said.sentences()[0].text().length() < 520
  }

  def "a sentence that names no step cannot be made"() {
    when:
    new ModelSummary.Sentence('It did well.', [])

    then:
    def refused = thrown(IllegalArgumentException)
    refused.message == 'a sentence names no step; one or more is needed'
  }
}
