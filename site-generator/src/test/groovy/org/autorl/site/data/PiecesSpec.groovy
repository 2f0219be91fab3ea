package org.autorl.site.data

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import org.autorl.records.AgentStack
import org.autorl.records.Isolation
import org.autorl.site.page.Pages
import org.autorl.site.read.Summary
import spock.lang.Specification
import spock.lang.TempDir

class PiecesSpec extends Specification {
    @TempDir
    Path out

    private final asked = []

    private static Summary run(String id, long stamp) {
        new Summary(id, 'suite', 'f', 1, new AgentStack('sft', Optional.empty(), Optional.empty(), 'free'), Isolation.BUBBLEWRAP, Instant.EPOCH, '1',
            Optional.empty(), [], [], new Summary.Source('s', stamp))
    }

    private Map<String, byte[]> write(List<Summary> runs, Map<String, byte[]> before, Pieces.Frame frame) {
        def pieces = new Pieces(new Pages(out, [:]), before)
        pieces.write('data/all.txt', frame, runs, { run ->
            asked << run.id()
            piece(run)
        })
        pieces.now()
    }

    private static String piece(Summary run) {
        // Empty ones, too: a run without submissions has none.
        "${run.id()}ä" * (run.source().stamp() % 5)
    }

    private static String whole(List<Summary> runs, Pieces.Frame frame) {
        frame.head() + runs.collect { piece(it) }.join(frame.between()) + frame.tail()
    }

    def "whatever changes, goes, comes or moves, the file is as if it were made anew, and only what is new is asked for (#round)"() {
        given:
        def random = new Random(round)
        def frame = new Pieces.Frame(['', '[\n'][round % 2], ['', ',\n', ' and '][round % 3], ['', ']\n'][round % 2])
        def runs = (0..<random.nextInt(12)).collect { run("run-$it", random.nextInt(50)) }
        Map<String, byte[]> state = [:]

        expect:
        8.times {
            def known = state.isEmpty() ? [] : runs
            def next = runs.findAll { random.nextInt(5) > 0 }.collect { random.nextInt(4) ? it : run(it.id(), random.nextInt(50)) } +
                (0..<random.nextInt(3)).collect { n -> run("new-$it-$n", random.nextInt(50)) }
            if (random.nextInt(3) == 0) {
                Collections.shuffle(next, random)
            }
            asked.clear()
            state = write(next, state, frame)
            assert out.resolve('data/all.txt').toFile().getText('UTF-8') == whole(next, frame)
            assert asked == next.findAll { !known.contains(it) }*.id() as List
            runs = next
        }
        Files.list(out.resolve('data')).toList()*.fileName*.toString() == ['all.txt']

        where:
        round << (1..30)
    }

    def "of a file that is another than the one that was made nothing is taken"() {
        given:
        def frame = new Pieces.Frame('', '\n', '')
        def runs = [run('a', 1), run('b', 2)]
        def state = write(runs, [:], frame)
        out.resolve('data/all.txt').toFile() << 'more'

        when:
        write(runs, state, frame)

        then:
        out.resolve('data/all.txt').toFile().getText('UTF-8') == whole(runs, frame)
    }
}
