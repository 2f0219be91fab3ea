package org.autorl.environments

import static org.autorl.environments.FactTable.Relation.BORDERS
import static org.autorl.environments.FactTable.Relation.CAPITAL
import static org.autorl.environments.FactTable.Relation.NUMBER
import static org.autorl.environments.FactTable.Relation.RIVER
import static org.autorl.environments.FactTable.Relation.SYMBOL

import com.fasterxml.jackson.databind.node.ObjectNode
import spock.lang.Specification

class WorldFactsSpec extends Specification {
    static final FactTable TABLE = FactTable.standard()

    def "there are more than eight hundred facts, none said twice"() {
        expect:
        TABLE.facts().size() > 800
        (TABLE.facts().collect { [it.relation(), it.name()] } as Set).size() == TABLE.facts().size()
        WorldFacts.documents()*.text() == TABLE.facts()*.sentence()
    }

    def "who borders whom holds both ways"() {
        given:
        def borders = TABLE.of(BORDERS).collectEntries { [it.name(), it.values()] }

        expect:
        borders.size() > 80
        borders.collectMany { state, others -> others.findAll { borders[it] != null && !(state in borders[it]) }.collect { [state, it] } } == []
        borders.every { state, others -> others == others.toSorted() && !(state in others) }
    }

    def "elements are numbered from 1 to 92, each with a symbol of its own, and no state shares its capital"() {
        expect:
        TABLE.of(NUMBER)*.values()*.get(0)*.toInteger() == (1..92).toList()
        (TABLE.of(SYMBOL)*.values() as Set).size() == 92
        (TABLE.of(CAPITAL)*.values() as Set).size() == TABLE.of(CAPITAL).size()
        TABLE.of(RIVER)*.name().every { TABLE.names(CAPITAL, it).size() == 1 }
    }

    def "questions have one to three hops"() {
        given:
        def hops = WorldFacts.questions().countBy { it.kind().hops().size() }

        expect:
        hops.keySet() == [1, 2, 3] as Set
        hops.every { it.value >= 50 }
        WorldFacts.questions().count { it.answers().size() > 1 } > 100
        WorldFacts.questions()*.question().toUnique().size() == WorldFacts.questions().size()
    }

    def "a question of three hops, with several answers"() {
        given:
        def question = WorldFacts.questions().find { it.question() == 'Name all states that border the state whose capital lies on the river Vistula.' }

        expect:
        question.subject() == 'Poland'
        question.answers() == ['Belarus', 'Czech Republic', 'Germany', 'Lithuania', 'Russia', 'Slovakia', 'Ukraine']
    }

    def "a careful player finds every answer by what it has read, in six turns"() {
        given:
        def world = new WorldFacts()
        def missed = [Partition.VISIBLE, Partition.PRACTICE, Partition.SEALED].collectMany { side ->
            def count = WorldFacts.questions().count { Partition.of(it.subject()) == side }
            world.items(side, 1, count as int).findAll { world.played(World.gameOf(it), 0, new SplittableRandom(1)).reward() != 1d }
        }

        expect:
        missed*.prompt() == []
    }

    def "the sides are apart by the subject, and have room for a task"() {
        given:
        def subjects = [Partition.VISIBLE, Partition.PRACTICE, Partition.SEALED].collect { side ->
            new WorldFacts().items(side, 9, 200).collect { World.gameOf(it).get('subject').asText() } as Set
        }

        expect:
        subjects[0].intersect(subjects[1]) + subjects[0].intersect(subjects[2]) + subjects[1].intersect(subjects[2]) == [] as Set
        new WorldFacts().items(Partition.SEALED, 3, 50) == new WorldFacts().items(Partition.SEALED, 3, 50)
        new WorldFacts().items(Partition.SEALED, 3, 50) != new WorldFacts().items(Partition.SEALED, 4, 50)

        when:
        new WorldFacts().items(Partition.SEALED, 1, 5000)

        then:
        IllegalArgumentException e = thrown()
        e.message =~ /`world-facts` has no 5000 distinct items in SEALED; \d+ can be had/
    }

    def "the search environment plays these games, and reads them the same"() {
        given:
        def world = new WorldFacts()
        def game = World.gameOf(world.items(Partition.VISIBLE, 5, 1)[0])

        expect:
        def here = new Search().episode(game as ObjectNode)
        def there = world.episode(game)
        here.prompt() == there.prompt()
        here.step('search[capital of Peru]') == there.step('search[capital of Peru]')
        Family.named('world-facts').get() instanceof WorldFacts
        !Family.pretrained().any { it instanceof WorldFacts }
    }

    def "a clumsy player is often wrong"() {
        given:
        def world = new WorldFacts()
        def games = world.items(Partition.VISIBLE, 5, 100).collect { World.gameOf(it) }

        expect:
        games.withIndex().sum { game, i -> world.played(game, 1, new SplittableRandom(i)).reward() } < 20
    }
}
