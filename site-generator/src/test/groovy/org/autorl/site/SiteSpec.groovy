package org.autorl.site

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

/** Pages are compared whole; what a page would be now lies in target/pages. */
class SiteSpec extends Specification {
    @TempDir
    Path folder

    Path runs
    Path out

    def setup() {
        runs = folder.resolve('runs')
        out = folder.resolve('out')
        RunFolderFixture.write(runs.resolve('r1'))
    }

    Site site(Map change = [:]) {
        new Site([runs], change.content ?: folder.resolve('content'), out, Optional.ofNullable(change.address), 2)
    }

    Site.Built render(Map change = [:]) {
        def content = folder.resolve('content')
        Files.createDirectories(content)
        content.resolve('method.md').toFile().text = '# Method\n\nItems are <script>alert(4)</script> *sealed*. See [the API](../reference/api.md).\n'
        SiteFixture.build(site(change), Optional.ofNullable(change.state))
    }

    def "the page #page is as it was agreed"() {
        when:
        render(address: 'https://board.example/')
        def actual = out.resolve(page).toFile().getText('UTF-8')
        def kept = new File('target/pages', page)
        kept.parentFile.mkdirs()
        kept.setText(actual, 'UTF-8')

        then:
        actual == getClass().getResource("/pages/$page").getText('UTF-8')

        where:
        page << ['index.html', 'tasks/word-problems.html', 'stacks/sft-grpo--none--free.html', 'runs/r1/index.html', 'runs/r1/word-problems/seed-11/index.html',
                 'runs/r1/word-problems/seed-11/ledger.html', 'runs/r1/word-problems/seed-11/submissions/2.html',
                 'runs/r1/word-problems/seed-11/trajectory-1.html', 'method.html', 'changes.html', 'compare/index.html', 'sitemap.xml', 'feed.xml',
                 'data/attempts.csv', 'data/index.json', 'data/submissions.csv', 'data/submissions.jsonl', 'data/standings.csv', 'data/changes.json',
                 'runs/r1/index.json', 'runs/r1/word-problems/seed-11/index.json', 'runs/r1/word-problems/seed-11/submissions.json',
                 'stacks/sft-grpo--none--free.json', 'tasks/word-problems.json', 'badges/sft-grpo--none--free/word-problems-embedded-1.svg']
    }

    def "nothing that an agent writes becomes markup"() {
        when:
        render()
        def pages = files().findAll { it.endsWith('.html') }.collect { out.resolve(it).toFile().text }

        then:
        pages.size() == 14
        pages.every { !(it =~ /<script(?! src="(\.\.\/)*(board|pick|compare)\.js" defer>)/) && !(it =~ /<img(?! src="(\.\.\/)*badges\/)/) }
        pages.any { it.contains('&lt;script&gt;alert(3)') }
    }

    def "the same runs give the same bytes"() {
        given:
        render()
        def before = files().collectEntries { [it, Files.readAllBytes(out.resolve(it)).toList()] }

        when:
        render()

        then:
        files().collectEntries { [it, Files.readAllBytes(out.resolve(it)).toList()] } == before
    }

    def "the page on method is the one that the documentation has, to its last section"() {
        given:
        SiteFixture.build(site(content: Path.of('../site/content')))
        def headings = Path.of('../docs/concepts/how-a-score-is-made.md').toFile().readLines().findAll { it.startsWith('## ') }*.substring(3)

        expect:
        headings.contains('When two scores can be compared')
        (out.resolve('method.html').toFile().text =~ /<h2>(.*?)<\/h2>/).collect { it[1] } == headings
        broken() == []
    }

    def "every link leads to a page"() {
        when:
        render()

        then:
        broken() == []
    }

    private List<String> broken() {
        files().findAll { it.endsWith('.html') }.collectMany { page ->
            (out.resolve(page).toFile().text =~ /(?:href|src)="([^"#:?]+)[^":]*"/).collect { it[1] }
                .findAll { !Files.exists(out.resolve(page).parent.resolve(it)) }
                .collect { "$page -> $it" }
        }
    }

    def "a folder that is no run is told on the leaderboard, and the others are shown"() {
        given:
        Files.createDirectories(runs.resolve('r0'))
        runs.resolve('r0/run.json').toFile().text = 'not json'

        when:
        render()
        def board = out.resolve('index.html').toFile().text

        then:
        board.contains('<li><b><a href="runs/r0/index.html">r0</a></b>: ')
        board.contains('stacks/sft-grpo--none--free.html')
    }

    def "without runs the leaderboard says how to make one"() {
        given:
        SiteFixture.build(new Site([folder.resolve('nothing')], folder.resolve('none'), out, Optional.empty(), 1))

        expect:
        out.resolve('index.html').toFile().text.contains('No runs yet. <code>./autorl run tasks.groovy</code> makes one.')
    }

    def "the data for programs holds the attempts as they were recorded"() {
        when:
        render()
        def data = Json.readObject(out.resolve('data/index.json').toFile().text)

        then:
        data.get('version').asInt() == 2
        data.at('/runs/0/results/0/sealed').asDouble() == 60
        data.at('/runs/0/results/1/state').asText() == 'queued'
    }

    def "a run that has not changed is not made again, one that has is, and a new generator makes all"() {
        given:
        def state = folder.resolve('state')
        RunFolderFixture.write(runs.resolve('r2'))

        expect:
        render(state: state).made() == 2
        render(state: state).made() == 0

        when:
        def log = runs.resolve('r2/word-problems/seed-11/trajectory.jsonl').toFile()
        log.append('{"at":"2026-03-01T10:09:00Z","kind":"step","source":"agent","text":"one more"}\n')

        then:
        render(state: state).made() == 1
        out.resolve('runs/r2/word-problems/seed-11/trajectory-1.html').toFile().text.contains('one more')

        when:
        out.resolve('runs/r1').toFile().deleteDir()

        then:
        render(state: state).made() == 1

        when:
        def bytes = state.toFile().bytes
        bytes[0] ^= 1
        state.toFile().bytes = bytes

        then:
        render(state: state).made() == 2

        when: 'a state that is cut off'
        state.toFile().bytes = state.toFile().bytes[0..200] as byte[]

        then:
        render(state: state).made() == 2
    }

    def "a build that makes little comes to the same bytes as one that makes all"() {
        given:
        def state = folder.resolve('state')
        RunFolderFixture.write(runs.resolve('r2'))
        render(state: state)
        runs.resolve('r2/word-problems/seed-11/trajectory.jsonl').toFile().append('{"kind":"call"}\n')
        render(state: state)
        def little = files().collectEntries { [it, out.resolve(it).toFile().bytes.toList()] }

        when:
        out.toFile().deleteDir()
        render()

        then:
        files().collectEntries { [it, out.resolve(it).toFile().bytes.toList()] } == little
    }

    def "the pages of a run that is gone go as well"() {
        given:
        def state = folder.resolve('state')
        RunFolderFixture.write(runs.resolve('r2'))
        render(state: state)

        when:
        runs.resolve('r2').toFile().deleteDir()
        render(state: state)

        then:
        files().findAll { it.contains('r2') } == []
        files().any { it.startsWith('runs/r1/') }
    }

    def "a run whose record says it is another, or has tasks that lead elsewhere, is told and makes no page"() {
        given:
        def record = runs.resolve('r1/run.json').toFile()
        record.text = record.text.replaceFirst(part, other)

        when:
        render()

        then:
        out.resolve('index.html').toFile().text.contains("<li><b><a href=\"runs/r1/index.html\">r1</a></b>: $told</li>")
        files().findAll { it.startsWith('runs/') } == ['runs/r1/index.html']

        where:
        part                | other                 || told
        '"r1"'              | '"../../elsewhere"'   || 'run.json is of another run, `../../elsewhere`'
        '"word-problems"'   | '"../../../x"'        || 'run.json has a task that suite.json has not, `../../../x`'
    }

    def "an attempt that is half written costs itself, not its run"() {
        given:
        runs.resolve('r1/word-problems/seed-11/attempt.json').toFile().text = '{"task":'

        when:
        render()

        then:
        out.resolve('index.html').toFile().text =~ />r1<\/a><\/b>: word-problems, seed 11: attempt.json: /
        out.resolve('runs/r1/index.html').toFile().text.contains('<h2>What cannot be read</h2>')
        out.resolve('runs/r1/word-problems/seed-11/index.html').toFile().text.contains('<span class="outcome">queued</span>')
    }

    def "every page's number leads to the ledger's line that it rests on"() {
        when:
        render()
        def ledger = out.resolve('runs/r1/word-problems/seed-11/ledger.html').toFile().text
        def page = out.resolve('runs/r1/word-problems/seed-11/index.html').toFile().text

        then:
        def anchors = (page =~ /href="ledger.html#(line-\d+)"/).collect { it[1] }
        anchors.size() >= 3
        anchors.every { ledger.contains("id=\"$it\"") }
    }

    private List<String> files() {
        def found = []
        out.toFile().eachFileRecurse(groovy.io.FileType.FILES) { found << out.relativize(it.toPath()).toString() }
        found.sort()
    }

    def "the site map has every page, and no other"() {
        when:
        render(address: 'https://board.example/')

        then:
        (out.resolve('sitemap.xml').toFile().text =~ /<loc>https:\/\/board\.example\/(.*?)<\/loc>/).collect { it[1] }.sort() == files().findAll { it.endsWith('.html') }
    }

    def "a score says of how many items it is not"() {
        expect:
        org.autorl.site.page.Text.withError(Optional.of(new org.autorl.records.Score(RunFolderFixture.ACCURACY, 60, 4, 198, unscored))) == shown

        where:
        unscored || shown
        0        || '60.0 ± 4.0'
        2        || '60.0 ± 4.0 (2 of 200 unscored)'
    }
}
