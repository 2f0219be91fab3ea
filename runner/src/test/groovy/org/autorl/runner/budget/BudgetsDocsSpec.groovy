package org.autorl.runner.budget

import java.nio.file.Path
import spock.lang.Specification

/** The page on budgets says what the code does. */
class BudgetsDocsSpec extends Specification {
  static final String PAGE = Path.of('../docs/concepts/budgets.md').toFile().text

  def "its table is the code's"() {
    given:
    def warned = "${Warning.STEPS[0]}, ${Warning.STEPS[1]} and ${Warning.STEPS[2]} %"
    def rows = Kind.values().collect { kind ->
      def held = kind.enforcer() == Enforcer.NOBODY ? kind.enforcer().how() : "${kind.enforcer().who()}: ${kind.enforcer().how()}"
      def limited = kind.word() ? "`${kind.word()}`" : '–'
      "| ${kind.label()} | $limited | ${kind.source()} | $held | ${kind.word() ? warned : '–'} |".toString()
    }

    expect:
    PAGE.readLines().findAll { it.startsWith('| ') }.drop(2) == rows
  }

  def "it names every phase, in their order"() {
    given:
    def phases = (PAGE.replaceAll(/\s+/, ' ') =~ /to the millisecond: (.*?)\. The run page/)[0][1]

    expect: 'the three kinds of waiting share their last words'
    phases.split(/; |, (?=in)| and (?=grading while)/).toList() == Phase.values()*.label()*.replaceFirst(/(submission|queue) while the agent waits/, '$1')
  }
}
