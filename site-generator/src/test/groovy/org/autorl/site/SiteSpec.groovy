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

    void render() {
        def content = folder.resolve('content')
        Files.createDirectories(content)
        content.resolve('method.md').toFile().text = '# Method\n\nItems are <script>alert(4)</script> *sealed*. See [the API](../reference/api.md).\n'
        new SiteWriter(out).write(RunReader.all(runs), CheatReader.all(runs), content)
    }

    def "the page #page is as it was agreed"() {
        when:
        render()
        def actual = out.resolve(page).toFile().getText('UTF-8')
        def kept = new File('target/pages', page)
        kept.parentFile.mkdirs()
        kept.setText(actual, 'UTF-8')

        then:
        actual == getClass().getResource("/pages/$page").getText('UTF-8')

        where:
        page << ['index.html', 'runs/r1/index.html', 'tasks/word-problems.html', 'method.html', 'data/attempts.csv']
    }

    def "nothing that an agent writes becomes markup"() {
        when:
        render()
        def pages = files().findAll { it.endsWith('.html') }.collect { out.resolve(it).toFile().text }

        then:
        pages.size() == 4
        pages.every { !it.contains('<script') && !it.contains('<img') }
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
        new SiteWriter(out).write(RunReader.all(runs), [], Path.of('../site/content'))
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
            (out.resolve(page).toFile().text =~ /(?:href|src)="([^"#:]+)"/).collect { it[1] }
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
        board.contains('<li><b>r0</b>: ')
        board.contains('runs/r1/index.html')
    }

    def "without runs the leaderboard says how to make one"() {
        given:
        new SiteWriter(out).write([], [], folder.resolve('none'))

        expect:
        out.resolve('index.html').toFile().text.contains('No runs yet. <code>./autorl run tasks.groovy</code> makes one.')
    }

    def "the data for programs holds the attempts as they were recorded"() {
        when:
        render()
        def data = Json.readObject(out.resolve('data/index.json').toFile().text)

        then:
        data.get('version').asInt() == 1
        data.at('/runs/0/attempts/0/sealed/value').asDouble() == 60
        data.at('/runs/0/attempts/1/lifecycle').asText() == 'queued'
    }

    private List<String> files() {
        def found = []
        out.toFile().eachFileRecurse(groovy.io.FileType.FILES) { found << out.relativize(it.toPath()).toString() }
        found.sort()
    }

    def "a score says of how many items it is not"() {
        expect:
        Text.withError(Optional.of(new org.autorl.records.Score(RunFolderFixture.ACCURACY, 60, 4, 198, unscored))) == shown

        where:
        unscored || shown
        0        || '60.0 ± 4.0'
        2        || '60.0 ± 4.0 (2 of 200 unscored)'
    }
}
