package org.autorl.site

import java.nio.file.Files
import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import org.autorl.records.Json
import org.autorl.site.changes.Changes
import org.autorl.site.read.RunReader
import org.w3c.dom.Element
import spock.lang.Specification
import spock.lang.TempDir

/** The fixture's run r1 has two attempts on word-problems: seed 11 with a score of 60.0, seed 12 without any. */
class ChangesSpec extends Specification {
    static final String WITHDRAWN = '''{"kind":"withdrawn","at":"2026-03-05T12:00:00Z","run":"r1","rule":"contamination",
        "reason":"its log has <b>sealed</b> items","attempts":[{"task":"word-problems","seed":11,"was":60.0}]}'''

    static final String CHANGED = '''{"kind":"changed","at":"2026-03-02T12:00:00Z","run":"r1","rule":"grader-defect","reason":"it counted blanks",
        "attempts":[{"task":"word-problems","seed":11,"was":58.5,"now":60.0}]}'''
    static final String ACCEPTED = '{"kind":"accepted","at":"2026-03-04T08:00:00Z","run":"r1"}'
    static final String RULES = '`contamination`, `cheating`, `grader-defect`, `broken-record`, `mislabelled`, `own-request`'
    static final String TIME = 'a time in UTC like 2026-03-05T12:00:00Z'
    static final String ATTEMPTS = '`attempts` is missing or empty: a list of attempts, each with task and seed'

    @TempDir
    Path folder

    Path results
    Path out

    def setup() {
        results = folder.resolve('results')
        out = folder.resolve('out')
        RunFolderFixture.write(results.resolve('r1'))
        Files.createDirectories(results.resolve('changes'))
    }

    void record(String name, String text) {
        results.resolve("changes/$name").toFile().text = text
    }

    Site.Built render(Map change = [:]) {
        SiteFixture.build(new Site([results], folder.resolve('none'), out, Optional.ofNullable(change.address), 1), Optional.ofNullable(change.state))
    }

    String page(String path) {
        out.resolve(path).toFile().getText('UTF-8')
    }

    def "a withdrawn score leaves the boards and the data, and its page stays with the reason and the score struck"() {
        given:
        record('2026-03-05-leak.json', WITHDRAWN)

        when:
        render()
        def attempt = page('runs/r1/word-problems/seed-11/index.html')
        def data = Json.readObject(page('data/index.json')).at('/runs/0/results/0')

        then: 'nothing is left of the number that could be averaged'
        data.get('state').asText() == 'withdrawn'
        ['sealed', 'improvement', 'practice', 'sealedError'].every { !data.has(it) }
        Json.canonical(data.get('withdrawn')) == '{"change":"2026-03-05-leak","was":60.0}'
        page('data/submissions.csv').readLines().size() == 1
        page('data/standings.csv').readLines()[1].contains(',2,0,"1 queued, 1 withdrawn",,,')
        page('tasks/word-problems.html').contains('<td>1 queued, 1 withdrawn</td>')
        page('index.html').contains('>–</td>') && !page('index.html').contains('60.0')

        and: 'the pages tell'
        attempt.contains('<p class="banner" role="note"><strong>The score was withdrawn on 2026-03-05 and counts no longer; it was 60.0.</strong> ' +
            'The agent or its driver knew sealed items. Its log has &lt;b&gt;sealed&lt;/b&gt; items. <a href="../../../../changes.html#2026-03-05-leak">The record</a></p>')
        attempt.contains('<del><a href="ledger.html#line-5" title="The ledger\'s line">60.0 ± 4.0</a></del>')
        page('stacks/sft-grpo--none--free.html').contains('<del>60.0</del>')
        page('runs/r1/index.html').contains('<span class="mark">withdrawn</span>')
        Json.readObject(page('runs/r1/word-problems/seed-11/index.json')).at('/scores/0/text').asText() == '60.0 ± 4.0, withdrawn'
        !Json.readObject(page('runs/r1/word-problems/seed-11/index.json')).at('/scores/0').has('value')
    }

    def "the page of changes has all of them, newest first, and then the runs"() {
        given:
        record('2026-03-05-leak.json', WITHDRAWN)
        record('2026-03-02-regraded.json', CHANGED)
        record('2026-03-01-r1.json', ACCEPTED)

        when:
        render()
        def kept = new File('target/pages/withdrawn/changes.html')
        kept.parentFile.mkdirs()
        kept.setText(page('changes.html'), 'UTF-8')
        new File(kept.parentFile, 'changes.json').setText(page('data/changes.json'), 'UTF-8')

        then:
        page('changes.html') == getClass().getResource('/pages/withdrawn/changes.html').getText('UTF-8')
        page('data/changes.json') == getClass().getResource('/pages/withdrawn/changes.json').getText('UTF-8')
        page('runs/r1/word-problems/seed-11/index.html').contains('<strong>The score was changed on 2026-03-02 from 58.5 to 60.0.</strong>')
    }

    def "a record with a mistake changes nothing, and every mistake is told: #told"() {
        given:
        record(name, text)
        def run = new RunReader([:]).read(results.resolve('r1'), '').summary([:])

        when:
        def applied = Changes.read([results]).applied([run])

        then:
        applied.problems()*.file().toSet() == [name] as Set
        applied.problems()*.problem() == told
        applied.changes() == []
        applied.runs() == [run]

        where:
        name       | text                                                    || told
        'a b.json' | WITHDRAWN                                               || ['its name is not allowed; a record is named like 2026-03-05-leak.json']
        'x.txt'    | WITHDRAWN                                               || ['its name is not allowed; a record is named like 2026-03-05-leak.json']
        'x.json'   | '{\n"kind":}'                                           || ['it is no JSON object, at line 2, column 8']
        'x.json'   | '[]'                                                    || ['it is no JSON object, at line 1, column 1']
        'x.json'   | '{}'                                                    || ["`at` is missing: $TIME", '`kind` is missing: `accepted`, `changed` or `withdrawn`',
                                                                                '`reason` is missing: a sentence that says why', "`rule` is missing: one of $RULES", '`run` is missing: the id of a run']
        'x.json'   | WITHDRAWN.replace('"withdrawn"', '"removed"')           || ['`kind` is `removed`; allowed are `accepted`, `changed` and `withdrawn`']
        'x.json'   | WITHDRAWN.replace('contamination', 'dislike')           || ["`rule` is `dislike`; allowed are $RULES"]
        'x.json'   | WITHDRAWN.replace('2026-03-05T12:00:00Z', 'yesterday')  || ["`at` is `yesterday`; $TIME is allowed"]
        'x.json'   | WITHDRAWN.replace('"reason"', '"because"')              || ['`reason` is missing: a sentence that says why', 'unknown: `because`; allowed are `at`, `attempts`, `kind`, `reason`, `rule`, `run`']
        'x.json'   | WITHDRAWN.replaceFirst(/"attempts":.*/, '"attempts":[]}') || [ATTEMPTS]
        'x.json'   | WITHDRAWN.replaceFirst(/"attempts":.*/, '"attempts":[7]}') || ['`attempts[0]` is no object with task and seed']
        'x.json'   | WITHDRAWN.replace('"seed":11', '"seed":"11"')           || ['`attempts[0]`: `seed` is missing or no whole number']
        'x.json'   | WITHDRAWN.replace('"seed":11', '"seed":13')             || ['run `r1` has no attempt word-problems, seed 13; it has word-problems, seed 11; word-problems, seed 12']
        'x.json'   | WITHDRAWN.replace('"r1"', '"r9"')                       || ['there is no run `r9` here']
        'x.json'   | WITHDRAWN.replace('60.0', '61.0')                       || ['word-problems, seed 11: `was` is 61.0, and the score is 60.0']
        'x.json'   | WITHDRAWN.replace('60.0', '"60"')                       || ['`attempts[0]`: `was` is "60"; allowed is a number']
        'x.json'   | WITHDRAWN.replace(',"was":60.0', '')                    || ['word-problems, seed 11: `was` is not there, and the score is 60.0']
        'x.json'   | WITHDRAWN.replace('60.0}', '60.0,"now":3}')             || ['`attempts[0]`: unknown: `now`; allowed are `seed`, `task`, `was`']
        'x.json'   | WITHDRAWN.replace('"withdrawn"', '"changed"')           || ['`attempts[0]`: `now` is missing: the score that it has now']
        'x.json'   | CHANGED.replace('"now":60.0', '"now":58.5')             || ['word-problems, seed 11: `now` is 58.5, and the score is 60.0']
        'x.json'   | CHANGED.replace('58.5', '60')                           || ['word-problems, seed 11: `was` and `now` are the same']
        'x.json'   | WITHDRAWN.replace('60.0}', '60.0},{"task":"word-problems","seed":11,"was":60}') || ['`attempts[1]` is word-problems, seed 11 once more']
        'x.json'   | ACCEPTED.replace('}', ',"rule":"cheating"}')            || ['unknown: `rule`; allowed are `at`, `kind`, `reason`, `run`']
    }

    def "a mistake stands on the leaderboard and on the page of changes"() {
        given:
        record('x.json', WITHDRAWN.replace('60.0', '61.0'))

        when:
        render()

        then:
        page('index.html').contains('<li><b>x.json</b>: word-problems, seed 11: `was` is 61.0, and the score is 60.0</li>')
        page('changes.html').contains('<h2>Records with mistakes <span class="mark">not applied</span></h2>\n<ul><li><b>x.json</b>: word-problems, seed 11: <code>was</code> is 61.0, and the score is 60.0</li></ul>')
        !page('runs/r1/word-problems/seed-11/index.html').contains('class="banner"')
    }

    def "a run is accepted once"() {
        given:
        record('a.json', ACCEPTED)
        record('b.json', ACCEPTED.replace('03-04', '03-02'))

        expect:
        Changes.read([results]).applied([new RunReader([:]).read(results.resolve('r1'), '').summary([:])]).problems() == [new Changes.Problem('b.json', 'the run is accepted by another record, too')]
    }

    def "a score is withdrawn once, and nothing changes it afterwards"() {
        given:
        record('2026-03-05-leak.json', WITHDRAWN)
        record('2026-03-06-more.json', WITHDRAWN.replace('03-05T12', '03-06T12'))

        when:
        render()

        then: 'the later one holds'
        page('changes.html').contains('<b>2026-03-05-leak.json</b>: word-problems, seed 11 has a later change; a withdrawn score has none')
        page('changes.html').contains('id="2026-03-06-more"')
    }

    def "a record that is added or taken away makes the pages of its run anew, and of no other"() {
        given:
        def state = folder.resolve('state')
        RunFolderFixture.write(results.resolve('r2'))

        expect:
        render(state: state).made() == 2

        when:
        record('2026-03-05-leak.json', WITHDRAWN)

        then:
        render(state: state).made() == 1
        page('runs/r1/word-problems/seed-11/index.html').contains('class="banner"')
        render(state: state).made() == 0

        when:
        results.resolve('changes/2026-03-05-leak.json').toFile().delete()

        then:
        render(state: state).made() == 1
        !page('runs/r1/word-problems/seed-11/index.html').contains('class="banner"')
    }

    def "the feed has what RFC 4287 requires, with ids and times that no build changes"() {
        given:
        record('2026-03-05-leak.json', WITHDRAWN)
        RunFolderFixture.write(results.resolve('r2'))
        def other = results.resolve('r2/run.json').toFile()
        other.text = other.text.replace('"sft-grpo"', '"sft & <co>"')

        when:
        render(address: 'https://board.example/')
        def feed = DocumentBuilderFactory.newInstance().tap { namespaceAware = true }.newDocumentBuilder().parse(out.resolve('feed.xml').toFile()).documentElement
        def first = page('feed.xml')
        out.toFile().deleteDir()
        render(address: 'https://board.example/')

        then: 'one each of id, title, updated; an author; a link to the page and to itself'
        feed.namespaceURI == 'http://www.w3.org/2005/Atom' && feed.localName == 'feed'
        ['id', 'title', 'updated', 'author'].every { children(feed, it).size() == 1 }
        children(feed, 'link').collectEntries { [it.getAttribute('rel'), it.getAttribute('href')] } ==
            [alternate: 'https://board.example/changes.html', self: 'https://board.example/feed.xml']
        children(feed, 'updated')[0].textContent == '2026-03-05T12:00:00Z'

        and: 'entries, newest first'
        def entries = children(feed, 'entry')
        entries.every { entry -> ['id', 'title', 'updated', 'summary', 'link'].every { children(entry, it).size() == 1 } }
        entries.collect { children(it, 'id')[0].textContent }.every { it ==~ /urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/ }
        entries.collect { children(it, 'id')[0].textContent }.toSet().size() == 3
        entries.collect { children(it, 'title')[0].textContent } == ['Run r1: 1 score withdrawn', 'Run r1: sft-grpo', 'Run r2: sft & <co>']

        and:
        page('feed.xml') == first
    }

    def "an id in the feed is the same when the run is accepted later, and its time is not"() {
        when:
        render()
        def before = page('feed.xml')
        record('r1.json', ACCEPTED)
        render()
        def after = page('feed.xml')

        then:
        (before =~ /<id>(.*?)</).collect { it[1] } == (after =~ /<id>(.*?)</).collect { it[1] }
        (after =~ /<updated>(.*?)</).collect { it[1] } == ['2026-03-04T08:00:00Z'] * 2
        (before =~ /<updated>(.*?)</).collect { it[1] } == ['2026-03-01T10:00:00Z'] * 2
    }

    private static List<Element> children(Element parent, String name) {
        (0..<parent.childNodes.length).collect { parent.childNodes.item(it) }.findAll { it instanceof Element && it.localName == name }
    }
}
