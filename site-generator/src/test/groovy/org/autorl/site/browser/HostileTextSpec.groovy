package org.autorl.site.browser

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** What agents and authors of tasks write, in every field that they can write to, in a browser. */
class HostileTextSpec extends Specification {
    @Shared
    List<String> texts = HostileTextSpec.getResource('/hostile/texts.jsonl').readLines('UTF-8').collect { new ObjectMapper().readValue(it, String) }

    @TempDir
    Path folder

    @Shared
    Set<String> fields = new TreeSet<>()

    @Shared
    FixtureSite site

    def setupSpec() {
        site = FixtureSite.build('hostile') { Path runs ->
            texts.eachWithIndex { text, i -> fields.addAll(HostileRun.write(runs.resolve("h$i"), text)) }
            published(runs)
        }
    }

    private void published(Path runs) {
        def like = Path.of('../site/results/published/agent2-rl-bench-v1.json').toFile().text
        Files.createDirectories(runs.resolve('published'))
        texts.eachWithIndex { text, i ->
            def tree = new ObjectMapper().readTree(like)
            tree.put('id', "p$i").put('title', text).put('source', text)
            tree.set('notes', tree.arrayNode().add(text))
            tree.set('tasks', tree.arrayNode().add(text))
            tree.get('rows').each { it.put('policy', text).put('scaffold', text).put('driver', text).put('table', text) }
            runs.resolve("published/p${i}.json").toFile().setText(tree.toString(), 'UTF-8')
        }
    }

    def "the texts stand in every field that can hold them"() {
        expect:
        texts.size() == 30
        fields.containsAll(['agent.log', 'attempt.json /explanation', 'ledger.jsonl /data/lineage/texts/*', 'manifest.json /files/*/path', 'manifest.json /path',
                            'report.json /route/why', 'run.json /agent/scaffold', 'run.json /machine/cpu', 'suite.json /name', 'suite.json /levels/*/title',
                            'suite.json /levels/*/tasks/*/about', 'trajectory.jsonl /text', 'trajectory.jsonl /calls/*/arguments/command',
                            'trajectory.jsonl /model', 'verdict.json /reason'])
        texts.indices.every { Files.exists(site.page("runs/h$it/word-problems/seed-11/index.html")) }
    }

    def "no page has more markup for them, and everything in them can be seen"() {
        given:
        def pages = site.pages().collectEntries { [it, site.page(it).toFile().getText('UTF-8')] }

        expect:
        pages.size() > 200
        pages.collectMany { path, html -> MarkupSpec.forbidden(html).collect { "$path: $it" } } == []
        pages.findAll { path, html -> html =~ /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/ }.keySet() == [] as Set
    }

    @Requires(value = { Chromium.program().present }, reason = Chromium.MISSING)
    def "in a browser nothing of theirs runs, asks, loads or leads away"() {
        given: 'every text on the page that has most of an agent, and the fullest page of each other kind; all pages were read above'
        def tab = watched()
        def pages = (site.kinds() + site.pages().findAll { it.endsWith('/seed-11/index.html') }).unique()

        expect:
        pages.count { it.endsWith('/seed-11/index.html') } == texts.size()
        pages.collectMany { path -> happened(tab, site.page(path)).collect { "$path: $it".toString() } } == []
    }

    @Requires(value = { Chromium.program().present }, reason = Chromium.MISSING)
    def "without escaping the same look finds #what"() {
        given:
        def page = folder.resolve('bad.html')
        page.toFile().setText("<!DOCTYPE html><html lang=\"en\">$policy<title>Bad</title><body>$text</body></html>", 'UTF-8')

        expect:
        happened(watched(), page).any { it.startsWith(what) }

        where:
        what          | policy                                                                                             | text
        'ran'         | ''                                                                                                 | '<script>window.owned=1</script>'
        'dialog'      | ''                                                                                                 | '<img src="data:," onerror="alert(1)">'
        'against the' | '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'                        | '<script>window.owned=1</script>'
        'loads'       | ''                                                                                                 | '<img src="https://elsewhere.example/x.png">'
        'address'     | ''                                                                                                 | '<a href="javascript:void 0">x</a>'
    }

    private static Tab watched() {
        Chromium.tab().before('''
            window.violations = [];
            addEventListener("securitypolicyviolation", e => violations.push(e.violatedDirective + " " + e.blockedURI), true);''')
    }

    /** All that a page does which it should not. */
    private static List<String> happened(Tab tab, Path page) {
        def address = page.toUri().toString()
        def root = address.substring(0, address.indexOf('/site/') + 6)
        tab.open(page)
        tab.evaluate('document.querySelectorAll("details").forEach(d => d.open = true); document.querySelectorAll("*").forEach(e => e.dispatchEvent(new Event("mouseover")))')
        def found = tab.evaluate('''({owned: String(window.owned), at: location.href, violations: window.violations,
            addresses: [...document.links].map(a => a.protocol).filter(p => p !== "file:" && p !== "https:"),
            scripts: [...document.scripts].filter(s => !/\\/[a-z]+\\.js$/.test(s.src)).length})''')
        def told = []
        found.get('owned').asText() == 'undefined' || told << "ran: ${found.get('owned')}"
        found.get('at').asText() == address || told << "left for ${found.get('at')}"
        found.get('violations').each { told << "against the policy: $it" }
        found.get('addresses').each { told << "address: $it" }
        found.get('scripts').asInt() == 0 || told << 'a script'
        tab.told('Page.javascriptDialogOpening').each { told << "dialog: ${it.get('message')}" }
        tab.told('Network.requestWillBeSent').collect { it.at('/request/url').asText() }
            .findAll { !it.startsWith(root) && it != address && !it.startsWith('data:') }.each { told << "loads $it" }
        told*.toString()
    }
}
