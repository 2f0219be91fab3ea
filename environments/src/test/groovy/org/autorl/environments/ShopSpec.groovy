package org.autorl.environments

import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.ObjectNode
import spock.lang.Specification

class ShopSpec extends Specification {

    static ObjectNode game(String json) {
        new ObjectMapper().readTree(json) as ObjectNode
    }

    static final String SOCK = '{"kind": "sock", "attributes": ["round"], "options": ["white", "small"], "limit": 20, "maxSteps": 8}'

    static String play(String json, List<String> actions) {
        def episode = new Shop().episode(game(json))
        episode.prompt() + actions.collect { Episode.transcript(it, episode.step(it)) }.join('')
    }

    def "an errand from the door to the purchase"() {
        expect:
        play(SOCK, ['search[round sock white small]', 'click[next]', 'click[next]', 'click[2]', 'click[white]', 'click[small]', 'click[buy]']) == '''\
            Shop. Buy a round sock, white, small, for at most 20.
            > search[round sock white small]
            1 Noma round thin wide sock 91
            2 Kipp light round warm sock 56
            3 Noma clean round thick sock 77
            > click[next]
            1 Noma firm round thin sock 37
            2 Noma clean old round sock 26
            3 Vell bold long round sock 61
            > click[next]
            1 Vell flat old round sock 22
            2 Kipp neat round smooth sock 15
            3 Noma fine firm round sock 65
            > click[2]
            Kipp neat round smooth sock 15. Colours: black, white, grey. Sizes: small, medium.
            > click[white]
            You choose white.
            > click[small]
            You choose small.
            > click[buy]
            You bought it. Score 1.00.
            '''.stripIndent()
    }

    def "what is no action here does nothing: #action"() {
        given:
        def episode = new Shop().episode(game(SOCK))
        before.each { episode.step(it) }

        expect:
        episode.step(action) == new Episode.Turn('Nothing happens.', false, 0)

        where:
        action                     | before
        'click[buy]'               | []
        'click[next]'              | []
        'click[4]'                 | ['search[lamp]']
        'click[red]'               | ['search[lamp]']
        'click[buy]'               | ['search[round sock white small]']
        'click[purple]'            | ['search[round sock]', 'click[1]']
        'click[2]'                 | ['search[round sock white small]', 'click[1]']
        'click[back]'              | ['search[round sock white small]']
        'click[]'                  | ['search[round sock white small]']
        'buy'                      | ['search[round sock white small]', 'click[1]']
        'choose[white]'            | ['search[round sock white small]', 'click[1]']
        'click[white'              | ['search[round sock white small]', 'click[1]']
        ''                         | []
        'search'                   | []
        '\u0000\uD83D\uDE00]['     | []
    }

    def "a query may be any text"() {
        expect:
        new Shop().episode(game(SOCK)).step("search[$query]").observation() == seen

        where:
        query                        || seen
        ''                           || 'No results.'
        'zzz'                        || 'No results.'
        '*:* AND title:"x" (~'       || 'No results.'
        'SOCK, Round! white-small'   || '1 Noma round thin wide sock 91\n2 Kipp light round warm sock 56\n3 Noma clean round thick sock 77'
        'round sock white small ' + 'x ' * 5000 || '1 Noma round thin wide sock 91\n2 Kipp light round warm sock 56\n3 Noma clean round thick sock 77'
    }

    def "buying before an option is chosen, or in front of another thing, is worth less"() {
        given:
        def episode = new Shop().episode(game(SOCK))
        def turns = (['search[round sock white small]', 'click[1]'] + then).collect { episode.step(it) }

        expect:
        turns[-1] == new Episode.Turn("You bought it. Score $said.", true, reward)

        where:
        then                                                                         || said   | reward
        ['click[buy]']                                                               || '0.25' | 1 / 4d
        ['click[white]', 'click[small]', 'click[buy]']                               || '0.75' | 3 / 4d
        ['click[white]', 'click[small]', 'click[back]', 'click[1]', 'click[buy]'] || '0.25' | 1 / 4d
    }

    def "the reward of a purchase: #why"() {
        given:
        def goal = new ShopGoal('mug', ['soft', 'thin'], ['red', 'large'], 30)
        def bought = new Catalogue.Product('1', 'Noma', attributes, Catalogue.Kind.named(kind), ['red', 'blue'], ['large'], price)

        expect:
        Math.abs(goal.reward(bought, chosen) - reward) < 1e-12

        where:
        kind   | attributes               | price | chosen            || reward | why
        'mug'  | ['soft', 'thin', 'warm'] | 30    | ['red', 'large']  || 1      | 'all of it, 5 of 5'
        'mug'  | ['soft', 'thin', 'warm'] | 31    | ['red', 'large']  || 0.8    | 'too dear, 4 of 5'
        'mug'  | ['soft', 'old', 'warm']  | 30    | ['red', 'large']  || 0.8    | 'one attribute is missing'
        'mug'  | ['bold', 'old', 'warm']  | 30    | ['red', 'large']  || 0.6    | 'both attributes are missing'
        'mug'  | ['soft', 'thin', 'warm'] | 30    | ['blue', 'large'] || 0.8    | 'the wrong colour'
        'mug'  | ['soft', 'thin', 'warm'] | 30    | ['red']           || 0.8    | 'no size chosen'
        'mug'  | ['soft', 'thin', 'warm'] | 30    | []                || 0.6    | 'nothing chosen'
        'mug'  | ['bold', 'old', 'warm']  | 31    | []                || 0      | 'nothing matches'
        'bowl' | ['soft', 'thin', 'warm'] | 30    | ['red', 'large']  || 0.5    | 'the same aisle, half'
        'bowl' | ['soft', 'old', 'warm']  | 31    | ['red']           || 0.2    | 'the same aisle, half of 2 of 5'
        'lamp' | ['soft', 'thin', 'warm'] | 30    | ['red', 'large']  || 0.1    | 'the same department, a tenth'
        'lamp' | ['soft', 'thin', 'warm'] | 31    | ['red', 'large']  || 0.08   | 'the same department, a tenth of 4 of 5'
        'hat'  | ['soft', 'thin', 'warm'] | 30    | ['red', 'large']  || 0      | 'another department'
    }

    def "an errand that is not finished is worth nothing, and stays as it is"() {
        given:
        def episode = new Shop().episode(game(SOCK))

        when:
        def turns = (['search[round sock white small]', 'click[1]', 'click[white]'] + ['look'] * 7).collect { episode.step(it) }

        then:
        turns*.done() == [false] * 7 + [true] * 3
        turns*.reward().every { it == 0d }
        episode.step('click[buy]') == turns[-1]
    }

    def "a careful player does every hidden errand, one who plays at random hardly any"() {
        given:
        def shop = new Shop()
        def items = shop.items(Partition.SEALED, 4, 200)
        def careful = items.collect { shop.played(World.gameOf(it), 0, new SplittableRandom(1)) }
        def random = items.withIndex().collect { item, i -> shop.played(World.gameOf(item), 1, new SplittableRandom(i)) }

        expect:
        careful.every { it.reward() == 1d && it.steps() <= 8 && it.text().length() <= 700 }
        random.every { it.text().length() <= 1100 }
        random.sum { it.reward() } / 200 < 0.05
    }

    def "the same game replays byte for byte, in a shop made anew too"() {
        given:
        def game = World.gameOf(new Shop().items(Partition.PRACTICE, 9, 1)[0])
        def anew = new Shop(new Catalogue(10_000, 20220704))

        expect:
        new Shop().played(game, 0.5, new SplittableRandom(3)) == anew.played(game, 0.5, new SplittableRandom(3))
        new Shop(new Catalogue(10_000, 1)).played(game, 0, new SplittableRandom(3)) != anew.played(game, 0, new SplittableRandom(3))
    }

    def "a price limit is part of the item, and does not decide its side"() {
        expect:
        new Shop().items(Partition.SEALED, 2, 50).every {
            def goal = ShopGoal.of(World.gameOf(it))
            it.data().get('game').has('limit') && Partition.of(goal.content()) == Partition.SEALED &&
                    goal.limit() % 10 == 0 && it.prompt() == "Shop. ${goal.instruction()}\n>"
        }
    }
}
