package org.autorl.site

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

class PublishedPageSpec extends Specification {
    @TempDir
    Path folder

    String page(Path results, String name) {
        SiteFixture.build(new Site([results], folder.resolve('none'), folder.resolve('out'), Optional.empty(), 1))
        folder.resolve("out/$name").toFile().text
    }

    def "the paper's tables stand on a page of their own, with what contradicts itself"() {
        when:
        def page = page(Path.of('../site/results'), 'published/agent2-rl-bench-v1.html')

        then:
        page.contains('<span class="mark">reported, not reproduced</span>')
        page.contains('<th scope="row">Claude Code · Opus 4.6<br><small>free, 12 h</small></th><td class="n wrap">88.78 (+5.8)</td>')
        page.contains('88.78 on the leaderboard, 74.00 (free) and 80.97 (multi) in the table of modes.')
        page.contains('+9.5 ± 18.0, best +39.5; better in 25 %, whole in 61 %')
        (page =~ /<tr/).size() == (2 + 3) + (2 + 6) + (2 + 5) + (2 + 2) + (1 + 4)
    }

    def "a record that cannot be read is told on the leaderboard"() {
        given:
        def kept = Json.readObject(Path.of('../site/results/published/agent2-rl-bench-v1.json').toFile().text)
        Files.createDirectories(folder.resolve('results/published'))
        folder.resolve('results/published/other.json').toFile().text = Json.pretty(kept)
        folder.resolve('results/published/torn.json').toFile().text = '{'

        when:
        def page = page(folder.resolve('results'), 'index.html')

        then:
        page.contains('<li><b>other.json</b>: its id is `agent2-rl-bench-v1`</li>')
        page.contains('<li><b>torn.json</b>: ')
    }
}
