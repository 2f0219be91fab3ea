package org.autorl.runner.attempt

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.time.InstantSource
import org.autorl.records.EventKind
import org.autorl.records.Outcome
import org.autorl.runner.ledger.Ledger
import org.autorl.runner.ledger.LedgerBroken
import org.autorl.runner.report.RunVerifier
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** One attempt is run undisturbed, and at each step of its ledger all files are copied: what a runner that is killed there leaves. */
class KilledAnywhereSpec extends Specification {
  static final List<String> KINDS = ['attempt-started', 'baseline-graded', 'agent-started', 'submission-received', 'submission-graded',
    'submission-received', 'submission-graded', 'submission-received', 'submission-graded', 'submission-chosen', 'agent-ended',
    'sealed-baseline-graded', 'sealed-graded', 'lineage-found', 'attempt-ended']

  @Shared @TempDir Path temp
  @Shared ScriptedRun whole
  @Shared Map<String, byte[]> lines = [:]
  @Shared List states = []

  def setupSpec() {
    whole = new ScriptedRun(temp.resolve('whole'))
    def record = whole.go(new FaultyDisk({ when, line, bytes, file ->
      if (when == 'before') {
        lines[line] = bytes
      }
      if (when != 'written') {
        whole.copied(temp.resolve("$when-$line"))
        states << [when, line]
      }
    }))
    assert record.outcome() == Optional.of(Outcome.SCORED)
    assert whole.ledger()*.kind() == KINDS
  }

  private static void same(ScriptedRun resumed, ScriptedRun whole, String where) {
    def record = resumed.go()
    assert ScriptedRun.essence(record) == ScriptedRun.essence(whole.folder.attempt().get()): where
    assert resumed.essence() == whole.essence(): where
    assert RunVerifier.verify(resumed.run).problems()*.text() == []: where
    assert leftovers(resumed) == []: where
  }

  private static List<String> leftovers(ScriptedRun run) {
    Files.walk(run.root).map { it.fileName.toString() }
        .filter { it in ['scratch', 'workspace', 'given'] || it.endsWith('.part') || it.endsWith('.lock') || it.endsWith('.new') }.toList()
  }

  def "what a runner leaves that is killed #when line #line is gone on with: nothing is lost, nothing is twice"() {
    given:
    def resumed = new ScriptedRun(temp.resolve("$when-$line"))
    int scores = Files.exists(resumed.folder.ledger())
        ? resumed.ledger().count { it.kind().endsWith('-graded') && it.data().toString().contains('"items"') } : 0

    expect:
    same(resumed, whole, "$when line $line")

    and: 'what has a score is not graded again'
    resumed.graded.intersect(whole.graded.take(scores)) == []

    and: 'to resume once more changes nothing'
    def before = resumed.folder.ledger().toFile().text
    resumed.go() == resumed.folder.attempt().get()
    resumed.folder.ledger().toFile().text == before

    where:
    [when, line] << [['before', 'after'], 1..KINDS.size()].combinations()
  }

  def "a line #line of which only a part was written is as good as not written"() {
    given:
    def torn = new ScriptedRun(temp.resolve("before-$line")).copied(temp.resolve("torn-$line"))
    Files.createDirectories(torn.folder.root())
    torn.folder.ledger().toFile().append(Arrays.copyOf(lines[line], lines[line].length - 1))

    expect:
    same(torn, whole, "torn line $line")

    where:
    line << [1, 2, 5, 11, 14]
  }

  def "any part of any line is cut off when a ledger is opened"() {
    given:
    def path = temp.resolve('prefixes/ledger.jsonl')
    Files.createDirectories(path.parent)
    def before = ''

    expect:
    lines.each { number, bytes ->
      for (int length = 0; length < bytes.length; length++) {
        path.toFile().bytes = (before.bytes.toList() + bytes.toList().take(length)) as byte[]
        Ledger.open(path, InstantSource.system()).withCloseable { assert it.entries().size() == number - 1 }
        assert path.toFile().text == before
      }
      before += new String(bytes, 'UTF-8')
    }
    before == whole.folder.ledger().toFile().text
  }

  def "a disk that is full at line #line loses nothing: #told"() {
    given:
    def run = new ScriptedRun(temp.resolve("full-$line"))
    boolean failed = false
    def disk = new FaultyDisk({ when, at, bytes, file ->
      if (when == 'before' && at == line && !failed) {
        failed = true
        file.write(Arrays.copyOf(bytes, bytes.length.intdiv(2)))
        throw new IOException('No space left on device')
      }
    })

    when:
    def problem = null
    try {
      run.go(disk)
    } catch (IOException e) {
      problem = e.message
    }

    then: 'what the agent asked for is refused to it, and anything else ends the runner'
    failed
    problem == (told == 'the agent is told' ? null : 'No space left on device')

    and:
    if (KINDS[line - 1] == 'submission-graded') {
      // It is graded with the rest, after what the agent did meanwhile.
      assert ScriptedRun.essence(run.go()) == ScriptedRun.essence(whole.folder.attempt().get())
      assert run.ledger().countBy { it.kind() }.subMap(['submission-received', 'submission-graded']) == ['submission-received': 3, 'submission-graded': 3]
      assert RunVerifier.verify(run.run).problems()*.text() == []
    } else {
      same(run, whole, "full at line $line")
    }

    where:
    line << (1..KINDS.size())
    told = KINDS[line - 1].startsWith('submission-') ? 'the agent is told' : 'the runner ends'
  }

  def "a ledger whose disk has failed to keep a line takes nothing more"() {
    given:
    def path = temp.resolve('lost/ledger.jsonl')
    def ledger = Ledger.open(path, InstantSource.system(), new FaultyDisk({ when, line, bytes, file ->
      if (when == 'after' && line == 2) {
        throw new IOException('Input/output error')
      }
    }))
    def append = { ledger.append(EventKind.Step.AGENT_STARTED, org.autorl.records.Json.object()) }
    append()

    when:
    append()

    then:
    IOException first = thrown()
    first.message == 'Input/output error'

    when:
    append()

    then:
    IOException second = thrown()
    second.message == "$path takes nothing more: its disk has failed before"
    Ledger.read(path).size() == 1

    cleanup:
    ledger?.close()
  }

  def "a clock that jumps by a day, forward or back, moves no score and no budget"() {
    given:
    def run = new ScriptedRun(temp.resolve("clock-$days"))
    Instant now = Instant.parse('2026-01-31T12:00:00Z')
    run.time = { now = now.plusSeconds(days * 86400) } as InstantSource

    expect:
    same(run, whole, "jumps of $days days")
    run.ledger()*.at() == run.ledger()*.at().sort()
    run.folder.attempt().get().spent().find { it.kind() == 'agent' }.amount().get() < 60

    where:
    days << [1, -1]
  }

  def "an ended attempt whose ledger lost its end is not begun anew"() {
    given:
    def run = whole.copied(temp.resolve("shorter-$left"))
    def text = run.folder.ledger().toFile().readLines()
    run.folder.ledger().toFile().text = text.take(left).collect { it + '\n' }.join()

    when:
    run.go()

    then:
    LedgerBroken e = thrown()
    e.message == "line ${left + 1} of ${run.folder.ledger()} is wrong: it is missing, and attempt.json says that the attempt has ended"

    where:
    left << [0, 5, 13]
  }

  def "a ledger of which #what is not gone on with, and nothing is changed"() {
    given:
    def run = whole.copied(temp.resolve("bad-${what.hashCode()}"))
    def text = run.folder.ledger().toFile().readLines()
    run.folder.ledger().toFile().text = change(text).collect { it + '\n' }.join()
    def before = run.folder.ledger().toFile().text

    when:
    run.go()

    then:
    LedgerBroken e = thrown()
    e.message == "line $line of ${run.folder.ledger()} is wrong: $why"
    run.folder.ledger().toFile().text == before

    where:
    what                               | line | why                                      | change
    'a line was changed'               | 4    | 'its content was changed'                | { it[3] = it[3].replace('v1', 'v2'); it }
    'a line was removed'               | 4    | 'it is entry 4, out of order'            | { it.remove(3); it }
    'two lines changed places'         | 4    | 'it is entry 4, out of order'            | { it.swap(3, 4) }
    'a line is of another ledger'      | 4    | 'it does not follow from the line before' | { it[3] = it[3].replaceFirst(/"previous":"\w+"/, '"previous":"' + '0' * 64 + '"'); it }
    'a line is no JSON'                | 4    | 'it is no ledger entry'                  | { it[3] = 'nothing'; it }
    'a line is written otherwise'      | 4    | 'it is not written as entries are'       | { it[3] = it[3].replace('":', '": '); it }
    'a line is empty'                  | 4    | 'it is no ledger entry'                  | { it.add(3, ''); it }
  }
}
