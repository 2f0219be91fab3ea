package org.autorl.environments

import spock.lang.Specification

class FamilySpec extends Specification {

    def "splits of #name are disjoint whatever their seeds"() {
        given:
        def family = Family.named(name).get()

        when:
        def prompts = [Partition.VISIBLE, Partition.PRACTICE, Partition.SEALED].collect { side ->
            [1L, 2L, 99L].collectMany { seed -> family.items(side, seed, 80)*.data()*.toString() } as Set
        }

        then:
        prompts[0].size() > 80
        prompts[0].intersect(prompts[1]).empty
        prompts[0].intersect(prompts[2]).empty
        prompts[1].intersect(prompts[2]).empty

        where:
        name << ['arithmetic', 'letters', 'stack-code', 'shop', 'search', 'household']
    }

    def "the same seed gives the same items of #name, another seed others"() {
        given:
        def family = Family.named(name).get()

        expect:
        family.items(Partition.SEALED, 7, 50) == family.items(Partition.SEALED, 7, 50)
        family.items(Partition.SEALED, 7, 50) != family.items(Partition.SEALED, 8, 50)

        where:
        name << ['arithmetic', 'letters', 'stack-code', 'shop', 'search', 'household']
    }

    def "asking for more items than there are is an error, never a repeat"() {
        when:
        new Letters().items(Partition.SEALED, 1, 5000)

        then:
        IllegalArgumentException e = thrown()
        e.message.startsWith('`letters` has no 5000 distinct items in SEALED; about ')
    }

    def "the worked line of a word problem leads to its gold answer"() {
        expect:
        new Arithmetic().items(Partition.VISIBLE, 3, 300).every { item ->
            def steps = (item.data().get('answer').asText() =~ /(\d+) ([+-]) (\d+) = (\d+)/).collect { it }
            def sound = steps.every { (it[2] == '+' ? (it[1] as int) + (it[3] as int) : (it[1] as int) - (it[3] as int)) == (it[4] as int) }
            sound && steps[-1][4] == item.data().get('gold').asText() && item.data().get('answer').asText().endsWith("#### ${steps[-1][4]}")
        }
    }

    def "pretraining text holds no hidden word problem"() {
        given:
        def hidden = [Partition.PRACTICE, Partition.SEALED].collectMany { new Arithmetic().items(it, 5, 200)*.prompt() } as Set

        expect:
        new Arithmetic().pretrainingText(11).limit(3000).noneMatch { text -> hidden.any { text.startsWith(it) } }
    }

    def "a careful player wins every household game within its steps"() {
        expect:
        new Household().items(Partition.VISIBLE, 4, 200).every { item ->
            new Household().played(World.gameOf(item), 0, new SplittableRandom(1)).text().trim().split('\n')[-1].startsWith('You move the')
        }
    }

    def "a game replays word for word, and what is no action does nothing"() {
        given:
        def game = new Household().items(Partition.VISIBLE, 4, 1)[0].data().get('game')
        def actions = ['go to bed 1', 'fly away', 'take mug 1 from moon 1', 'go to', '']

        when:
        def one = actions.collect { a -> new Household().episode(game).step(a) }
        def two = actions.collect { a -> new Household().episode(game).step(a) }

        then:
        one == two
        one.drop(1)*.observation() == ['Nothing happens.'] * 4
    }

    def "an episode is over at its last step and then stays as it is"() {
        given:
        def episode = new Household().episode(new Household().items(Partition.VISIBLE, 4, 1)[0].data().get('game'))

        when:
        def turns = (1..10).collect { episode.step('wait') }

        then:
        turns*.done() == [false] * 7 + [true] * 3
        turns*.reward().every { it == 0d }
    }
}
