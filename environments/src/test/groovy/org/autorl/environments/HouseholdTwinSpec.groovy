package org.autorl.environments

import spock.lang.Specification

/** The old rules and the new, side by side. */
class HouseholdTwinSpec extends Specification {

    def "the engine says what the old rules said"() {
        given:
        def random = new SplittableRandom(seed)
        def world = new Household()
        def words = ['bed', 'desk', 'shelf', 'drawer', 'table', 'mug', 'book', 'plate', 'apple', 'egg', 'fork', 'moon', '1', '2', '']

        expect:
        (1..2000).every {
            def game = world.draw(random).data().get('game')
            if (random.nextInt(4) == 0) { game.put('maxSteps', 30) }
            def old = new HouseholdGame(game)
            def twin = new TextEpisode(HouseholdRules.game(game), game.get('maxSteps').asInt())
            assert old.prompt() == twin.prompt()
            def turns = (1..(game.get('maxSteps').asInt() + 1)).collect {
                def word = { words[random.nextInt(words.size())] }
                def here = old.at().orElse('bed')
                def action = [
                        "go to ${word()} 1", "take ${word()} 1 from ${word()} 1", "move ${word()} 1 to $here 1",
                        "take ${old.thing()} 1 from $here 1", "take ${(old.thingsHere() ?: ['mug'])[-1]} 1 from $here 1", "move ${old.held().orElse('mug')} 1 to $here 1",
                        "move ${old.held().orElse('mug')} 1 to $here 1",
                        "move ${old.thing()} 1 to ${old.target()} 1", "  go to ${old.target()} 1 ", "go to ${word()} ${word()}",
                        "${word()} ${word()}", "go  to bed 1", "Go to bed 1", "\u0000\n", "take mug 1 from bed", "move mug 1 to bed 2",
                ][random.nextInt(16)] as String
                def one = old.step(action)
                def two = twin.step(action)
                assert one == two
                one
            }
            turns.size() > 8
        }

        where:
        seed << [1L, 2L, 3L]
    }
}
