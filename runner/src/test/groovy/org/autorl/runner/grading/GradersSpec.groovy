package org.autorl.runner.grading

import org.autorl.environments.Letters
import org.autorl.environments.Partition
import spock.lang.Specification

class GradersSpec extends Specification {

    def "the judge prefers a good note to a rude one, and nothing to itself"() {
        given:
        def judge = new NotesJudge()
        def item = new Letters().items(Partition.VISIBLE, 1, 1)[0]
        def name = item.data().get('recipient').asText()
        def good = "Dear $name, I write to you about the ${item.data().get('topic').asText()}. It is on ${item.data().get('day').asText()}. Please bring a friend. Best wishes, Mia".toString()
        def rude = 'I do not care. I do not care.'

        expect:
        judge.prefers(item, good, rude)
        !judge.prefers(item, rude, good)
        !judge.prefers(item, good, good)
    }
}
