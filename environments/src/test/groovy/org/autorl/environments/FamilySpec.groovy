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

    def "pretraining text of #name holds no hidden item, and is the same for the same seed"() {
        given:
        def family = Family.named(name).get()
        def hidden = [Partition.PRACTICE, Partition.SEALED].collectMany { family.items(it, 5, 100)*.prompt() } as Set
        def texts = family.pretrainingText(11).limit(1000).toList()

        expect:
        texts.every { text -> hidden.every { !text.startsWith(it) } }
        family.pretrainingText(11).limit(100).toList() == texts.take(100)

        where:
        name << ['arithmetic', 'letters', 'stack-code', 'shop', 'search']   // a household's prompt is not its content
    }

    def "visible files of #name are games to play, and some that were played, not always well"() {
        given:
        def files = Family.named(name).get().visibleFiles(6, 250)

        expect:
        files.keySet() == ['games.jsonl', 'demonstrations.jsonl'] as Set
        files['games.jsonl'].size() == 250
        files['games.jsonl'].every { it.fieldNames().toList() == ['id', 'prompt', 'game'] }
        files['demonstrations.jsonl'].size() == 200
        files['demonstrations.jsonl'].withIndex().every { line, i ->
            line.fieldNames().toList() == ['id', 'transcript'] &&
                    line.get('transcript').asText().startsWith(files['games.jsonl'][i].get('prompt').asText())
        }

        where:
        name << ['shop', 'search', 'household']
    }

    def "an episode of #name ends after #steps actions that mean nothing"() {
        given:
        def world = Family.named(name).get() as World
        def episode = world.episode(World.gameOf(world.items(Partition.VISIBLE, 4, 1)[0]))

        expect:
        world.maxSteps() == steps
        (1..steps).collect { episode.step('wait') } ==
                (1..steps).collect { new Episode.Turn('Nothing happens.', it == steps, 0) }

        where:
        name        | steps
        'shop'      | 8
        'search'    | 6
        'household' | 8
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
