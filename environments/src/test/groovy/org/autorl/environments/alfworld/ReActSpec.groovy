package org.autorl.environments.alfworld

import org.autorl.environments.Episode
import spock.lang.Shared
import spock.lang.Specification

class ReActSpec extends Specification {

    @Shared
    def maker = new HouseMaker(AlfredData.kinds(), 'house', ReActSpec.getResourceAsStream('house.pddl').text, ReActSpec.getResourceAsStream('house.twl2').text)

    static final House HOUSE = new House(
            [new House.Receptacle('Cabinet|1', 'Cabinet', 'loc|1', true), new House.Receptacle('Desk|1', 'Desk', 'loc|2', false)],
            [new House.Thing('Mug|1', 'Mug', 'Cabinet|1'), new House.Thing('Book|1', 'Book', 'Desk|1')], 'loc|0')

    def game() {
        maker.game(HOUSE, new Errand(TaskType.PUT, 'Mug', 'Desk')).get().game()
    }

    def "an episode, word for word"() {
        given:
        def episode = new ReAct(game(), ['first', 'second'], 50)

        expect:
        episode.prompt() + ['think: where is it?', 'go to cabinet 1', 'put mug 1 in/on desk 1', 'open cabinet 1', 'take mug 1 from cabinet 1',
                            'go to desk 1', ' think: nearly there', 'move mug 1 to desk 1'].collect { Episode.transcript(it, episode.step(it)) }.join('') == '''\
            You do errands in a house, one command a line. Two errands show how it goes.
            second
            first
            Here is the task.
            You are in the middle of a room. Looking quickly around you, you see a cabinet 1, and a desk 1.
            Your task is to: put a mug in desk.
            > think: where is it?
            OK.
            > go to cabinet 1
            You arrive at cabinet 1. The cabinet 1 is closed.
            > put mug 1 in/on desk 1
            Nothing happens.
            > open cabinet 1
            You open the cabinet 1. The cabinet 1 is open. In it, you see a mug 1.
            > take mug 1 from cabinet 1
            You pick up the mug 1 from the cabinet 1.
            > go to desk 1
            You arrive at desk 1. On the desk 1, you see a book 1.
            >  think: nearly there
            OK.
            > move mug 1 to desk 1
            You move the mug 1 to the desk 1.
            '''.stripIndent()
        episode.step('look') == new Episode.Turn('You move the mug 1 to the desk 1.', true, 1)
    }

    def "a worked episode uses what the game understands, with thoughts between"() {
        expect:
        ReAct.worked(game()).get() == '''\
            You are in the middle of a room. Looking quickly around you, you see a cabinet 1, and a desk 1.
            Your task is to: put a mug in desk.
            > think: First I want to take mug 1 from cabinet 1.
            OK.
            > go to cabinet 1
            You arrive at cabinet 1. The cabinet 1 is closed.
            > open cabinet 1
            You open the cabinet 1. The cabinet 1 is open. In it, you see a mug 1.
            > take mug 1 from cabinet 1
            You pick up the mug 1 from the cabinet 1.
            > think: Now I want to move mug 1 to desk 1.
            OK.
            > go to desk 1
            You arrive at desk 1. On the desk 1, you see a book 1.
            > move mug 1 to desk 1
            You move the mug 1 to the desk 1.
            '''.stripIndent()
    }

    def "thoughts cost steps, and an episode that runs out of them is lost"() {
        given:
        def episode = new ReAct(game(), [], 3)

        expect:
        ['think: a', 'think: b', 'look', 'look'].collect { episode.step(it) } == [
                new Episode.Turn('OK.', false, 0), new Episode.Turn('OK.', false, 0),
                new Episode.Turn('You are in the middle of a room. Looking quickly around you, you see a cabinet 1, and a desk 1.', true, 0),
                new Episode.Turn('You are in the middle of a room. Looking quickly around you, you see a cabinet 1, and a desk 1.', true, 0)]
    }

    def "an arrival at a numbered location is trimmed"() {
        given:
        def file = maker.game(HOUSE, new Errand(TaskType.PUT, 'Mug', 'Desk')).get()
        def old = new GameFile(file.domain(), file.grammar().replace('You arrive at {r.name}. ', 'You arrive at {to.name}. '), file.problem(), Optional.empty(), true)

        expect:
        old.game().start().step('go to desk 1') == 'You arrive at loc 1. On the desk 1, you see a book 1.'
        new ReAct(old.game(), [], 50).step('go to desk 1').observation() == 'On the desk 1, you see a book 1.'
    }

    def "every action that a task text may name is understood"() {
        given: 'the forms of the task file, and a room with all that they speak of'
        def forms = ['go to {place}', 'take {thing} from {place}', 'move {thing} to {place}', 'open {place}', 'close {place}', 'clean {thing} with {place}',
                     'heat {thing} with {place}', 'cool {thing} with {place}', 'use {thing}', 'examine {thing}', 'inventory', 'look']
        def random = new SplittableRandom(4)
        def seen = [] as Set

        when:
        [TaskType.EXAMINE, TaskType.HEAT, TaskType.COOL, TaskType.CLEAN].each { type ->
            def play = maker.make(type, random).game().start()
            400.times {
                def commands = play.admissible()
                seen.addAll(commands)
                play.step(commands[random.nextInt(commands.size())])
            }
        }

        then:
        forms.findAll { form -> !seen.any { it ==~ form.replaceAll(/\{\w+\}/, /[a-z]+ \\d+/) } } == []
        seen.findAll { command -> !forms.any { command ==~ it.replaceAll(/\{\w+\}/, /[a-z]+ \\d+/) } } == [] as Set
    }
}
