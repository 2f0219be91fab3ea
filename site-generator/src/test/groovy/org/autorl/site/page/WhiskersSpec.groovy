package org.autorl.site.page

import org.autorl.site.page.Whiskers.Interval
import org.autorl.site.page.Whiskers.Picture
import spock.lang.Specification

class WhiskersSpec extends Specification {
    static List<Picture> pictures(List<Interval> intervals) {
        def scale = Whiskers.Scale.of(intervals)
        intervals.collect { scale.picture(it) }
    }

    def "intervals stand on one scale that has zero on it"() {
        expect:
        pictures([new Interval(20, 10, 30), new Interval(80, 60, 98)]) == [new Picture('M11 4H31M21 1V7', 'M1 0V8'), new Picture('M61 4H99M81 1V7', 'M1 0V8')]
        pictures([new Interval(0, -49, 49)]) == [new Picture('M1 4H99M50 1V7', 'M50 0V8')]
    }

    def "an interval of nothing is drawn too, and a scale of none is one"() {
        expect:
        pictures([new Interval(0, 0, 0)]) == [new Picture('M1 4H1M1 1V7', 'M1 0V8')]
        Whiskers.Scale.of([]) == Whiskers.Scale.of([new Interval(0, 0, 0)])
    }

    def "ticks from #low to #high, about #many, are #texts"() {
        given:
        def ticks = Ticks.between(low, high, many)

        expect:
        ticks.at().collect { ticks.text(it) } == texts

        where:
        low    | high | many || texts
        0d     | 9.5d | 5    || ['0', '2', '4', '6', '8']
        -4.1d  | 61d  | 4    || ['0', '20', '40', '60']
        0.16d  | 0.46d| 4    || ['0.2', '0.3', '0.4']
        3d     | 3d   | 4    || ['3.000000000000']
    }
}
