package org.autorl.site.page

import spock.lang.Specification

class TextSpec extends Specification {
    def "a number has one digit after the point, as the formatter gives it: #value"() {
        expect:
        Text.number(value) == String.format(Locale.ROOT, '%.1f', value)
        Text.signed(value) == String.format(Locale.ROOT, '%+.1f', value)

        where:
        value << [0d, -0d, 0.04d, -0.04d, 0.05d, -0.05d, 0.15d, 0.25d, 0.35d, 1.05d, 8.45d, 33.333d, 99.95d, -99.95d, 1234567.89d, 1e12d, 1e300d,
                  Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY]
    }

    def "the address of `#name` is #address"() {
        expect:
        Text.address(name) ==~ address

        where:
        name       || address
        'embedded' || 'embedded'
        'a/../b'   || /a-b-[0-9a-f]{6}/
        'Embedded' || /embedded-[0-9a-f]{6}/
        ''         || ''
    }
}
