package org.autorl.environments.alfworld

import org.autorl.environments.pddl.Atom
import spock.lang.Requires
import spock.lang.Specification

/**
 * The public domain and grammar, with floor plans of the public layouts. The things in them are ours, since no public
 * game file is at hand; the form is that of the public files.
 */
@Requires(value = { AlfredData.IS_THERE }, reason = AlfredData.REASON)
class AlfredGamesSpec extends Specification {

    static GameFile game(int floorPlan, TaskType type, long seed) {
        def maker = AlfredData.maker()
        def random = new SplittableRandom(seed)
        while (true) {
            def house = AlfredData.house(floorPlan, random.nextLong())
            def errands = maker.errands(house, type)
            if (errands) {
                return maker.game(house, errands[random.nextInt(errands.size())]).get()
            }
        }
    }

    def "a game of type #type is won by its shortest plan"() {
        given:
        def file = GameFile.of(game(floorPlan, type, 1).json(), 'game')
        def play = file.game().start()

        expect:
        play.intro().startsWith('-= Welcome to TextWorld, ALFRED! =-\n\nYou are in the middle of a room. Looking quickly around you, you see a ')
        !play.won()
        file.walkthrough().get().every { play.step(it) != 'Nothing happens.' }
        play.won()

        where:
        type             | floorPlan
        TaskType.PUT     | 10
        TaskType.CLEAN   | 1
        TaskType.HEAT    | 10
        TaskType.COOL    | 10
        TaskType.PUT_TWO | 310
    }

    def "a transcript, word for word"() {
        given:
        def house = new House(
                [new House.Receptacle('Desk|+00.10|+00.20|-00.30', 'Desk', 'loc|1|2|0|30', false), new House.Receptacle('Drawer|+01.00|+00.20|-00.30', 'Drawer', 'loc|1|2|0|30', true),
                 new House.Receptacle('Sink|-01.00|+00.90|+00.00|SinkBasin', 'SinkBasin', 'loc|-4|3|1|30', false)],
                [new House.Thing('Mug|+00.10|+00.25|-00.31', 'Mug', 'Desk|+00.10|+00.20|-00.30'), new House.Thing('Mug|+00.20|+00.25|-00.31', 'Mug', 'Desk|+00.10|+00.20|-00.30'),
                 new House.Thing('Apple|-01.00|+00.95|+00.01', 'Apple', 'Sink|-01.00|+00.90|+00.00|SinkBasin'),
                 new House.Thing('DeskLamp|+00.15|+00.30|-00.30', 'DeskLamp', 'Desk|+00.10|+00.20|-00.30'), new House.Thing('Pen|+01.00|+00.25|-00.30', 'Pen', 'Drawer|+01.00|+00.20|-00.30')],
                'loc|0|0|0|30')
        def play = AlfredData.maker().game(house, new Errand(TaskType.EXAMINE, 'Pen', 'DeskLamp')).get().game().start()

        expect:
        play.intro() + '\n' + ['go to desk 1', 'go to drawer 1', 'examine mug 1', 'take mug 2 from desk 1', 'take mug 1 from desk 1', 'inventory', 'examine mug 2', 'look',
                               'go to sinkbasin 1', 'clean mug 2 with sinkbasin 1', 'go to sinkbasin 1', 'go to drawer 1', 'open drawer 1', 'move mug 2 to drawer 1', 'move mug 2 to desk 1',
                               'look', 'close drawer 1', 'use desklamp 1', 'use desklamp 1', 'examine desklamp 1', 'inventory', 'open drawer 1', 'examine drawer 1',
                               'take pen 1 from drawer 1'].collect { "> $it\n${play.step(it)}\n" }.join('') == '''\
            -= Welcome to TextWorld, ALFRED! =-

            You are in the middle of a room. Looking quickly around you, you see a desk 1, a drawer 1, and a sinkbasin 1.

            Your task is to: look at pen under the desklamp.
            > go to desk 1
            You arrive at desk 1. On the desk 1, you see a desklamp 1, a mug 2, and a mug 1.
            > go to drawer 1
            Nothing happens.
            > examine mug 1
            Nothing happens.
            > take mug 2 from desk 1
            You pick up the mug 2 from the desk 1.
            > take mug 1 from desk 1
            Nothing happens.
            > inventory
            You are carrying: a mug 2.
            > examine mug 2
            This is a normal mug 2. In it, you see nothing.
            > look
            You are facing the desk 1, and drawer 1. Next to it, you see nothing.
            > go to sinkbasin 1
            You arrive at sinkbasin 1. On the sinkbasin 1, you see a apple 1.
            > clean mug 2 with sinkbasin 1
            You clean the mug 2 using the sinkbasin 1.
            > go to sinkbasin 1
            Nothing happens.
            > go to drawer 1
            You arrive at drawer 1. The drawer 1 is closed.
            > open drawer 1
            You open the drawer 1. The drawer 1 is open. In it, you see a pen 1.
            > move mug 2 to drawer 1
            Nothing happens.
            > move mug 2 to desk 1
            You move the mug 2 to the desk 1.
            > look
            You are facing the desk 1, and drawer 1. Next to it, you see nothing.
            > close drawer 1
            You close the drawer 1.
            > use desklamp 1
            You turn on the desklamp 1.
            > use desklamp 1
            You turn on the desklamp 1.
            > examine desklamp 1
            Nothing happens.
            > inventory
            You are not carrying anything.
            > open drawer 1
            You open the drawer 1. The drawer 1 is open. In it, you see a pen 1.
            > examine drawer 1
            The drawer 1 is open. In it, you see a pen 1.
            > take pen 1 from drawer 1
            You pick up the pen 1 from the drawer 1.
            '''.stripIndent()
        play.won()
    }

    def "an episode replays byte for byte"() {
        given:
        def file = game(floorPlan, TaskType.PUT, 3)

        expect:
        (1L..10L).every { seed ->
            def texts = (1..2).collect {
                def random = new SplittableRandom(seed)
                def play = file.game().start()
                def text = new StringBuilder(play.intro())
                60.times {
                    def commands = play.admissible()
                    def command = random.nextInt(5) == 0 ? 'fly to moon' : commands[random.nextInt(commands.size())]
                    text << "\n> $command\n${play.step(command)}"
                }
                text.toString()
            }
            texts[0] == texts[1]
        }

        where:
        floorPlan << [1, 310]
    }

    def "the domain is read whole"() {
        given:
        def task = game(10, TaskType.PUT, 1).game().task()

        expect:
        task.domain().actions()*.name() == ['look', 'inventory', 'examinereceptacle', 'examineobject', 'gotolocation', 'openobject', 'closeobject', 'pickupobject', 'putobject',
                                            'cleanobject', 'heatobject', 'coolobject', 'toggleobject', 'sliceobject', 'help']
        task.domain().predicates().size() == 32
        !task.holds(Atom.of('holdsany', 'agent1'), task.start())
    }
}
