package org.autorl.site.read

import spock.lang.Specification

class StateSpec extends Specification {
    def "a text is read as it was written: #what"() {
        given:
        def bytes = StateWriter.bytes(text) { out, value -> out.text(value); out.word(value); out.word(value); out.number(7) }
        def read = new StateReader(bytes)

        expect:
        [read.text(), read.word(), read.word()] == [text] * 3
        read.number() == 7

        where:
        what               | text
        'nothing'          | ''
        'plain'            | 'sft-grpo'
        'of many scripts'  | 'é 漢 \ud83d\ude00'
        'half a character' | 'a\ud83d'
        'the other half'   | '\ude00b\ud83d\ude00'
    }

    def "a state that ends too early is told, not read"() {
        given:
        def bytes = StateWriter.bytes('a\ud83d') { out, value -> out.text(value) }

        when:
        new StateReader(Arrays.copyOf(bytes, bytes.length - 1)).text()

        then:
        thrown(EOFException)
    }
}
