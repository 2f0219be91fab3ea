package org.autorl.site.browser

import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import java.nio.file.Path

/** What axe-core finds on a page of every kind. */
@Requires(value = { Chromium.program().present }, reason = Chromium.MISSING)
class AccessibilitySpec extends Specification {
    @Shared
    String axe = getClass().getResource('/axe.min.js').getText('UTF-8')

    @Shared
    Tab tab = Chromium.tab()

    @TempDir
    Path folder

    /** Each violation: its rule, and the first element that has it. */
    private List<String> violations(Path page) {
        tab.open(page)
        // Closed details hide what is in them from axe too.
        tab.evaluate('document.querySelectorAll("details").forEach(d => d.open = true)')
        tab.evaluate(axe + '; 0')
        tab.evaluate('axe.run({resultTypes: ["violations"]}).then(r => r.violations.map(v => v.id + ": " + v.nodes[0].html.slice(0, 160)))')
            .collect { it.asText() }
    }

    def "axe-core finds nothing on any kind of page, #scheme and #width pixels wide"() {
        given:
        tab.size(width, 800).looks(scheme)
        def site = FixtureSite.whole()
        def kinds = site.kinds()

        expect:
        kinds.size() >= 10
        kinds.collectMany { path -> violations(site.page(path)).collect { "$path: $it" } } == []

        where:
        [scheme, width] << [['light', 'dark'], [390, 1280]].combinations()
    }

    def "it would find a picture without a text, text that is too pale, and a field without a label"() {
        given:
        def page = folder.resolve('bad.html')
        page.toFile().text = '''<!DOCTYPE html><html lang="en"><title>Bad</title><main><h1>Bad</h1><img src="data:,">
            <p style="color:#bbb;background:#fff">pale</p><input></main></html>'''

        expect:
        violations(page)*.replaceAll(/:.*/, '').sort() == ['color-contrast', 'image-alt', 'label']
    }
}
