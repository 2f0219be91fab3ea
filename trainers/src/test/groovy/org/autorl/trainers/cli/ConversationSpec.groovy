package org.autorl.trainers.cli

import ai.djl.ndarray.NDManager
import org.autorl.trainers.TinyPolicy
import org.autorl.trainers.policy.Policy
import org.autorl.trainers.policy.Sampler
import spock.lang.AutoCleanup
import spock.lang.Specification

class ConversationSpec extends Specification {
    static final GREEDY = new Sampler.Settings(5, 0, [])

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    Policy policy = TinyPolicy.of(manager, 1, 'qwen2', 96)

    @AutoCleanup
    Conversation conversation = new Conversation(policy)

    List<String> say(List<String> prompts, Sampler.Settings settings = GREEDY) {
        conversation.complete(prompts, policy.config().positions(), settings, new SplittableRandom(1))*.text()
    }

    List<String> sayAnew(List<String> prompts) {
        def anew = new Conversation(policy)
        try {
            prompts.collect { anew.complete([it], policy.config().positions(), GREEDY, new SplittableRandom(1))[0].text() }
        } finally {
            anew.close()
        }
    }

    def "a prompt that goes on where it ended is answered as if it were read from its start"() {
        given:
        def prompts = ['Tom has', '> go to']

        expect:
        3.times {
            def answers = say(prompts)
            assert answers == sayAnew(prompts)
            prompts = [prompts, answers].transpose().collect { prompt, answer -> prompt + answer + ' He' }
        }
    }

    def "one that falls out of the round leaves the others as they are"() {
        given:
        def prompts = ['Tom has', 'He', '> go to']
        def answers = say(prompts)
        def rest = [2, 0].collect { prompts[it] + answers[it] + ' more' }

        expect:
        say(rest) == sayAnew(rest)
    }

    def "other prompts begin another conversation"() {
        given:
        say(['Tom has', 'He'])

        expect:
        say(['12 more']) == sayAnew(['12 more'])
    }

    def "when the context is full the end of the prompt is kept"() {
        given:
        def prompt = 'Tom has 3 apples. ' * 20

        expect:
        say([prompt]) == sayAnew([prompt])
        say([prompt + 'He']) == sayAnew([prompt + 'He'])
    }

    def "more tokens than the context holds are refused"() {
        when:
        say(['Tom'], new Sampler.Settings(96, 0, []))

        then:
        IllegalArgumentException e = thrown()
        e.message == 'maxTokens leaves no room for a prompt in a context of 96'
    }
}
