package org.autorl.runner.ledger

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.EventKind
import spock.lang.Specification

class LedgerDocsSpec extends Specification {
  static final String PAGE = Files.readString(Path.of('../docs/concepts/ledger.md'))
  static final List<String> KINDS = EventKind.Step.values()*.wire() +
      [new EventKind.GateBaselineGraded('TASK'), new EventKind.GateGraded('TASK')]*.wire()

  /** What the first column of the table under a heading names. */
  private static List<String> named(String heading) {
    PAGE.split("## $heading\n")[1].split('\n## ')[0].readLines().findAll { it.startsWith('| ') }
        .collectMany { it.split('\\|')[1].findAll(/`[a-zA-Z-]+`/) }*.replace('`', '')
  }

  def "the page tells of every event that there is, and of no other"() {
    expect:
    named('The events').sort() == KINDS.sort(false)
  }

  def "the page says what happens after a crash behind every event"() {
    expect:
    named('A crash at any step').sort() == KINDS.sort(false)
  }

  def "a kind is what it is written as"() {
    expect:
    KINDS.every { EventKind.of(it).get().wire() == it }
    EventKind.of('submission-lost') == Optional.empty()
    EventKind.of('gate-household-baseline-graded') == Optional.of(new EventKind.GateBaselineGraded('household'))
    EventKind.of('gate-household-graded') == Optional.of(new EventKind.GateGraded('household'))
  }
}
