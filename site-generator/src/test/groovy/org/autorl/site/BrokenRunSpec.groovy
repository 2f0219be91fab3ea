package org.autorl.site

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** Whatever lies in a folder of runs: the site is made, the sound run is shown, and what is broken has a page that says so. */
class BrokenRunSpec extends Specification {
    @TempDir
    Path folder

    Path runs
    Path out
    Path secret

    def setup() {
        runs = folder.resolve('runs')
        out = folder.resolve('out')
        secret = folder.resolve('secret')
        Files.createDirectories(secret.resolve('seed-11'))
        secret.resolve('key.txt').toFile().text = 'a secret of the machine'
        secret.resolve('seed-11/agent.log').toFile().text = 'a secret of the machine'
        RunFolderFixture.write(runs.resolve('good'))
    }

    Site.Built render() {
        SiteFixture.build(new Site([runs], folder.resolve('none'), out, Optional.empty(), 2))
    }

    String page(String path) {
        out.resolve(path).toFile().getText('UTF-8')
    }

    /** What the page and the leaderboard say of a run that cannot be read. */
    String told(String run) {
        def said = (page("runs/$run/index.html") =~ /(?s)<h2>What cannot be read<\/h2>\n<p>(.*?)<\/p>/)[0][1]
        assert page('index.html').contains("<li><b><a href=\"runs/$run/index.html\">$run</a></b>: $said</li>")
        said.replace('&quot;', '"').replace('&#39;', "'").replace('&lt;', '<').replace('&gt;', '>')
    }

    def "a run with #what has a page that says so, and the others are shown"() {
        given:
        def bad = runs.resolve('bad')
        RunFolderFixture.write(bad)
        spoil.call(bad, secret)

        when:
        def built = render()

        then:
        told('bad').startsWith(says)
        built.runs() == 1 && built.unreadable() == 1
        page('runs/good/word-problems/seed-11/index.html').contains('<span class="outcome good">scored</span>')
        !files('runs/bad/').any { page(it).contains('a secret') }

        where:
        what                              | spoil                                                                                   || says
        'half a run.json'                 | { run, s -> cut(run.resolve('run.json')) }                                              || 'run.json: not a RunRecord: Unexpected end-of-input'
        'an empty run.json'               | { run, s -> run.resolve('run.json').toFile().text = '' }                                || 'run.json: not a RunRecord: No content'
        'no run.json'                     | { run, s -> Files.delete(run.resolve('run.json')) }                                     || 'run.json is missing'
        'no suite.json'                   | { run, s -> Files.delete(run.resolve('suite.json')) }                                   || 'suite.json is missing'
        'half a suite.json'               | { run, s -> cut(run.resolve('suite.json')) }                                            || 'suite.json: not a Suite: Unexpected end-of-input'
        'nothing at all'                  | { run, s -> run.toFile().deleteDir(); Files.createDirectory(run) }                      || 'run.json is missing'
        'a folder where run.json is due'  | { run, s -> Files.delete(run.resolve('run.json')); Files.createDirectory(run.resolve('run.json')) } || 'run.json cannot be read: it is a folder'
        'a link where run.json is due'    | { run, s -> link(run.resolve('run.json'), s.resolve('key.txt')) }                       || 'run.json cannot be read: it is a link'
        'a link that leads nowhere'       | { run, s -> run.toFile().deleteDir(); Files.createSymbolicLink(run, s.resolve('no')) }  || 'run.json is missing'
        'an attempt that leads elsewhere' | { run, s -> run.resolve('word-problems').toFile().deleteDir(); Files.createSymbolicLink(run.resolve('word-problems'), s) } || 'word-problems/seed-11 is a link that leads elsewhere'
        'a record of another kind'        | { run, s -> run.resolve('run.json').toFile().text = '[1, 2]' }                          || 'run.json: not a RunRecord: Cannot deserialize'
        'a record that lacks its agent'   | { run, s -> put(run.resolve('run.json'), /"agent" ?: ?\{[^}]*\},/, '') }                || 'run.json: not a RunRecord: `agent` is missing'
        'an agent without a mode'         | { run, s -> put(run.resolve('run.json'), /"mode" ?: ?"free",/, '') }                    || 'run.json: not a RunRecord: `agent.mode` is missing'
        'a word that nobody knows yet'    | { run, s -> put(run.resolve('run.json'), /"unisolated"/, '"on-the-moon"') }             || 'run.json: not a RunRecord: Cannot deserialize value of type `org.autorl.records.Isolation`'
        'a mode that is no text'          | { run, s -> put(run.resolve('run.json'), /"startedAt" ?: ?"/, '"startedAt" : "yesterday ') } || 'run.json: not a RunRecord: Cannot deserialize value of type `java.time.Instant`'
        'bytes that are no UTF-8'         | { run, s -> run.resolve('run.json').toFile().bytes = [0xc3, 0x28, 0xff] as byte[] }     || 'run.json: not a RunRecord: Unexpected character'
        'ten thousand open brackets'      | { run, s -> run.resolve('run.json').toFile().text = '[' * 10_000 }                      || 'run.json: not a RunRecord: '
        'a record of 17 MiB'              | { run, s -> run.resolve('run.json').toFile().text = ' ' * (17 << 20) }                  || 'run.json cannot be read: it is longer than 16'
    }

    def "an attempt with #what costs that alone, and its run's page says so"() {
        given:
        def own = runs.resolve('good/word-problems/seed-11')
        spoil.call(own, secret)

        when:
        def built = render()
        def page = page('runs/good/index.html').replace('&quot;', '"').replace('&#39;', "'")

        then:
        built.runs() == 1 && built.unreadable() == 0
        page.contains("<li>word-problems, seed 11: $says")
        this.page('index.html').contains("<li><b><a href=\"runs/good/index.html\">good</a></b>: word-problems, seed 11: ")
        !files('runs/').any { this.page(it).contains('a secret') }

        where:
        what                                  | spoil                                                                               || says
        'half an attempt.json'                | { at, s -> cut(at.resolve('attempt.json')) }                                      || 'attempt.json: not a AttemptRecord: Unexpected end-of-input'
        'a folder where attempt.json is due'  | { at, s -> Files.delete(at.resolve('attempt.json')); Files.createDirectory(at.resolve('attempt.json')) } || 'attempt.json cannot be read: it is a folder'
        'the record of another attempt'       | { at, s -> put(at.resolve('attempt.json'), /"word-problems"/, '"..\\/..\\/x"') }  || 'attempt.json is of another attempt, `../../x`, seed 11'
        'half a manifest'                     | { at, s -> cut(at.resolve('submissions/1/manifest.json')) }                       || 'submissions/1/manifest.json: not a Submission: '
        'half a verdict'                      | { at, s -> cut(at.resolve('submissions/1/verdict.json')) }                        || 'submissions/1/verdict.json: not a Verdict: '
        'a verdict of a later version'        | { at, s -> at.resolve('submissions/1/verdict.json').toFile().text = '{"kind":"postponed"}' } || 'submissions/1/verdict.json: not a Verdict: '
        'half a report'                       | { at, s -> cut(at.resolve('report.json')) }                                       || 'report.json: not a Diagnosis: '
        'a ledger with a line that is none'   | { at, s -> at.resolve('ledger.jsonl').toFile().text = 'no line\n' }               || 'ledger.jsonl: line 1 cannot be read, and nothing after it is shown'
        'a ledger with a line of 2 MiB'       | { at, s -> at.resolve('ledger.jsonl').toFile().text = 'x' * (2 << 20) + '\n' }    || 'ledger.jsonl: line 1 cannot be read, and nothing after it is shown'
        'a folder where the ledger is due'    | { at, s -> Files.delete(at.resolve('ledger.jsonl')); Files.createDirectory(at.resolve('ledger.jsonl')) } || 'ledger.jsonl cannot be read: it is a folder'
        'a link where the trajectory is due'  | { at, s -> link(at.resolve('trajectory.jsonl'), s.resolve('key.txt')) }           || 'trajectory.jsonl cannot be read: it is a link'
        'a link where the metrics are due'    | { at, s -> link(at.resolve('metrics.jsonl'), s.resolve('key.txt')) }              || 'metrics.jsonl cannot be read: it is a link'
    }

    def "what an agent writes is shown as far as it can be: a line of 2 MiB and bytes that are no text are left out"() {
        given:
        def file = runs.resolve('good/word-problems/seed-11/trajectory.jsonl').toFile()
        file.withOutputStream {
            it << '{"kind":"step","source":"agent","text":"before"}\n' << 'x' * (2 << 20) << '\n'
            it.write([0xff, 0xfe, 10] as byte[])
            it << '{"kind":"step","source":"agent","text":"after"}\n'
        }

        when:
        render()
        def shown = page('runs/good/word-problems/seed-11/trajectory-1.html')

        then:
        shown.contains('before') && shown.contains('after') && shown.size() < 5_000
    }

    def "a folder whose name can be no address has a page under another"() {
        given:
        Files.createDirectories(runs.resolve(name))

        when:
        render()

        then:
        def pages = files('runs/unreadable-')
        pages.size() == 1
        page(pages[0]).contains('cannot be read')
        page('index.html').contains("href=\"${pages[0]}\"")

        where:
        name << ['a b', '#1?x', '.hidden', '"><script>']
    }

    def "a run that is mended is shown, and one that breaks is not any more"() {
        given:
        def state = Optional.of(folder.resolve('state'))
        def site = new Site([runs], folder.resolve('none'), out, Optional.empty(), 2)
        RunFolderFixture.write(runs.resolve('bad'))
        def record = runs.resolve('bad/run.json').toFile()
        def whole = record.text
        record.text = '{'

        when:
        SiteFixture.build(site, state)

        then:
        files('runs/bad/') == ['runs/bad/index.html']

        when:
        record.text = whole
        SiteFixture.build(site, state)

        then:
        files('runs/bad/').size() > 5
        !page('runs/bad/index.html').contains('cannot be read')

        when:
        record.text = '{'
        SiteFixture.build(site, state)

        then:
        files('runs/bad/') == ['runs/bad/index.html']
        told('bad').startsWith('run.json: ')

        when:
        runs.resolve('bad').toFile().deleteDir()
        SiteFixture.build(site, state)

        then:
        files('runs/bad/') == []
    }

    private List<String> files(String start) {
        def found = []
        out.toFile().eachFileRecurse(groovy.io.FileType.FILES) { found << out.relativize(it.toPath()).toString() }
        found.findAll { it.startsWith(start) }.sort()
    }

    private static void cut(Path file) {
        file.toFile().text = file.toFile().text[0..<(file.toFile().text.size().intdiv(2))]
    }

    private static void put(Path file, String pattern, String other) {
        def text = file.toFile().text
        file.toFile().text = text.replaceFirst(pattern, other)
        assert file.toFile().text != text
    }

    private static void link(Path file, Path to) {
        Files.delete(file)
        Files.createSymbolicLink(file, to)
    }
}
