package org.autorl.environments.alfworld

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.environments.Partition
import org.autorl.environments.Transcript
import org.autorl.environments.World
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class AlfWorldSpec extends Specification {

    @Shared
    def world = new AlfWorld()

    @TempDir
    Path root

    @Shared
    def maker = new HouseMaker(AlfredData.kinds(), 'house', AlfWorldSpec.getResourceAsStream('house.pddl').text, AlfWorldSpec.getResourceAsStream('house.twl2').text)

    void put(String path, String text) {
        def file = root.resolve('json_2.1.1').resolve(path).resolve('game.tw-pddl')
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    String made(TaskType type, long seed, boolean solvable = true) {
        maker.make(type, new SplittableRandom(seed)).json().put('solvable', solvable).toString()
    }

    def "items of a split are its solvable games of the six types, in order of their paths"() {
        given:
        put('train/pick_and_place_simple-Mug-None-Desk-1/trial_1', made(TaskType.PUT, 1))
        put('train/pick_and_place_simple-Mug-None-Desk-1/trial_2', made(TaskType.PUT, 2))
        put('train/pick_and_place_simple-Pen-None-Desk-1/trial_1', made(TaskType.PUT, 3))
        put('train/look_at_obj_in_light-Pen-None-DeskLamp-1/trial_1', made(TaskType.EXAMINE, 4))
        put('valid_unseen/pick_and_place_simple-Mug-None-Shelf-2/trial_2', made(TaskType.PUT, 5))
        put('valid_unseen/look_at_obj_in_light-CD-None-DeskLamp-2/trial_1', made(TaskType.EXAMINE, 6))
        put('valid_unseen/pick_and_place_simple-Mug-None-Shelf-2/trial_1', made(TaskType.PUT, 7, false))
        put('valid_unseen/pick_and_place_simple-AppleSliced-None-Shelf-2/trial_1', made(TaskType.PUT, 8))
        put('valid_unseen/pick_and_place_with_movable_recep-Pen-Mug-Desk-2/trial_1', made(TaskType.PUT, 9))

        when:
        def items = new AlfWorld().items(root, 'valid_unseen', 0, 2)

        then:
        items*.id() == ['alfworld-valid_unseen-1', 'alfworld-valid_unseen-2']
        items*.data()*.get('game')*.get('task_type')*.asText() == ['look_at_obj_in_light', 'pick_and_place_simple']
        items*.data()*.get('game')*.get('shown')*.size() == [1, 2]
        items[1].data().get('game').fieldNames().toList() == ['pddl_domain', 'grammar', 'pddl_problem', 'task_type', 'shown', 'maxSteps']
        items[1].prompt().contains(GameFile.read(root.resolve('json_2.1.1/train/pick_and_place_simple-Mug-None-Desk-1/trial_2/game.tw-pddl')).walkthrough().get()[0])
        items.every { new AlfWorld().episode(World.gameOf(it)).prompt() == it.prompt() }
        new AlfWorld().items(root, 'valid_unseen', 1, 1)*.data() == [items[1].data()]

        and: 'a training game does not show itself'
        def training = new AlfWorld().items(root, 'train', 1, 3)
        training*.data()*.get('game')*.get('shown')*.size() == [2, 2, 2]
        training.every { !it.data().get('game').get('shown')*.asText().any { shown -> it.prompt().endsWith(shown.readLines().take(2).join('\n') + '\n>') } }

        when:
        new AlfWorld().items(root, 'valid_unseen', 1, 2)

        then:
        IllegalArgumentException e = thrown()
        e.message == '`valid_unseen` has 1 games after the first 1, and 2 are wanted'
    }

    def "what is no data set is refused: #message"() {
        given:
        put('train/pick_and_place_simple-Mug-None-Desk-1/trial_1', '{"grammar": "x"}')
        put('valid_seen/pick_and_place_simple-Mug-None-Desk-1/trial_1', '{"grammar"')

        when:
        new AlfWorld().items(root, split, 0, 1)

        then:
        IllegalArgumentException e = thrown()
        e.message.replace(root.toString(), 'ROOT') == message

        where:
        split          || message
        'test'         || 'ALFWorld has no split `test`; it has train, valid_seen, valid_unseen'
        'valid_unseen' || 'there is no folder ROOT/json_2.1.1/valid_unseen'
        'train'        || 'ROOT/json_2.1.1/train/pick_and_place_simple-Mug-None-Desk-1/trial_1/game.tw-pddl: a game is a JSON object with texts `pddl_domain`, `grammar` and `pddl_problem`; there is no `pddl_domain`, `pddl_problem`'
        'valid_seen'   || 'ROOT/json_2.1.1/valid_seen/pick_and_place_simple-Mug-None-Desk-1/trial_1/game.tw-pddl: no JSON: Unexpected end-of-input within/between Object entries'
    }

    def "a game whose texts are wrong says which"() {
        when:
        new GameFile('(define (domain d))', 'grammar', '(define (problem p) (:init (x)))', Optional.empty(), true).game()

        then:
        IllegalArgumentException e = thrown()
        e.message == '`pddl_problem`: line 1: there is no predicate `x`; there are none'
        e.cause != null
    }

    def "a game file is read as it is written, and gives nothing away when it is played"() {
        given:
        def file = maker.make(TaskType.COOL, new SplittableRandom(2))

        expect:
        GameFile.of(file.json(), 'x') == file
        file.json().fieldNames().toList() == ['pddl_domain', 'grammar', 'pddl_problem', 'solvable', 'walkthrough']
        file.fields().fieldNames().toList() == ['pddl_domain', 'grammar', 'pddl_problem']
    }

    def "houses are the same for the same seed, and play the same again"() {
        expect:
        (1L..4L).every { seed ->
            def games = (1..2).collect { World.gameOf(world.draw(new SplittableRandom(seed))) }
            def played = games.collect { world.played(it, 0.5d, new SplittableRandom(seed)) }
            games[0] == games[1] && played[0] == played[1] && world.draw(new SplittableRandom(seed + 100)).data() != world.draw(new SplittableRandom(seed)).data()
        }
    }

    def "a careful player wins, a clumsy one takes longer"() {
        given:
        def random = new SplittableRandom(12)
        def games = (1..3).collect { World.gameOf(world.draw(random)) }

        expect:
        games.collect { world.played(it, 0, random).reward() }.every { it == 1d }
        games.sum { world.played(it, 0.6d, random).steps() } > games.sum { world.played(it, 0, random).steps() }
    }

    def "items of the two sides are apart"() {
        given:
        def visible = world.items(Partition.VISIBLE, 1, 4)*.data()*.get('game')*.get('pddl_problem')
        def sealed = world.items(Partition.SEALED, 1, 4)*.data()*.get('game')*.get('pddl_problem')

        expect:
        (visible + sealed).toSet().size() == 8
    }
}
