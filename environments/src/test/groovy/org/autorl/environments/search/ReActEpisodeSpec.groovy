package org.autorl.environments.search

import org.autorl.environments.Episode
import org.autorl.environments.WorldFacts
import spock.lang.Specification

class ReActEpisodeSpec extends Specification {
    static final Corpus FACTS = new Corpus(WorldFacts.documents())
    static final Question CURRENCY = new Question('What is the currency of the state whose capital is Warsaw?', true, ['zloty'])
    static final Question BORDERS = new Question('Name all states that border the state whose capital is Lima.', false,
            ['Bolivia', 'Brazil', 'Chile', 'Colombia', 'Ecuador'])

    static ReActEpisode episode(Question question = CURRENCY, int steps = 6) { new ReActEpisode(FACTS, question, steps) }

    static ReActEpisode play(Question question, List<String> completions) {
        def episode = episode(question)
        completions.each { episode.step(it) }
        episode
    }

    def "a policy that writes perfect ReAct gets its searches"() {
        given:
        def episode = episode()

        when:
        def first = episode.step(' Whose capital is Warsaw?\nAction: search[state whose capital is Warsaw]')
        def second = episode.step(' It is Poland.\nAction: search[currency of Poland]')

        then:
        episode.searches() == 2
        first.observation().contains('The capital of Poland is Warsaw.')
        second.observation().contains('The currency of Poland is the zloty.')
        episode.shown('').endsWith("\nObservation: ${second.observation()}\nThought:")

        when:
        def end = episode.step(' It is the zloty.\nAction: answer[zloty]')

        then:
        end == new Episode.Turn('The answer is noted.', true, 1)
        episode.judgement().get().success()
    }

    def "a searcher that acts on what it has read answers a set in full"() {
        given:
        def episode = episode(BORDERS)
        def found = episode.step('Action: search[capital Lima]').observation()
        def state = (found =~ /The capital of (\w+) is Lima/)[0][1]
        def borders = episode.step("Action: search[states that border $state]").observation()
        def all = (borders =~ /The states that border $state are (.+)\./)[0][1]

        expect:
        episode.step("Action: answer[$all]").reward() == 1d
        episode.searches() == 2
    }

    def "an action counts wherever it stands: #written"() {
        expect:
        with(play(CURRENCY, [written])) {
            searches() == searched
            judgement().map { it.success() }.orElse(null) == right
        }

        where:
        written                                                          || searched | right
        ' I should look. search[Warsaw]'                                 || 1        | null
        '\nAction: search[Warsaw]'                                       || 1        | null
        '\nAction 1: Search[Warsaw]'                                     || 1        | null
        ' I could answer[euro], no.\nAction: search[Warsaw]'             || 1        | null
        ' Known.\nAction: answer[Zloty]'                                 || 0        | true
        ' Known. answer[zloty'                                           || 0        | true
        'Action: search[x]\nObservation: it is y\nAction: answer[zloty]' || 1        | null
        ' research[Warsaw] will do'                                      || 0        | null
        ' I wonder.'                                                     || 0        | null
    }

    def "without an action a turn is lost, and the policy is told"() {
        given:
        def episode = episode()

        expect:
        episode.step(' Hm.') == new Episode.Turn('There was no action.', false, 0)
    }

    def "the last turn asks for the answer, and takes it with and without brackets: #written"() {
        given:
        def episode = episode(CURRENCY, 2)
        episode.step('Action: search[Warsaw]')

        expect:
        episode.shown('').endsWith('This is the last turn. Give the answer now.\nAction: answer[')
        episode.step(written) == turn
        episode.searches() == 1

        where:
        written              || turn
        'zloty]'             || new Episode.Turn('The answer is noted.', true, 1)
        'zloty\nThat is it'  || new Episode.Turn('The answer is noted.', true, 1)
        'answer[zloty]'      || new Episode.Turn('The answer is noted.', true, 1)
        'euro]'              || new Episode.Turn('The answer is noted.', true, 0)
        'search[Warsaw]'     || new Episode.Turn('There was no answer.', true, 0)
        ''                   || new Episode.Turn('There was no answer.', true, 0)
        "I don't know]"      || new Episode.Turn('There was no answer.', true, 0)
    }

    def "a placeholder is no answer, and does not end the task: #placeholder"() {
        given:
        def episode = episode()

        expect:
        episode.step("Action: answer[$placeholder]") == new Episode.Turn("`$placeholder` is no answer.", false, 0)
        episode.judgement().empty

        where:
        placeholder << ['', '...', 'your answer', 'Unknown', "I don't know", 'N/A']
    }

    def "what is right is no placeholder"() {
        expect:
        play(new Question('How many?', true, ['None']), ['answer[none]']).judgement().get().success()
    }

    def "a search that could not be made is no score"() {
        given:
        def broken = new ReActEpisode({ query, count -> throw new SearchUnavailable('no line') }, CURRENCY, 6)

        when:
        broken.step('search[Warsaw]')

        then:
        SearchUnavailable e = thrown()
        e.message == 'no line'
    }
}
