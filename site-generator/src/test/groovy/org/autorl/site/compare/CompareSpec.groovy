package org.autorl.site.compare

import com.sun.net.httpserver.HttpServer
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.records.Json
import org.autorl.site.RunFolderFixture
import org.autorl.site.SiteFixture
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The page that compares runs in a browser; without Chromium that part is skipped. */
@Requires({ CompareSpec.CHROMIUM })
class CompareSpec extends Specification {
    static final Optional<String> FOUND = ['chromium', 'chromium-browser', 'google-chrome'].stream()
        .filter { name -> System.getenv('PATH').split(':').any { Files.isExecutable(Path.of(it, name)) } }.findFirst()
    static final boolean CHROMIUM = FOUND.present
    static final String ATTEMPT = 'runs/r1/word-problems/seed-11'

    @TempDir
    @Shared
    Path folder

    @Shared
    HttpServer server

    def setupSpec() {
        RunFolderFixture.write(folder.resolve('runs/r1'))
        RunFolderFixture.write(folder.resolve('runs/r2'))
        SiteFixture.render(folder.resolve('runs'), folder.resolve('out'))
        def out = folder.resolve('out')
        server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
        server.createContext('/') { exchange ->
            def file = out.resolve(exchange.requestURI.path.substring(1)).normalize()
            def there = file.startsWith(out) && Files.isRegularFile(file)
            def type = ['.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css'].find { file.toString().endsWith(it.key) }?.value
            exchange.responseHeaders.set('Content-Type', type ?: 'application/json')
            def bytes = there ? Files.readAllBytes(file) : 'nothing here'.bytes
            exchange.sendResponseHeaders(there ? 200 : 404, bytes.length)
            exchange.responseBody.withStream { it.write(bytes) }
        }
        server.start()
    }

    def cleanupSpec() {
        server?.stop(0)
    }

    /** The page as the browser has it in the end. */
    String shown(String query) {
        def profile = Files.createDirectories(folder.resolve('profile'))
        def process = new ProcessBuilder(FOUND.get(), '--headless', '--no-sandbox', '--disable-gpu', "--user-data-dir=$profile".toString(),
            '--virtual-time-budget=5000', '--dump-dom', "http://127.0.0.1:${server.address.port}/compare/index.html$query".toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start()
        def page = process.inputStream.getText('UTF-8')
        assert process.waitFor(60, TimeUnit.SECONDS)
        page
    }

    String text(String html) {
        html.replaceAll('(?s)<(script|style).*?</\\1>', '').replaceAll('<[^>]+>', ' ').replaceAll('\\s+', ' ')
    }

    def "two submissions stand side by side, with the code that differs, and what agents wrote stays text"() {
        when:
        def page = shown("?a=$ATTEMPT/submissions/1&b=$ATTEMPT/submissions/2")

        then:
        page.contains('<span class="remove">-rate = 1</span>\n<span class="add">+rate = 2 # &lt;script&gt;</span>')
        page.contains('<td>output/&lt;img src=x onerror=alert(1)&gt;</td>')
        !page.contains('<img')
        text(page).contains('Practice score 61.0 ± 4.0 – unknown')
        page =~ /<a href="http:\/\/127\.0\.0\.1:\d+\/runs\/r1\/word-problems\/seed-11\/ledger\.html#line-3">61\.0 ± 4\.0<\/a>/
    }

    def "two attempts have the difference of their scores, and pages may be named by their addresses"() {
        when:
        def page = shown("?a=/$ATTEMPT/index.html&b=/runs/r2/word-problems/seed-11/".toString())

        then:
        text(page).contains('Sealed score 60.0 ± 4.0 60.0 ± 4.0 +0.0')
        text(page).contains('Run r1 r2')
        page.contains('<tr class="differs"><th scope="row">Run</th>')
    }

    def "with one chosen, the page offers what it is usually compared with"() {
        expect:
        shown("?a=$ATTEMPT/submissions/1").contains('<li><a href="?a=runs%2Fr1%2Fword-problems%2Fseed-11%2Fsubmissions%2F1&amp;b=runs%2Fr1%2Fword-problems%2Fseed-11%2Fsubmissions%2F2">Submission 2</a></li>')
    }

    def "what is no page of the site is refused, and not fetched: #query"() {
        expect:
        text(shown(query)).contains(told)

        where:
        query                                                   || told
        '?a=https://elsewhere.example/runs/r1/index'            || '`https://elsewhere.example/runs/r1/index` is no run, attempt, submission or agent stack of this site.'
        '?a=runs/r1/..%252f..%252fdata/index'                   || 'is no run, attempt, submission or agent stack of this site.'
        "?a=$ATTEMPT/submissions/9&b=runs/r1/index"             || "It cannot be compared: $ATTEMPT/submissions/9 is not there."
        "?a=$ATTEMPT/index&b=runs/r9/index"                     || 'It cannot be compared: runs/r9/index.json is not there (404).'
    }

    def "two things that are picked on a page lead to their comparison"() {
        given: 'a hand on the page of the attempt'
        def page = folder.resolve("out/$ATTEMPT/index.html").toFile().text
        def hand = { List<Integer> picks ->
            folder.resolve("out/hand.js").toFile().text = "const boxes = document.querySelectorAll('input.pick');\n" + picks.collect { "boxes[$it].click();" }.join('\n')
            folder.resolve("out/$ATTEMPT/hand.html").toFile().text = page.replace('</body>', '<script src="../../../../hand.js" defer></script></body>')
            (shown("/../../$ATTEMPT/hand.html") =~ /(?s)<p class="picked" role="status">(.*?)<\/p>/)[0][1]
        }

        expect:
        hand([1, 0]) =~ /^<a href="http:\S+\/compare\/index\.html\?a=runs%2Fr1%2Fword-problems%2Fseed-11%2Fsubmissions%2F2&amp;b=runs%2Fr1%2Fword-problems%2Fseed-11%2Fsubmissions%2F1">Compare the two that are picked<\/a>$/
        hand([1, 0, 0]) == 'One is picked; pick another to compare.'
    }

    def "the difference of two texts leads from one to the other, with no more lines than needed"() {
        given: 'the two functions alone, called with many small texts'
        def script = CompareSpec.getResource('/org/autorl/templates/compare.js').text
        def functions = (script =~ /(?s)  function lines\(a, b\).*?(?=\n  function block)/)[0]
        def random = new Random(7)
        def draw = { (0..<random.nextInt(9)).collect { 'abc'[random.nextInt(3)] } }
        def pairs = (0..<300).collect { [draw(), draw()] } + [[[], []], [['a'] * 5, []], [['a'], ['b']]]
        folder.resolve('out/check.html').toFile().text = '<!doctype html><title>check</title><pre id="found"></pre><script src="check.js"></script>'
        folder.resolve('out/check.js').toFile().text = "const EDITS = 1500;\n$functions\n" +
            "document.getElementById('found').textContent = JSON.stringify(${Json.canonical(Json.tree(pairs))}.map(([a, b]) => lines(a, b)));"

        when:
        def page = shown('/../../check.html')
        def found = Json.read((page =~ /<pre id="found">(.*?)<\/pre>/)[0][1], List)

        then:
        found.size() == pairs.size()
        [found, pairs].transpose().every { edits, pair ->
            edits.findAll { it[0] != 'add' }.collect { it[1] } == pair[0] && edits.findAll { it[0] != 'remove' }.collect { it[1] } == pair[1] &&
                edits.count { it[0] == 'same' } == common(pair[0], pair[1])
        }
    }

    /** Length of the longest common subsequence, by the textbook's table. */
    private static int common(List a, List b) {
        def table = (0..a.size()).collect { [0] * (b.size() + 1) }
        for (i in 1..<a.size() + 1) {
            for (j in 1..<b.size() + 1) {
                table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : Math.max(table[i - 1][j], table[i][j - 1])
            }
        }
        table[a.size()][b.size()]
    }
}
