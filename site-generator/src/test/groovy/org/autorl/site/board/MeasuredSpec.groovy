package org.autorl.site.board

import java.nio.file.Path
import org.autorl.records.Json
import org.autorl.site.Workload
import org.autorl.site.read.RunReader
import spock.lang.Specification
import spock.lang.TempDir

class MeasuredSpec extends Specification {
    @TempDir
    Path folder

    Map<String, List<String>> ids = [:]

    /** The board of the first task, with so many runs of each stack. */
    Boards.Board board(int runs) {
        Workload.write(folder, runs, 1)
        def read = RunReader.folders(folder).collect { new RunReader([:]).read(it, '') }
        def suites = read.collectEntries { [it.source().suite(), it.suite()] }
        new Boards(suites).of(read*.summary(ids))[0].boards()[0]
    }

    def "a score has the interval that its items and seeds give, and stacks the ranks that the data allow"() {
        given: 'three seeds of each of twelve stacks on the first of six tasks'
        def board = board(12 * 6 * 2 + 12)

        when:
        def measured = Measured.of(board, ids)
        def best = board.standings()[0]
        def sealed = measured.sealed()[best.stack()]
        def better = measured.improvement()[best.stack()]

        then: 'the mean is the score itself'
        board.standings().size() == 12
        Math.abs(sealed.value() - best.sealed().get()) < 1e-9
        Math.abs(better.value() - best.improvement().get()) < 1e-9
        sealed.interval().contains(sealed.value()) && sealed.attempts() == 3 && sealed.items() == 200
        better.interval().high() - better.interval().low() < sealed.interval().high() - sealed.interval().low()
        measured.rank(best.stack()).get().best() == 1
        board.standings().every { measured.rank(it.stack()).get().best() <= measured.rank(it.stack()).get().worst() }
        measured.rank(best.stack()).get().worst() < 12
        measured.rank(board.standings()[-1].stack()).get().best() > 1
    }

    def "with too few seeds there is an interval and no rank, and with items that do not make the score there is neither"() {
        given:
        def board = board(12)

        expect:
        def measured = Measured.of(board, ids)
        board.standings().every { measured.sealed().containsKey(it.stack()) && measured.rank(it.stack()).isEmpty() }

        when: 'an item is lost'
        def lost = folder.toFile().listFiles().sort()[0]
        def items = new File(lost, 'word-problems/seed-11/sealed-items.jsonl')
        items.text = items.readLines().collect { it.replace('"score":1', '"score":0') }.join('\n')
        def read = RunReader.folders(folder).collect { new RunReader([:]).read(it, '') }
        def again = Measured.of(new Boards(read.collectEntries { [it.source().suite(), it.suite()] }).of(read*.summary(ids))[0].boards()[0], ids)

        then:
        again.sealed().size() == 11
    }

    def "no interval of a share leads out of what a share can be"() {
        given: 'one stack with two seeds as far apart as can be'
        Workload.write(folder, 73, 1)
        [['000000-sft-grpo/word-problems/seed-11', 0], ['000072-sft-grpo/word-problems/seed-12', 1]].each { place, all ->
            def items = folder.resolve("$place/sealed-items.jsonl").toFile()
            items.text = items.text.replaceAll(/"score":\d/, "\"score\":$all")
            def file = folder.resolve("$place/attempt.json").toFile()
            def attempt = Json.readObject(file.text)
            attempt.get('sealed').put('value', 100d * all)
            file.text = Json.pretty(attempt)
        }
        def read = RunReader.folders(folder).collect { new RunReader([:]).read(it, '') }
        def board = new Boards(read.collectEntries { [it.source().suite(), it.suite()] }).of(read*.summary(ids))[0].boards()[0]

        when:
        def sealed = Measured.of(board, ids).sealed()[board.standings().find { it.attempts().size() == 2 }.stack()]

        then:
        sealed.value() == 50
        [sealed.interval().low(), sealed.interval().high()] == [0, 100]
    }

    def "without their ids items say nothing"() {
        expect:
        Measured.of(board(12), [:]).sealed().isEmpty()
    }

    def "a measured board is the same after it was kept"() {
        given:
        def board = board(runs)
        def kept = new Measured.Kept([:], [:])

        expect:
        kept.of(board, ids) == Measured.of(board, ids)
        new Measured.Kept(kept.now(), [:]).of(board, [:]) == Measured.of(board, ids)

        where:
        runs << [12, 12 * 6 * 2 + 12]
    }
}
