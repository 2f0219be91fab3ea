package org.autorl.trainers.cli

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import org.autorl.trainers.TinyPolicy
import ai.djl.ndarray.NDManager
import org.autorl.records.Json
import spock.lang.Specification
import spock.lang.TempDir

/** The embedded worker, line by line; what it shares with other workers is in PythonWorkerSpec. */
class WorkerSpec extends Specification {
    @TempDir
    Path folder

    def setup() {
        try (def manager = NDManager.newBaseManager(); def policy = TinyPolicy.of(manager)) {
            policy.save(folder)
        }
    }

    List<Map> answers(List<Map> requests) {
        def out = new ByteArrayOutputStream()
        def lines = requests.collect { Json.canonical(it) + '\n' }.join('')
        new Worker(folder).serve(new ByteArrayInputStream(lines.getBytes('UTF-8')), new PrintStream(out, true, 'UTF-8'))
        out.toString('UTF-8').readLines().tail().collect { new ObjectMapper().readValue(it, Map) }
    }

    static Map request(int id, List prompts, Map more = [:]) {
        [id: id, prompts: prompts, maxTokens: 6, stop: [], temperature: 0, seed: 0] + more
    }

    static List<Map> turns(String text) {
        [[role: 'user', content: text]]
    }

    def "a conversation is asked through the policy's template, up to the policy's own turn"() {
        given:
        Files.writeString(folder.resolve('chat_template.jinja'),
            '{% for m in messages %}> {{ m.content }}\n{% endfor %}{% if add_generation_prompt %}Tom{% endif %}')

        when:
        def answers = answers([request(1, [turns('go to desk 1')]), request(2, ['> go to desk 1\nTom'])])

        then:
        answers[0].completions == answers[1].completions
    }

    def "a template that tells the date tells the same one each time"() {
        given:
        Files.writeString(folder.resolve('chat_template.jinja'), "{{ strftime_now('%Y-%m-%d') }}")

        expect:
        answers([request(1, [turns('Hi')])])[0].completions == answers([request(1, ['2026-01-01'])])[0].completions
    }

    def "a conversation with a policy that has no template is refused, and so is one that the template refuses"() {
        expect:
        answers([request(1, [turns('Hi')])]) == [[id: 1, error: 'the policy has no chat template']]

        when:
        Files.writeString(folder.resolve('chat_template.jinja'), "{{ raise_exception('users first') }}")

        then:
        answers([request(1, [turns('Hi')])])[0].error.startsWith('the chat template refuses this conversation: ')
    }

    def "a capped context leaves the end of a prompt"() {
        given:
        def text = 'Tom has 3 apples. He buys 12 more. ' * 3

        when:
        def answers = answers([request(1, [text], [maxContext: 10]), request(2, [text]), request(3, [text], [maxContext: 6])])

        then:
        answers[0].completions[0].text != answers[1].completions[0].text
        answers[2] == [id: 3, error: 'maxTokens leaves no room for a prompt in a context of 6']
    }

    def "of one token, or a sliver of the probability, the likeliest is drawn"() {
        given:
        def prompts = ['Tom has 3 apples.', '> go to desk 1\n']

        when:
        def answers = answers([request(1, prompts), request(2, prompts, [temperature: 2.0, topK: 1]),
            request(3, prompts, [temperature: 2.0, topP: 1e-9]), request(4, prompts, [temperature: 2.0])])*.completions

        then:
        answers[1] == answers[0]
        answers[2] == answers[0]
        answers[3] != answers[0]
    }
}
