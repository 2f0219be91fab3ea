package org.autorl.trainers.policy

import org.autorl.trainers.TinyPolicy
import spock.lang.Specification

class TokenizerSpec extends Specification {
    def "a long text is read to its end"() {
        given:
        def tokenizer = TinyPolicy.tokenizer()
        def text = 'Tom has 3 apples. ' * 400

        expect:
        tokenizer.decode(tokenizer.encode(text)) == text

        cleanup:
        tokenizer.close()
    }
}
