package org.autorl.runner.sandbox

import java.nio.file.Path
import org.autorl.records.Bytes
import org.autorl.runner.attempt.Watch
import org.autorl.runner.door.Relay
import spock.lang.Specification

/** That docs/reference/sandbox.md says what the code does. */
class SandboxDocsSpec extends Specification {
  static final String PAGE = Path.of('../docs/reference/sandbox.md').toFile().getText('UTF-8')

  private static List<List<String>> rows(String chapter) {
    def text = PAGE.split("## $chapter\n")[1].split('\n## ')[0]
    text.readLines().findAll { it.startsWith('| ') }.drop(2).collect { row -> row.substring(2, row.length() - 2).split(/ \| /).toList() }
  }

  private static List<String> quoted(String text) {
    (text =~ /`([^`]+)`/).collect { it[1] }
  }

  def "each call that is refused is listed with its error, and no other"() {
    expect:
    rows('What is refused').collectEntries { row -> quoted(row[0]).collectEntries { [it, quoted(row[1])[0]] } } ==
        RefusedCall.values().collectEntries { [it.call(), it.errno().name()] }
  }

  def "an agent's limits are those that it is given"() {
    given:
    def limits = Limits.agent(Bytes.ofMebibytes(800), Bytes.ofMebibytes(100))
    def said = rows('What is limited').collectEntries { [it[0], it[1]] }

    expect:
    said['processes and threads'] == "${limits.processes()}"
    said['open files of a process'] == "${limits.openFiles().get()}"
    said['memory'] == "the task's budget; an eighth more ends at once"
    limits.memory().get() == Bytes.ofMebibytes(900)
    said['size of a file'] == 'the budget of disk and 4 KiB'
    limits.file().get().count() == (100 << 20) + 4096
    said[limits.rooms().collect { "`$it`" }.join(', ')] == 'each the budget of memory'
    limits.scratch().get() == Bytes.ofMebibytes(800)
    said['files and folders'] == "${Watch.MOST_FILES}"
    said['connections to the grading server'] == "$Relay.MOST at a time"
    Limits.ordinary().processes() == 2048
  }

  def "what a machine may lack is named as `doctor` and the ledger name it: #sandbox"() {
    given:
    def rows = rows('What a machine may lack')

    expect:
    quoted(rows*.get(0).join(' ')) == sandbox.protections().asMap().keySet().toList()
    rows.every { row ->
      def by = sandbox.protections().asMap()[quoted(row[0])[0]]
      quoted(row[1] + row[2]).any { it.replace('v1', 'v2') == by.replace('v1', 'v2') }
    }

    where:
    sandbox << [
      new Unisolated(), new Unisolated(Optional.of(new ControlGroups(2, [Path.of('/')]))),
      new Bubblewrap(Path.of('bwrap'), Optional.empty(), Optional.empty()),
      new Bubblewrap(Path.of('bwrap'), Optional.of(Path.of('filter')), Optional.of(new ControlGroups(1, [Path.of('/')]))),
    ]
  }

  def "the folders to write are those that are made"() {
    expect:
    Limits.ROOMS.collect { "`$it`" }.join(', ') in rows('What is inside')*.get(0)
  }
}
