package org.autorl.runner.ledger

import java.nio.file.Path
import java.time.Clock
import org.autorl.records.EventKind
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

class LedgerSpec extends Specification {
    @TempDir
    Path folder

    Path file() { folder.resolve('ledger.jsonl') }

    Ledger three() {
        def ledger = Ledger.open(file(), Clock.systemUTC())
        3.times { ledger.append(EventKind.Step.SUBMISSION_CHOSEN, Json.object().put('n', it)) }
        ledger.close()
        ledger
    }

    def "what was appended is read back, and a reopened ledger goes on with its chain"() {
        given:
        three()

        when:
        def again = Ledger.open(file(), Clock.systemUTC())
        again.append(EventKind.Step.SUBMISSION_CHOSEN, Json.object().put('n', 3))
        again.close()

        then:
        Ledger.read(file())*.data()*.get('n')*.asInt() == [0, 1, 2, 3]
    }

    def "a last line that was never finished is cut off"() {
        given:
        three()
        file().toFile().append('{"seq":3,"kind":"ev')

        when:
        def again = Ledger.open(file(), Clock.systemUTC())
        again.append(EventKind.Step.SUBMISSION_CHOSEN, Json.object().put('n', 3))
        again.close()

        then:
        Ledger.read(file())*.seq() == [0L, 1L, 2L, 3L]
    }

    def "a changed line is named"() {
        given:
        three()
        file().toFile().text = file().toFile().text.replace('"n":1', '"n":7')

        when:
        Ledger.read(file())

        then:
        LedgerBroken e = thrown()
        e.message == "line 2 of ${file()} is wrong: its content was changed"
    }

    def "a line that was taken out is missed"() {
        given:
        three()
        def lines = file().toFile().readLines()
        file().toFile().text = [lines[0], lines[2]].join('\n') + '\n'

        when:
        Ledger.read(file())

        then:
        LedgerBroken e = thrown()
        e.message == "line 2 of ${file()} is wrong: it is entry 2, out of order"
    }

    def "events that are appended together follow from each other"() {
        given:
        def ledger = Ledger.open(file(), Clock.systemUTC())
        ledger.append(EventKind.Step.ATTEMPT_STARTED, Json.object())

        when:
        def fresh = ledger.append((1..3).collect { new Ledger.Event(EventKind.Step.SUBMISSION_CHOSEN, Json.object().put('n', it)) })
        ledger.append(EventKind.Step.ATTEMPT_ENDED, Json.object())
        ledger.close()

        then:
        Ledger.read(file())*.kind() == ['attempt-started'] + ['submission-chosen'] * 3 + ['attempt-ended']
        Ledger.read(file()).subList(1, 4) == fresh
    }

    def "of events that cannot be written together none is there"() {
        given:
        def ledger = three()

        when:
        ledger.append((1..3).collect { new Ledger.Event(EventKind.Step.SUBMISSION_CHOSEN, Json.object()) })

        then:
        thrown(IOException)
        ledger.entries().size() == 3
        Ledger.read(file()).size() == 3
    }
}
