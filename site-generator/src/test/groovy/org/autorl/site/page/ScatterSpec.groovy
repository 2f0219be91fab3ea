package org.autorl.site.page

import spock.lang.Specification

class ScatterSpec extends Specification {
    static Scatter of(Map<String, List<Double>> points) {
        new Scatter('Title', 'dollars', points.collect { name, at -> new Scatter.Point(at[0], at[1], name) })
    }

    def "on the front is who costs less than all that are worth as much: #front"() {
        expect:
        of(points).front()*.name() == front

        where:
        points                                              || front
        [a: [1d, 5d], b: [2d, 4d], c: [3d, 9d]]             || ['a', 'c']
        [a: [1d, 5d], b: [1d, 7d]]                          || ['b']
        [a: [2d, -3d]]                                      || ['a']
        [a: [1d, 5d], b: [2d, 5d]]                          || ['a']
    }

    def "a name that is markup stays a name"() {
        when:
        def svg = of(['<script>"&': [1d, 2d], b: [2d, 3d]]).svg()

        then:
        !svg.contains('<script>')
        svg.contains('&lt;script&gt;&quot;&amp;')
    }

    def "costs begin at none, or at a round number near the least where all would crowd to the right: #costs"() {
        when:
        def svg = of(costs.withIndex().collectEntries { cost, i -> ["p$i".toString(), [cost, i as double]] }).svg()

        then: 'the first number below the axis'
        (svg =~ /text-anchor="middle">([^<]*)</)[0][1] == first

        where:
        costs              || first
        [1d, 10d]          || '0'
        [2.6d, 2.9d]       || '2.60'
        [2.63d, 2.9d]      || '2.60'
        [3d, 3d]           || '0.0'
        [0d]               || '0.0'
    }
}
