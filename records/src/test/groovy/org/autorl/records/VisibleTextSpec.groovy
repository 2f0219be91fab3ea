package org.autorl.records

import spock.lang.Specification

class VisibleTextSpec extends Specification {
    def "the text #text is shown as #shown"() {
        expect:
        VisibleText.of(text) == shown

        where:
        text                     || shown
        'plain, Zürich 測試 💥\n\t' || 'plain, Zürich 測試 💥\n\t'
        'a\u202eb\u2066c'        || 'a⟨U+202E⟩b⟨U+2066⟩c'
        '\u001b[31m\u0000\u007f' || '␛[31m␀␡'
        'x\ud800y\u0085\uffff'   || 'x\ufffdy\ufffd\ufffd'
    }
}
