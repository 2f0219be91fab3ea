package org.autorl.site.browser

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/**
 * Pages beside the pictures of them that were looked at and found good, in {@code src/test/resources/looks}. What they look like now lies
 * in {@code target/looks}; {@code AUTORL_WRITE_LOOKS=1} makes that the pictures to compare with.
 */
@Requires(value = { Chromium.program().present }, reason = Chromium.MISSING)
class LooksSpec extends Specification {
    /** Of blocks: other fonts stay below it, a page without its style or of other colours is far above. */
    static final double ENOUGH = 0.10

    private static final String ATTEMPT = 'runs/r1/word-problems/seed-11/index.html'

    @Shared
    Tab tab = Chromium.tab()

    @TempDir
    Path folder

    private byte[] shot(Path page, int width, int height, String scheme) {
        tab.size(width, height).looks(scheme).open(page).screenshot()
    }

    private static Picture kept(String name) {
        Picture.of(LooksSpec.getResourceAsStream("/looks/${name}.png").bytes)
    }

    def "#name looks as it did"() {
        given:
        def now = shot(FixtureSite.whole().page(page), width, height, scheme)
        def file = Path.of("target/looks/${name}.png")
        Files.createDirectories(file.parent)
        file.toFile().bytes = now
        if (System.getenv('AUTORL_WRITE_LOOKS')) {
            Picture.keep(now, Path.of("src/test/resources/looks/${name}.png"))
        }

        expect:
        Picture.of(now).difference(kept(name)) < ENOUGH

        where:
        name          | page         | width | height | scheme
        'front-light' | 'index.html' | 1280  | 900    | 'light'
        'front-dark'  | 'index.html' | 1280  | 900    | 'dark'
        'front-phone' | 'index.html' | 390   | 844    | 'light'
        'attempt'     | ATTEMPT      | 1280  | 900    | 'light'
    }

    def "with #change the front page #looks"() {
        given:
        def site = FixtureSite.whole()
        ['index.html', 'board.js'].each { Files.copy(site.page(it), folder.resolve(it)) }
        folder.resolve('style.css').toFile().text = css(site.page('style.css').toFile().text)

        expect:
        (Picture.of(shot(folder.resolve('index.html'), 1280, 900, 'light')).difference(kept('front-light')) < ENOUGH) == same

        where:
        change                      | same  | css
        'its style gone'            | false | { '' }
        'a font with serifs'        | true  | { it + 'body{font-family:"DejaVu Serif",serif}' }
        'all lines a little apart'  | true  | { it + 'body{line-height:1.58}' }
        'a background that is dark' | false | { it + ':root{--paper:#333;--card:#333}' }

        looks = same ? 'looks the same' : 'looks different'
    }
}
