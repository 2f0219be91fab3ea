package org.autorl.environments

import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.ObjectNode
import spock.lang.Specification

class SearchSpec extends Specification {

    static ObjectNode game(String json) {
        new ObjectMapper().readTree(json) as ObjectNode
    }

    static final String BORN = '''{"kind": "TEACHER_BORN", "subject": "Stan Lunen",
        "question": "In which town was the teacher of Stan Lunen born?", "single": true, "answers": ["Sandham"], "maxSteps": 6}'''
    static final String OTHERS = '''{"kind": "SAME_TEACHER", "subject": "Sam Dorak",
        "question": "Name all others who have the same teacher as Sam Dorak.", "single": false,
        "answers": ["Bea Garen", "Mina Holis"], "maxSteps": 6}'''

    static String play(String json, List<String> actions) {
        def episode = new Search().episode(game(json))
        episode.prompt() + actions.collect { Episode.transcript(it, episode.step(it)) }.join('')
    }

    def "a question that takes two searches"() {
        expect:
        play(BORN, ['search[teacher of Stan Lunen]', 'search[where Ed Holow was born]', 'answer[Sandham]']) == '''\
            Look up. In which town was the teacher of Stan Lunen born?
            > search[teacher of Stan Lunen]
            The teacher of Stan Lunen is Ed Holow.
            Stan Lunen was born in Oakton.
            The teacher of Stan Garis is Tess Lunen.
            > search[where Ed Holow was born]
            Ed Holow was born in Sandham.
            The teacher of Stan Lunen is Ed Holow.
            Ed Holow works in Glenwick as a tanner.
            > answer[Sandham]
            Score 1.00.
            '''.stripIndent()
    }

    def "a question with several answers, of which one is given, with a wrong one"() {
        expect:
        play(OTHERS, ['search[teacher of Sam Dorak]', 'search[teacher is Vera Balow]', 'answer[Mina Holis, Sam Dorak]']) == '''\
            Look up. Name all others who have the same teacher as Sam Dorak.
            > search[teacher of Sam Dorak]
            The teacher of Sam Dorak is Vera Balow.
            Sam Dorak was born in Eastham.
            The teacher of Sam Fenum is Hedy Dorak.
            > search[teacher is Vera Balow]
            The teacher of Mina Holis is Vera Balow.
            The teacher of Bea Garen is Vera Balow.
            The teacher of Sam Dorak is Vera Balow.
            > answer[Mina Holis, Sam Dorak]
            Score 0.50.
            '''.stripIndent()
    }

    def "what is no action does nothing, and a query may be any text: #action"() {
        expect:
        new Search().episode(game(BORN)).step(action) == new Episode.Turn(seen, false, 0)

        where:
        action                         || seen
        ''                             || 'Nothing happens.'
        'Sandham'                     || 'Nothing happens.'
        'click[buy]'                   || 'Nothing happens.'
        'answer Sandham'              || 'Nothing happens.'
        'Action: answer[Sandham]'     || 'Nothing happens.'
        'search[]'                     || 'No results.'
        'search[zzz]'                  || 'No results.'
        'search["born" AND (~*:]'      || new Search().episode(game(BORN)).step('search[born and]').observation()
        'search[\u0000\uD83D\uDE00]'   || 'No results.'
        'search[' + '[' * 9999 + ']'   || 'No results.'
    }

    def "an answer of one thing is right or wrong: #answer"() {
        expect:
        new Search().episode(game(BORN)).step("answer[$answer]") == new Episode.Turn(reward == 1 ? 'Score 1.00.' : 'Score 0.00.', true, reward)

        where:
        answer                || reward
        'Sandham'            || 1
        ' sandHAM. '         || 1
        '"Sandham"'          || 1
        'Sandham, Ashford'   || 0
        'in Sandham'         || 0
        'Sand ham'           || 0
        'Ashford'             || 0
        ''                    || 0
        '...'                 || 0
    }

    def "an answer of several things is worth its precision and recall: #answer"() {
        expect:
        Math.abs(GivenAnswer.f1(answer, ['Hal Balow', 'Rita Lunby', 'Ned Dorow']) - reward) < 1e-12

        where:
        answer                                     || reward
        'Hal Balow, Rita Lunby, Ned Dorow'         || 1
        'ned dorow;  HAL   BALOW and rita-lunby.'  || 1
        'Hal Balow, Hal Balow, Rita Lunby'         || 4 / 5d   // P 1, R 2/3
        'Hal Balow'                                || 1 / 2d   // P 1, R 1/3
        'Hal Balow, Max Holen'                     || 2 / 5d   // P 1/2, R 1/3
        'Hal Balow, Rita Lunby, Ned Dorow, A B'    || 6 / 7d   // P 3/4, R 1
        'Max Holen'                                || 0
        'Hal, Balow'                               || 0
        ''                                         || 0
        ' , ; and '                                || 0
    }

    def "naming everybody is worth next to nothing"() {
        given:
        def everybody = Almanac.standard().pupils().join(', ')

        expect:
        new Search().episode(game(OTHERS)).step("answer[$everybody]").reward() < 0.01
    }

    def "a question that is not answered is worth nothing, and stays as it is"() {
        given:
        def episode = new Search().episode(game(BORN))

        when:
        def turns = (1..8).collect { episode.step('search[teacher of Stan Lunen]') }

        then:
        turns*.done() == [false] * 5 + [true] * 3
        turns*.reward().every { it == 0d }
        episode.step('answer[Sandham]') == turns[-1]
    }

    def "a careful reader answers every hidden question, one who acts at random hardly any"() {
        given:
        def search = new Search()
        def items = search.items(Partition.SEALED, 4, 200)
        def careful = items.collect { search.played(World.gameOf(it), 0, new SplittableRandom(1)) }
        def random = items.withIndex().collect { item, i -> search.played(World.gameOf(item), 1, new SplittableRandom(i)) }

        expect:
        items*.data()*.get('game')*.get('kind')*.asText().toSet().size() == 5
        careful.every { it.reward() == 1d && it.steps() <= 3 && it.text().length() <= 500 }
        random.every { it.text().length() <= 1100 }
        random.sum { it.reward() } / 200 < 0.05
    }

    def "who does not search can only guess"() {
        given:
        def golds = [Partition.VISIBLE, Partition.SEALED].collect { side ->
            new Search().items(side, 4, side == Partition.SEALED ? 200 : 600).findAll { World.gameOf(it).get('single').asBoolean() }
                    .groupBy { World.gameOf(it).get('kind').asText() }
                    .collectEntries { kind, items -> [kind, items.collect { World.gameOf(it).get('answers')[0].asText() }] }
        }

        expect: 'the most frequent visible answer to a kind of question to be hardly ever right'
        golds[1].every { kind, answers ->
            def guess = golds[0][kind].countBy { it }.max { it.value }.key
            answers.count(guess) <= 0.15 * answers.size()
        }
    }

    def "nobody asked about in a hidden question, nor their teacher, is asked about in a visible one"() {
        given:
        def almanac = Almanac.standard()

        expect:
        almanac.size() in 5000..7000
        almanac.pupils().every { Partition.of(it) == Partition.of(almanac.teacherOf(it)) && almanac.pupilsOf(almanac.teacherOf(it)).size() <= 3 }
    }

    def "the same game replays byte for byte"() {
        given:
        def game = World.gameOf(new Search().items(Partition.PRACTICE, 9, 1)[0])

        expect:
        new Search().played(game, 0.5, new SplittableRandom(3)) == new Search().played(game, 0.5, new SplittableRandom(3))
    }
}
