package org.autorl.environments.textworld

import org.autorl.environments.pddl.Domain
import org.autorl.environments.pddl.Problem
import spock.lang.Specification

class TextGameSpec extends Specification {

    static final String DOMAIN = '''
        (define (domain shelves)
          (:types shelf cup)
          (:predicates (on ?c - cup ?s - shelf) (near ?a - shelf ?b - shelf) (old ?c - cup) (seen ?s - shelf))
          (:action look :parameters (?s - shelf) :effect (seen ?s))
          (:action shift :parameters (?c - cup ?s - shelf ?t - shelf)
            :precondition (and (on ?c ?s) (near ?s ?t))
            :effect (and (not (on ?c ?s)) (on ?c ?t))))
        '''

    static final String PROBLEM = '''
        (define (problem p) (:domain shelves)
          (:objects shelf_bar_1 shelf_bar_2 - shelf cup_bar_b cup_bar_a cup_bar_c - cup)
          (:init (near shelf_bar_1 shelf_bar_2) (near shelf_bar_2 shelf_bar_1)
                 (on cup_bar_a shelf_bar_1) (on cup_bar_b shelf_bar_1) (on cup_bar_c shelf_bar_1) (old cup_bar_b))
          (:goal (on cup_bar_b shelf_bar_2)))
        '''

    static final String GRAMMAR = '''
        # what is said
        grammar :: """
          {
            "intro": [{"rhs": "  Two shelves: [{s.name | near(s:shelf, t:shelf)}].\\n#task#"}],
            "task": [{"rhs": "Move {c.indefinite + ' ' + c.name | old(c:cup)}.} never said"}],
            # a comment
            "seen": [
              {"condition": "on(c:cup, s:shelf) & old(c:cup)", "rhs": "Old: #cups#"},
              {"condition": "on(c:cup, s:shelf) & on(d:cup, s:shelf)", "rhs": "Two or more: #cups#"},
              {"rhs": "#cups#"}
            ],
            "cups": [{"rhs": "[{#cup(c)# | on(c:cup, s:shelf)}]. Gone: [{c.name | not_on(c:cup, s:shelf)}]."}],
            "cup(c)": [{"rhs": "{c.definite} {c.name or c.id}"}],
            "list_empty": [{"rhs": "none"}],
            "list_separator": [{"rhs": ", "}],
            "list_last_separator": [{"rhs": ", and "}]
          }
        """;
        action look { template :: "look at {s}"; feedback :: "#seen#"; }
        action shift {
          template :: "shift {c} to [{t.name | near(t:shelf, s:shelf)}]";
          feedback :: "#done#";
          grammar :: """{"done": [{"rhs": "Now {c} ({c.id}, a {c.type}) is on {t.name}."}]}""";
        }
        '''

    static TextGame game(String grammar = GRAMMAR, String problem = PROBLEM) {
        def domain = Domain.read(DOMAIN)
        TextGame.of(domain, Problem.read(problem, domain), Grammar.read(grammar))
    }

    def "all that is said comes from the grammar"() {
        given:
        def play = game().start()

        expect: 'the last by id has number 1, and so the first number 3'
        play.intro() == 'Two shelves: shelf 2, and shelf 1.\nMove a cup 2.'
        play.step('look at shelf 2') == 'Old: the cup 3, the cup 2, and the cup 1. Gone: none.'
        play.step(' shift cup 2 to shelf 1 ') == 'Now cup 2 (cup_bar_b, a cup) is on shelf 1.'
        play.won()
        play.step('look at shelf 2') == 'Two or more: the cup 3, and the cup 1. Gone: cup 2.'
        play.step('shift cup 3 to shelf 1') == 'Now cup 3 (cup_bar_a, a cup) is on shelf 1.'
        play.step('look at shelf 2') == 'the cup 1. Gone: cup 3, and cup 2.'
        play.step('shift cup 2 to shelf 2') == 'Now cup 2 (cup_bar_b, a cup) is on shelf 2.'
        !play.won()
        play.step('look at shelf 2') == 'Old: the cup 2, and the cup 1. Gone: cup 3.'
        play.step('look at shelf 1') == 'the cup 3. Gone: cup 2.'
    }

    def "what is no command here and now does nothing"() {
        given:
        def play = game().start()
        def commands = play.admissible()

        expect:
        commands == ['look at shelf 1', 'look at shelf 2', 'shift cup 1 to shelf 1', 'shift cup 2 to shelf 1', 'shift cup 3 to shelf 1']
        ['', 'look', 'Look at shelf 1', 'shift cup 1 to shelf 2', 'shift cup 4 to shelf 1', 'look at  shelf 1'].every { play.step(it) == 'Nothing happens.' }
        play.admissible() == commands
    }

    def "a game is not changed by those who play it"() {
        given:
        def game = game()
        def one = game.start()
        one.step('shift cup 2 to shelf 1')

        expect:
        one.won()
        !game.start().won()
    }

    def "a symbol can be given word for word"() {
        expect:
        def domain = Domain.read(DOMAIN)
        TextGame.of(domain, Problem.read(PROBLEM, domain), Grammar.read(GRAMMAR).with('task', 'Do as {c} #likes#.')).start().intro() ==
                'Two shelves: shelf 2, and shelf 1.\nDo as {c} #likes#.'
    }

    def "a grammar that is none: #message"() {
        when:
        game(text)

        then:
        GrammarException e = thrown()
        e.message == message

        where:
        text                                                                             || message
        'grammar : """{}""";'                                                            || 'line 1: expected `grammar :: """...""";` or `action NAME {`; found `grammar : """{}""";`'
        '\naction look { template :: "look"; }'                                          || 'line 2: an action has a template and a feedback, and ends with `}`; found `action look { template :: "look"; }`'
        'action look {\n  say :: "x"; }'                                                 || 'line 2: expected `template ::`, `feedback ::`, `grammar ::`, `pddl ::` or `}`; found `say :: "x"; }`'
        'action look { template :: "look {s.nam}"; feedback :: "x"; }'                   || 'line 1: there is no attribute `nam`; there are name, id, type, definite, indefinite'
        'action look { template :: "look {s * 2}"; feedback :: "x"; }'                   || 'line 1: `s * 2` is nothing that can be said; there are `x.name` and other attributes, quoted texts, `+` and `or`'
        'grammar :: """{"intro": [{"rhs": "#tsk#"}], "task": []}""";'                    || 'nothing says what #tsk# comes to; there are intro, task'
        'grammar :: """{"intro": [{"condition": "on c", "rhs": "x"}]}""";'               || 'line 1: in `intro`: `on c` is no query; one reads `predicate(name:type, ...) & ...`'
        'grammar :: """{"intro": [{"condition": "on(c d)", "rhs": "x"}]}""";'            || 'line 1: in `intro`: `c d` is no term of a query; one reads `name:type`'
        'grammar :: """{"intro": [{"lhs": "x"}]}""";'                                    || 'line 1: a production of `intro` needs a text `rhs`; found `grammar :: """{"intro": [{"lhs": "x"}]}""";`'
        'grammar :: """{"intro": [{"condition": "under(c:cup)", "rhs": "x"}]}""";'       || 'the domain has no predicate `under` of 1 terms'
        'grammar :: """{"intro": [{"rhs": "x"}]}""";'                                    || 'the grammar has no action `look`'
        'grammar :: """{}""";'                                                           || 'there is no `intro`; there are []'
        GRAMMAR.replace('near(t:shelf, s:shelf)', 'on(c:cup, s:shelf)')                  || 'a template cannot ask for what actions change'
    }

    def "JSON that is none is an error with its line"() {
        when:
        Grammar.read('\ngrammar :: """\n{"a": [}\n""";')

        then:
        GrammarException e = thrown()
        e.message.startsWith('line 3: no JSON: Unexpected close marker')
        e.cause != null
    }
}
