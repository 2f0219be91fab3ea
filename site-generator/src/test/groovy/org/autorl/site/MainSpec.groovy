package org.autorl.site

import spock.lang.Specification

class MainSpec extends Specification {
    static final List<String> NEEDED = ['--runs', 'a', '--results', 'b', '--content', 'c', '--out', 'd']

    def "options are pairs of a name and a value"() {
        given:
        def wrong = []

        expect:
        Main.options((NEEDED + ['--state', 'e']) as String[], wrong) == ['--runs': 'a', '--results': 'b', '--content': 'c', '--out': 'd', '--state': 'e']
        wrong == []
    }

    def "all mistakes are told at once: #args"() {
        given:
        def wrong = []

        when:
        Main.options(args as String[], wrong)

        then:
        wrong == told

        where:
        args                         || told
        []                           || ['`--runs` is missing', '`--results` is missing', '`--content` is missing', '`--out` is missing']
        NEEDED + ['--jump', 'f']     || ['there is no option `--jump`']
        NEEDED + ['--state']         || ['`--state` has no value']
        NEEDED.drop(2) + ['x', 'y']  || ['there is no option `x`', '`--runs` is missing']
    }
}
