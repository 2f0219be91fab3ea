package org.autorl.environments.pddl

import spock.lang.Specification

class PddlSpec extends Specification {

    static final String ROOMS = '''
        (define (domain rooms)
          (:requirements :adl)
          (:types room thing - object lamp - thing)
          (:constants hall - room)
          (:predicates (in ?r - room) (door ?a - room ?b - room) (lit ?l - lamp) (at ?t - thing ?r - room) (dusty ?r - room))
          (:functions (total-cost))
          (:action walk :parameters (?from - room ?to - room)
            :precondition (and (in ?from) (door ?from ?to))
            :effect (and (not (in ?from)) (in ?to) (increase (total-cost) 1)))
          (:action switch :parameters (?l - lamp)
            :precondition (exists (?r - room) (and (in ?r) (at ?l ?r)))
            :effect (and (when (lit ?l) (not (lit ?l))) (when (not (lit ?l)) (lit ?l))))
          (:action sweep :parameters ()
            :precondition (forall (?l - lamp) (imply (at ?l hall) (lit ?l)))
            :effect (forall (?r - room) (when (or (in ?r) (= ?r hall)) (not (dusty ?r))))))
        '''

    static final String HOUSE = '''
        (define (problem house) (:domain rooms)
          (:objects kitchen cellar - room lamp1 LAMP2 - lamp spoon - thing)
          (:init (in kitchen) (door kitchen hall) (door hall kitchen) (door kitchen kitchen) (door cellar hall) ; no way to the cellar
                 (at lamp1 hall) (at lamp2 kitchen) (at spoon hall) (dusty hall) (dusty kitchen) (dusty cellar) (= (total-cost) 0))
          (:goal (and (not (dusty kitchen)) (not (dusty hall)) (exists (?l - lamp) (not (lit ?l))))))
        '''

    static Task task(String problem = HOUSE, String domain = ROOMS) {
        def read = Domain.read(domain)
        Task.of(read, Problem.read(problem, read))
    }

    static Operator named(Task task, String text) {
        task.operators().find { it.toString() == text }
    }

    def "operators are those that can be applied some time and that change something"() {
        expect: 'nobody leaves the cellar, and who walks from the kitchen to the kitchen has not moved'
        task().operators()*.toString() == ['(walk hall kitchen)', '(walk kitchen hall)', '(switch lamp1)', '(switch lamp2)', '(sweep)']
    }

    def "conditions of an effect are asked before anything changes"() {
        given:
        def task = task()
        def state = task.start()
        def lit = Atom.of('lit', 'lamp2')

        expect:
        !task.holds(lit, state)

        when:
        state.apply(named(task, '(switch lamp2)'))

        then:
        task.holds(lit, state)

        when:
        state.apply(named(task, '(switch lamp2)'))

        then:
        !task.holds(lit, state)
    }

    def "what is quantified is asked of all objects, and changes all"() {
        given:
        def task = task()
        def state = task.start()

        expect: 'lamp1 is in the hall and not lit'
        !state.allows(named(task, '(sweep)'))

        when:
        ['(walk kitchen hall)', '(switch lamp1)', '(walk hall kitchen)', '(sweep)'].each {
            assert state.allows(named(task, it))
            state.apply(named(task, it))
        }

        then:
        task.isGoal(state)
        ['hall', 'kitchen', 'cellar'].collect { task.holds(Atom.of('dusty', it), state) } == [false, false, true]
    }

    def "a shortest plan is found, or none"() {
        given:
        def task = task()

        expect:
        new Search(task, { true }).shortest(task.start(), 10).get()*.toString() == ['(walk kitchen hall)', '(switch lamp1)', '(walk hall kitchen)', '(sweep)']
        new Search(task, { true }).shortest(task.start(), 3).empty
        new Search(task, { it.schema().name() != 'switch' }).shortest(task.start(), 10).empty
    }

    def "the ways to win are the goal without its variables"() {
        expect:
        task(HOUSE.replaceFirst(/\(:goal .*\n/, '(:goal (exists (?l - lamp) (and (lit ?l) (at ?l hall)))))\n')).waysToWin() == [[Atom.of('lit', 'lamp1')]]
        task(HOUSE.replaceFirst(/\(:goal .*\n/, '(:goal (and (in hall) (or (lit lamp1) (lit lamp2)))))\n')).waysToWin() ==
                [[Atom.of('in', 'hall'), Atom.of('lit', 'lamp1')], [Atom.of('in', 'hall'), Atom.of('lit', 'lamp2')]]
    }

    def "nothing is of a type with a comma, as the public domain has one"() {
        expect: 'no lamp can be switched, and so nothing can be swept'
        task(HOUSE, ROOMS.replace('(exists (?r - room) (and', '(exists (?r - room, ?s - room) (and')).operators()*.toString() ==
                ['(walk hall kitchen)', '(walk kitchen hall)']
    }

    def "a domain that is none: #message"() {
        when:
        Domain.read(text)

        then:
        PddlException e = thrown()
        e.message == message

        where:
        text                                                        || message
        ''                                                          || 'line 1: expected one `(define ...)`, found 0 items'
        '(define (domain d)'                                        || 'line 1: `(` is never closed'
        '(define (domain d)))'                                      || 'line 1: `)` closes nothing'
        '(define (problem p))'                                      || 'line 1: expected `(define (domain NAME) ...)`'
        '(define (domain d)\n(:axioms))'                            || 'line 2: `:axioms` is no part of a domain that we read; there are :types, :constants, :predicates, :action'
        '(define (domain d) (:types a) (:predicates (p ?x - b)))'   || 'line 1: there is no type `b`; there are a'
        '(define (domain d) (:action a\n:effect (p)))'              || 'line 2: there is no predicate `p`; there are none'
        '(define (domain d) (:predicates (p ?x)) (:action a\n:effect (p)))' || 'line 2: `p` takes 1, not 0'
        '(define (domain d) (:predicates (p ?x)) (:action a\n:parameters (?y) :precondition (and (p ?x)\n(not (q ?y))) :when ()))' ||
                'line 2: nothing binds `?x`; bound are ?y\nline 3: there is no predicate `q`; there are p\nline 3: `:when` is no part of an action; there are :parameters, :precondition, :effect'
    }

    def "a problem that is none: #message"() {
        when:
        task(text)

        then:
        PddlException e = thrown()
        e.message == message

        where:
        text                                                            || message
        '(define (problem p)\n(:init (in attic)))'                      || 'line 2: there is no object `attic`; :objects must name it'
        '(define (problem p)\n(:objects x - cave)\n(:goal (in x) (in x)))' || 'line 2: there is no type `cave`; there are lamp, room, thing\nline 3: `:goal` has one formula, not 2'
        '(define (problem p) (:begin))'                                 || 'line 1: `:begin` is no part of a problem; there are :domain, :objects, :init, :goal'
        '(define (problem p) (:init hall (in)))'                        || 'line 1: expected `(PREDICATE TERM ...)`, found `hall`\nline 1: `in` takes 1, not 0'
    }
}
