package org.autorl.site.browser

import spock.lang.Requires
import spock.lang.Shared
import spock.lang.Specification

/** The leaderboard with its script and without, by keyboard alone. */
@Requires(value = { Chromium.program().present }, reason = Chromium.MISSING)
class BoardScriptSpec extends Specification {
    @Shared
    Tab tab = Chromium.tab()

    private static final String STACKS =
        '[...document.querySelectorAll("[data-board^=crowded] tbody tr")].filter(r => r.offsetParent).map(r => r.cells[1].querySelector("a").textContent)'

    private static final String FOCUS = '(document.activeElement.getAttribute("aria-label") || document.activeElement.textContent).trim().replace(/\\s+/g, " ")'

    private Tab front(String query = '') {
        tab.open(FixtureSite.whole().page('index.html'), query)
    }

    private List<String> stacks() {
        tab.evaluate(STACKS)*.asText()
    }

    private static List<String> best() {
        ['claude-code', 'codex', 'gome', 'sft-grpo', 'rd-agent', 'grpo', 'ft-agent', 'opencode', 'rejection-sampling', 'greedy-tree', 'gemini-cli', 'random-search']
    }

    /** Presses the tab key until what has the focus is this. */
    private boolean reach(String name, int most = 60) {
        (0..<most).any {
            tab.press('Tab', 9)
            tab.evaluate(FOCUS) == name
        }
    }

    def "without scripts the whole board is there, and no control that does nothing"() {
        given:
        tab.scripts(false)

        when:
        front()
        tab.scripts(true)

        then:
        stacks() == best()
        tab.evaluate('[...document.querySelectorAll("button, input, select")].filter(e => e.offsetParent).length') == 0

        cleanup:
        tab.scripts(true)
    }

    def "the first thing that the tab key reaches leads past the navigation"() {
        given:
        front()

        when:
        tab.press('Tab', 9)

        then:
        tab.evaluate(FOCUS) == 'Skip to content'
        tab.evaluate('document.activeElement.getBoundingClientRect().left >= 0')
    }

    def "a column is sorted by keyboard, its head says so, and the address keeps it"() {
        given:
        front()

        expect:
        reach('Sort by word-problems level 1')

        when:
        tab.press('Enter', 13)

        then:
        stacks()[0] == 'codex'
        tab.evaluate('[...document.querySelectorAll("[data-board^=crowded] th[aria-sort]")].map(h => h.cellIndex + h.getAttribute("aria-sort")).join()') == '3descending'
        tab.evaluate('document.activeElement.matches(":focus-visible") && getComputedStyle(document.activeElement).outlineStyle') == 'solid'

        when:
        tab.press('Enter', 13)

        then:
        stacks()[-1] == 'codex'

        when:
        front(tab.evaluate('location.search') as String)

        then:
        stacks()[-1] == 'codex'
    }

    def "what is typed leaves the stacks that fit, and a reader is told how many"() {
        given:
        front()

        when:
        tab.evaluate('document.querySelector("[data-board^=crowded] [data-find]").focus()')
        tab.type('gpt-5')

        then:
        stacks() == ['codex', 'gome', 'rd-agent', 'ft-agent']
        tab.evaluate('document.querySelector("[data-board^=crowded] [role=status]").textContent') == '4 of 12'
    }

    def "no page moves anything by itself"() {
        expect:
        !(FixtureSite.whole().page('style.css').toFile().text =~ /\b(animation|transition|scroll-behavior)\b/)
    }
}
