package org.autorl.site

import java.nio.file.Files
import java.nio.file.Path
import java.util.zip.GZIPOutputStream
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

class PagedListsSpec extends Specification {
    @TempDir
    Path folder

    Path out
    Path state

    /** One run of each of so many stacks, on one task; 20 pages of attempts for the first stack. */
    def render(int stacks, int same) {
        def runs = folder.resolve('runs')
        out = folder.resolve('out')
        state = folder.resolve('state')
        Workload.write(runs, 1, 1)
        def first = runs.toFile().listFiles()[0]
        (1..<(stacks + same)).each { n ->
            def run = Files.createDirectories(runs.resolve(String.format('r-%05d', n)))
            def record = Json.readObject(new File(first, 'run.json').text)
            record.put('id', run.fileName.toString())
            record.get('agent').put('scaffold', n < stacks ? "scaffold-$n" : 'sft-grpo')
            run.resolve('run.json').toFile().text = record
            Files.copy(first.toPath().resolve('suite.json'), run.resolve('suite.json'))
            def own = Files.createDirectories(run.resolve('word-problems/seed-11'))
            def attempt = Json.readObject(new File(first, 'word-problems/seed-11/attempt.json').text)
            attempt.get('sealed').put('value', 10 + n / 100)
            own.resolve('attempt.json').toFile().text = attempt
        }
        build(runs)
    }

    def build(Path runs) {
        SiteFixture.build(new Site([runs], folder.resolve('none'), out, Optional.empty(), 2), Optional.of(state))
    }

    String page(String path) {
        out.resolve(path).toFile().getText('UTF-8')
    }

    List<String> stacks(String path) {
        (page(path) =~ /<th scope="row"><a href="[^"]*stacks\/([^"]*)\.html">/).collect { it[1] }
    }

    def "a board of 250 stacks has three pages, every stack stands on one of them, and each page leads to the others"() {
        given:
        render(250, 0)
        def later = ['leaderboard/embedded-4/2.html', 'leaderboard/embedded-4/3.html']
        def task = out.resolve('tasks/word-problems').toFile().list()[0]

        expect:
        stacks('index.html').size() == 100
        Json.readObject(page('stacks/scaffold-99--none--free.json')).get('others').size() == 100
        (['index.html'] + later).collectMany { stacks(it) }.toSet().size() == 250
        page('index.html').contains('<span>1 to 100 of 250</span><a rel="next" href="leaderboard/embedded-4/2.html">')
        page('index.html').contains('Find on this page') && page('index.html').contains('data-paged')
        page(later[0]).contains('<span>101 to 200 of 250</span><a href="../../index.html">« first</a><a rel="prev" href="../../index.html">← before</a>' +
            '<a rel="next" href="../../leaderboard/embedded-4/3.html">after →</a><a href="../../leaderboard/embedded-4/3.html">last »</a>')
        page(later[1]).contains('<span>201 to 250 of 250</span>') && !page(later[1]).contains('rel="next"')
        (["tasks/word-problems.html"] + [2, 3].collect { "tasks/word-problems/$task/${it}.html" }).collectMany { stacks(it) }.size() == 250
        broken() == []

        and: 'a front page that any connection carries'
        zipped('index.html') < 60_000
    }

    def "a stack with 250 attempts on a task has three pages of them, and a task's page shows some and leads to the rest"() {
        given:
        render(1, 249)
        def folder = out.resolve('stacks/sft-grpo--none--free').toFile().list()[0]
        def pages = ['stacks/sft-grpo--none--free.html'] + [2, 3].collect { "stacks/sft-grpo--none--free/$folder/${it}.html" }

        expect:
        pages.collectMany { (page(it) =~ /runs\/([^\/"]*)\/index.html/).collect { it[1] } }.toSet().size() == 250
        page('tasks/word-problems.html').contains(' and <a href="../stacks/sft-grpo--none--free.html">238 more</a>')
        broken() == []
    }

    def "pages that a shorter list has no more go, and what lies beside them"() {
        given:
        render(110, 0)
        def beside = ['leaderboard/embedded-4/2.html', 'stacks/scaffold-99--none--free.html', 'stacks/scaffold-99--none--free.json',
                      'badges/scaffold-99--none--free/word-problems-embedded-4.svg'].collect { out.resolve(it) }
        def before = beside.every { Files.exists(it) }

        when:
        (90..<110).each { folder.resolve(String.format('runs/r-%05d', it)).toFile().deleteDir() }
        build(folder.resolve('runs'))

        then:
        before && !beside.any { Files.exists(it) }
        !page('index.html').contains('rel="next"')
    }

    private int zipped(String path) {
        def bytes = new ByteArrayOutputStream()
        new GZIPOutputStream(bytes).withCloseable { it.write(out.resolve(path).toFile().bytes) }
        bytes.size()
    }

    private List<String> broken() {
        def pages = []
        out.toFile().eachFileRecurse(groovy.io.FileType.FILES) { if (it.name.endsWith('.html')) { pages << it.toPath() } }
        pages.collectMany { page ->
            (page.toFile().text =~ /(?:href|src)="([^"#:?]+)[^":]*"/).collect { it[1] }.findAll { !it.endsWith('method.html') }
                .findAll { !Files.exists(page.parent.resolve(it)) }.collect { "$page -> $it" }
        }
    }
}
