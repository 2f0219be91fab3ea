package org.autorl.site

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Bytes
import org.autorl.records.CheatReport
import org.autorl.records.CheatRow
import org.autorl.records.CheatVerdict
import org.autorl.records.Isolation
import org.autorl.records.Json
import org.autorl.records.Machine
import spock.lang.Specification
import spock.lang.TempDir

class CheatPageSpec extends Specification {
    @TempDir
    Path folder

    private CheatReport report(String fingerprint = RunFolderFixture.suite().tasks()[0].fingerprint()) {
        new CheatReport('embedded', 'word-problems', fingerprint, 'f' * 64, ['the first 20 of 100 practice items'], '0.1.0', Isolation.BUBBLEWRAP,
            new Machine('Linux 6.1', 'Some CPU', 2, Bytes.ofMebibytes(8192), 'JDK 17'), RunFolderFixture.START, [
            row('honest-caller', CheatVerdict.LET_THROUGH, ['to ask -> 200'], []),
            row('forge-scores', CheatVerdict.DEFEATED, ['one <script>alert(1)</script>', 'two', 'three', 'four', 'five', 'six'], []),
            row('read-proc', CheatVerdict.WON, ['secret'], ['it had a hidden seed']),
        ])
    }

    private static CheatRow row(String id, CheatVerdict verdict, List<String> met, List<String> findings) {
        new CheatRow(id, "The $id", 'Tries it.', 'ledger', 'S1', id.startsWith('honest'), verdict, met, findings, 1.5)
    }

    private String page(String record) {
        RunFolderFixture.write(folder.resolve('runs/r1'))
        Files.createDirectories(folder.resolve('runs/cheats/embedded/word-problems'))
        folder.resolve('runs/cheats/embedded/word-problems.json').toFile().text = record
        SiteFixture.build(new Site([folder.resolve('runs')], folder.resolve('none'), folder.resolve('out'), Optional.empty(), 1))
        folder.resolve('out/tasks/word-problems.html').toFile().text
    }

    def "a task's page says how many cheaters were defeated, and what each met, with nothing of theirs as markup"() {
        expect:
        (page(Json.pretty(report())) =~ /(?s)<section class="card"><h2>Cheaters.*?<\/section>/)[0] == '''\
            <section class="card"><h2>Cheaters: 1 of 2 defeated</h2>
            <p>Scripted cheaters were let loose on this task as ordinary agents, and judged from outside. On 2026-03-01, by version 0.1.0, on Linux 6.1 with bubblewrap. </p>
            <p><small>The task was made smaller for them: the first 20 of 100 practice items.</small></p>
            <div class="scroll" role="region" aria-label="Cheaters: 1 of 2 defeated" tabindex="0"><table>
            <caption>What each tries, and what it met in its own words; for one that was not defeated, what was found.</caption>
            <thead><tr><th scope="col">Agent</th><th scope="col">Attacks</th><th scope="col">Verdict</th><th scope="col">What it met</th></tr></thead>
            <tbody>
            <tr><th scope="row">The honest-caller<br><small>Tries it. From S1.</small></th><td>ledger</td><td><span class="chosen">let through</span></td><td class="words"><small>to ask -&gt; 200</small><br></td></tr>
            <tr><th scope="row">The forge-scores<br><small>Tries it. From S1.</small></th><td>ledger</td><td><span class="chosen">defeated</span></td><td class="words"><small>one &lt;script&gt;alert(1)&lt;/script&gt;</small><br><small>two</small><br><small>three</small><br><small>four</small><br><small>and 2 more</small></td></tr>
            <tr><th scope="row">The read-proc<br><small>Tries it. From S1.</small></th><td>ledger</td><td><span class="mark">won</span></td><td class="words"><small>it had a hidden seed</small><br></td></tr>
            </tbody></table></div>
            </section>'''.stripIndent()
    }

    def "a zoo that was run on another version of the task is told"() {
        expect:
        page(Json.pretty(report('0' * 64))).contains('<strong>The task has changed since: the zoo should be run again.</strong>')
    }

    def "a record that cannot be read is told on the leaderboard, and the zoo's folder is no run"() {
        when:
        page('no json')
        def board = folder.resolve('out/index.html').toFile().text

        then:
        board.contains('<li><b>word-problems.json</b>: ')
        !board.contains('<li><b>cheats</b>')
    }
}
