package org.autorl.graders

import org.autorl.graders.Equality.SameNumber
import org.autorl.graders.Equality.SameText
import spock.lang.Specification
import spock.lang.Timeout

class EqualitySpec extends Specification {

    def "'#answer' and '#gold' are the same text: #exact, and with case folded: #folded"() {
        expect:
        new SameText(false).same(answer, gold) == exact
        new SameText(true).same(answer, gold) == folded

        where:
        answer   | gold    || exact | folded
        'Paris'  | 'Paris' || true  | true
        'PARIS'  | 'Paris' || false | true
        'Paris ' | 'Paris' || false | false
        ''       | ''      || true  | true
    }

    def "case is folded the same in a locale with letters of its own"() {
        given:
        def usual = Locale.default
        Locale.setDefault(Locale.forLanguageTag('tr'))

        expect:
        new SameText(true).same('TITLE', 'title')

        cleanup:
        Locale.setDefault(usual)
    }

    def "#answer is the number #gold"() {
        expect:
        SameNumber.exactly().same(answer, gold)

        where:
        answer      | gold
        '1,234.50'  | '1234.5'
        '$1,234.50' | '1234.5'
        '-$5'       | '-5'
        '$-5'       | '-5'
        '42.'       | '42'
        '+42'       | '42'
        '.5'        | '0.50'
        '1.5e3'     | '1500'
        '-0'        | '0'
        ' 7 '       | '7'
        '0.1'       | '0.10000000000000000000'
    }

    def "#answer is not the number #gold"() {
        expect:
        !SameNumber.exactly().same(answer, gold)

        where:
        answer        | gold
        '1234.51'     | '1,234.50'
        '-42'         | '42'
        ''            | '0'
        'seven'       | '7'
        '7 apples'    | '7'
        '--7'         | '-7'
        'NaN'         | '0'
        '0x7'         | '7'
        '1e9999'      | '1'
        '9007199254740993' | '9007199254740992'
        '1' * 1001    | '1'
    }

    def "|#a - #b| is within an absolute #absolute or a relative #relative: #same"() {
        expect: 'the formula of math.isclose, with its examples'
        new SameNumber(absolute, relative).same(a, b) == same

        where:
        a          | b      | absolute | relative || same
        '10.0001'  | '10'   | 1e-4     | 0.0      || true
        '10.00011' | '10'   | 1e-4     | 0.0      || false
        '105'      | '100'  | 0.0      | 0.05     || true
        '106'      | '100'  | 0.0      | 0.05     || false
        '0.001'    | '0'    | 0.0      | 0.99     || false
        '0.001'    | '0'    | 0.001    | 0.0      || true
        '0.1'      | '0.3'  | 0.2      | 0.0      || true
    }

    def "a number equals the same numbers from either side, and itself"() {
        given:
        def random = new SplittableRandom(3)

        expect:
        (1..500).every {
            def a = (random.nextInt(-1000, 1000) / 10).toString()
            def b = (random.nextInt(-1000, 1000) / 10).toString()
            def rule = new SameNumber(random.nextInt(100) / 10, random.nextInt(99) / 100)
            rule.same(a, b) == rule.same(b, a) && rule.same(a, a)
        }
    }

    @Timeout(10)
    def "an exponent that would fill all memory is no number"() {
        expect:
        !SameNumber.exactly().same('1e999999999', '1')
    }

    def "a gold answer that is no number is the task's mistake"() {
        when:
        SameNumber.exactly().same('7', 'seven')

        then:
        IllegalArgumentException e = thrown()
        e.message == 'the gold answer `seven` is no number; digits with sign, commas, a decimal point and an exponent of three digits are allowed'
    }

    def "tolerances of #absolute and #relative are refused"() {
        when:
        new SameNumber(absolute, relative)

        then:
        IllegalArgumentException e = thrown()
        e.message == message

        where:
        absolute | relative | message
        -0.1     | 0.0      | 'an absolute tolerance of -0.1 is negative; 0 or more is allowed'
        0.0      | -0.1     | 'a relative tolerance of -0.1 is allowed from 0 to below 1'
        0.0      | 1.0      | 'a relative tolerance of 1.0 is allowed from 0 to below 1'
    }
}
