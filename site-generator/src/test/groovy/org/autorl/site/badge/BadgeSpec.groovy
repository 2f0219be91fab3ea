package org.autorl.site.badge

import javax.xml.parsers.DocumentBuilderFactory
import spock.lang.Specification

class BadgeSpec extends Specification {
    def "a badge is a picture that needs no other file"() {
        expect:
        new Badge('AutoRL shop', '+50.5 ± 8.2, rank 1').svg() == '''\
<svg xmlns="http://www.w3.org/2000/svg" width="226" height="22" role="img" aria-label="AutoRL shop: +50.5 ± 8.2, rank 1">
<title>AutoRL shop: +50.5 ± 8.2, rank 1</title>
<rect x="0" width="87" height="22" fill="#2b3152"/>
<text x="7.0" y="15" textLength="73.0" lengthAdjust="spacingAndGlyphs" fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">AutoRL shop</text>
<rect x="87" width="139" height="22" fill="#3d4fb8"/>
<text x="94.0" y="15" textLength="125.0" lengthAdjust="spacingAndGlyphs" fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">+50.5 ± 8.2, rank 1</text>
</svg>
'''
    }

    def "whatever a name holds, it stays a picture with that name: #name"() {
        when:
        def svg = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new ByteArrayInputStream(new Badge(name, 'x').svg().getBytes('UTF-8'))).documentElement

        then:
        (0..<svg.childNodes.length).collect { svg.childNodes.item(it).nodeName }.findAll { it != '#text' } == ['title', 'rect', 'text', 'rect', 'text']
        svg.getAttribute('aria-label') == "$shown: x"

        where:
        name                                    || shown
        '"><script>alert(1)</script>'           || '"><script>alert(1)</script>'
        'a & b'                                 || 'a & b'
        'bell \u0007 and \uFFFF'                || 'bell  and '
        '😀'                                    || '😀'
    }
}
