package org.autorl.environments.alfworld

import org.autorl.environments.pddl.Search
import spock.lang.Shared
import spock.lang.Specification

class OracleSpec extends Specification {

    @Shared
    def kinds = AlfredData.kinds()

    @Shared
    def maker = new HouseMaker(kinds, 'house', OracleSpec.getResourceAsStream('house.pddl').text, OracleSpec.getResourceAsStream('house.twl2').text)

    /** Few receptacles and things, so that all that can be done can be tried. */
    House small(TaskType type, SplittableRandom random) {
        def wanted = [(TaskType.EXAMINE): 'Desk', (TaskType.HEAT): 'Microwave', (TaskType.COOL): 'Fridge'].getOrDefault(type, 'SinkBasin')
        def more = ['Cabinet', 'Drawer', 'CounterTop', 'Fridge', 'Microwave', 'SinkBasin', 'Shelf']
        def picked = [wanted, 'CounterTop'] + (1..2).collect { more[random.nextInt(more.size())] }
        def receptacles = picked.withIndex().collect { kind, i ->
            new House.Receptacle("$kind|$i" as String, kind, "loc|${random.nextInt(4)}|1" as String, kinds.isOpenable(kind))
        }
        def fitting = ['Mug', 'Mug', 'Apple', 'Book', 'DeskLamp'].withIndex().collectMany { kind, i ->
            def into = receptacles.findAll { kinds.holds(it.kind()).contains(kind) }
            into ? [new House.Thing("$kind|$i" as String, kind, into[random.nextInt(into.size())].name())] : []
        }
        // At times the player stands at a receptacle from the start.
        new House(receptacles, fitting, "loc|${random.nextInt(5)}|1" as String)
    }

    def "plans for #type are as short as any"() {
        given:
        def random = new SplittableRandom(type.ordinal() + 100)
        def lengths = []

        when:
        while (lengths.size() < 12) {
            def house = small(type, random)
            def errands = maker.errands(house, type)
            if (errands) {
                def game = maker.game(house, errands[random.nextInt(errands.size())])
                def task = game.get().game().task()
                def brute = new Search(task, { true }).shortest(task.start(), 20).get()
                lengths << [game.get().walkthrough().get().size(), brute.size()]
            }
        }

        then:
        lengths*.get(0) == lengths*.get(1)
        lengths*.get(0).toSet().size() > 1

        where:
        type << TaskType.values()
    }

    def "houses of #type are won by their walkthrough and are not won before"() {
        given:
        def random = new SplittableRandom(5)

        expect:
        (1..4).every {
            def file = maker.make(type, random)
            def play = file.game().start()
            def before = file.walkthrough().get().collect { command ->
                def won = play.won()
                assert play.admissible().contains(command)
                play.step(command)
                won
            }
            file.solvable() && play.won() && before.every { !it }
        }

        where:
        type << TaskType.values()
    }

    def "what cannot be done has no plan"() {
        given:
        def house = new House([new House.Receptacle('Shelf|1', 'Shelf', 'loc|1', false)], [new House.Thing('Mug|1', 'Mug', 'Shelf|1')], 'loc|0')

        expect:
        maker.game(house, new Errand(TaskType.HEAT, 'Mug', 'Shelf')).empty
        maker.errands(house, TaskType.PUT) == []
    }
}
