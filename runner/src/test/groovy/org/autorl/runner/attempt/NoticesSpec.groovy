package org.autorl.runner.attempt

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.InstantSource
import org.autorl.records.AttemptRecord
import org.autorl.records.Budget
import org.autorl.records.Bytes
import org.autorl.records.Json
import org.autorl.runner.budget.Account
import org.autorl.runner.budget.AttemptClock
import org.autorl.runner.budget.Meters
import org.autorl.runner.budget.Phase
import org.autorl.runner.folder.AttemptFolder
import org.autorl.runner.ledger.Ledger
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class NoticesSpec extends Specification {
  static final long SECOND = 1_000_000_000

  @TempDir Path root
  long now = 0
  AttemptClock clock = new AttemptClock(Duration.ofSeconds(100), Account.empty(), { now })
  AttemptFolder folder
  Path workspace
  @AutoCleanup Ledger ledger

  def setup() {
    folder = new AttemptFolder(root.resolve('attempt'))
    workspace = Files.createDirectories(folder.workspace())
    ledger = Ledger.open(folder.ledger(), InstantSource.fixed(Instant.EPOCH))
    folder.write(AttemptRecord.queued('sums', 1, 11).begun(Instant.EPOCH))
    clock.enter(Phase.AGENT)
  }

  private Notices notices() {
    def budget = Budget.of(Duration.ofSeconds(100), 4, new Bytes(1000), new Bytes(2000))
    new Notices(new Meters(budget, clock, [:]), folder, workspace, ledger)
  }

  private Map told() {
    Json.read(workspace.resolve('budget.json').toFile().text, Map)
  }

  def "both files are written anew every two seconds, and not in every round"() {
    given:
    def notices = notices()

    when:
    notices.round()
    now += 1.9 * SECOND as long
    notices.round()

    then:
    told().agent.spent == 0

    when:
    now += 0.1 * SECOND as long
    notices.round()

    then:
    told().agent == [spent: 2, limit: 100, unit: 's']
    told().warnings == []
    folder.attempt().get().spent().find { it.kind() == 'agent' }.amount().get() == 2d
  }

  def "each warning is in the ledger once, also when the attempt is resumed"() {
    given:
    def notices = notices()

    when:
    [49, 1, 20, 12].each {
      now += it * SECOND
      2.times { notices.round() }
    }
    this.notices().round()
    now += 13 * SECOND
    this.notices().round()

    then:
    ledger.entries()*.data().collect { [it.get('kind').asText(), it.get('percent').asInt(), it.get('spent').asInt(), it.get('limit').asInt()] } ==
        [['agent', 50, 50, 100], ['agent', 80, 82, 100], ['agent', 95, 95, 100]]
    told().warnings == ['95 % of agent: 95.0 s of 100.0 s are spent']
  }

  def "a link that the agent has laid is not followed"() {
    given:
    def victim = root.resolve('victim')
    victim.toFile().text = 'of the host'
    ['budget.json', '.budget.json', '.budget.json.new'].each { Files.createSymbolicLink(workspace.resolve(it), victim) }

    when:
    notices().tell()

    then:
    victim.toFile().text == 'of the host'
    told().agent.limit == 100
    !Files.isSymbolicLink(workspace.resolve('budget.json'))
  }

  def "an agent that puts a folder there does without, and nothing else is harmed"() {
    given:
    Files.createDirectories(workspace.resolve('budget.json/full'))

    when:
    notices().tell()

    then:
    folder.attempt().get().spent().size() > 5
    folder.root().toFile().list().sort() == ['attempt.json', 'ledger.jsonl', 'workspace']
  }
}
