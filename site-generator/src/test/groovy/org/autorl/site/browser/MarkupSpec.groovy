package org.autorl.site.browser

import java.nio.file.Path
import nu.validator.htmlparser.common.XmlViolationPolicy
import nu.validator.htmlparser.dom.HtmlDocumentBuilder
import nu.validator.validation.SimpleDocumentValidator
import org.w3c.dom.Element
import org.xml.sax.ErrorHandler
import org.xml.sax.InputSource
import org.xml.sax.SAXParseException
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** What the pages are made of, with no browser: valid HTML, and nothing that the policy on contents would have to stop. */
class MarkupSpec extends Specification {
    static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"

    @Shared
    SimpleDocumentValidator validator = new SimpleDocumentValidator()

    @TempDir
    Path folder

    def setupSpec() {
        validator.setUpMainSchema('http://s.validator.nu/html5-rdfalite.rnc', new Told())
    }

    private static class Told implements ErrorHandler {
        final List<String> problems = []

        @Override
        void warning(SAXParseException e) {
            problems << "line $e.lineNumber: $e.message".toString()
        }

        @Override
        void error(SAXParseException e) {
            warning(e)
        }

        @Override
        void fatalError(SAXParseException e) {
            warning(e)
        }
    }

    private List<String> invalid(Path page) {
        def told = new Told()
        validator.setUpValidatorAndParsers(told, true, false)
        page.toFile().withInputStream { validator.checkHtmlInputSource(new InputSource(byteStream: it, systemId: 'https://board.example/index.html', encoding: 'UTF-8')) }
        told.problems
    }

    /** What a page has that it must not: code or styles in itself, whatever is fetched from elsewhere, and addresses that are none. */
    static List<String> forbidden(String html) {
        def elements = new HtmlDocumentBuilder(XmlViolationPolicy.ALLOW).parse(new InputSource(new StringReader(html))).getElementsByTagName('*')
        (0..<elements.length).collectMany { i ->
            def element = (Element) elements.item(i)
            def attributes = (0..<element.attributes.length).collect { element.attributes.item(it) }
            attributes.findAll { stopped(element.nodeName, it.nodeName, it.nodeValue) }.collect { "$element.nodeName $it.nodeName=$it.nodeValue" } +
                (element.nodeName in ELEMENTS || element.nodeName == 'script' && element.textContent ? ["element $element.nodeName"] : [])
        }*.toString()
    }

    private static final Set<String> ELEMENTS = ['style', 'iframe', 'object', 'embed', 'base', 'frame', 'applet', 'video', 'audio', 'image', 'use'] as Set
    private static final String OWN = '(\\.\\./)*[\\w/.-]*'

    private static boolean stopped(String element, String name, String value) {
        switch (name) {
            case 'style': return true
            case ~/on.*/: return true
            case 'src': return !(element == 'script' && value ==~ /(\.\.\/)*[a-z]+\.js/ || element == 'img' && value ==~ OWN + '\\.(svg|png)')
            case ['srcset', 'srcdoc', 'poster', 'data', 'action', 'formaction', 'background', 'xlink:href', 'ping']: return true
            case 'http-equiv': return value != 'Content-Security-Policy'
            case 'href': return !(element == 'link' && value.startsWith('data:image/svg+xml,') || value ==~ OWN + '(\\?[\\w=&%./-]*)?(#[\\w.-]+)?' || element == 'a' && value ==~ 'https://[^\\s]+')
            default: return false
        }
    }

    def "every page is valid HTML, also its pictures"() {
        given:
        def site = FixtureSite.whole()

        expect:
        site.pages().size() > 400
        site.kinds().collectMany { path -> invalid(site.page(path)).collect { "$path, $it".toString() } } == []
    }

    def "the validator would tell of markup that is not closed, and of an element where none may be"() {
        given:
        def page = folder.resolve('bad.html')
        page.toFile().text = '<!DOCTYPE html>\n<html lang="en"><title>Bad</title>\n<ul><p>no item</ul><b>open'

        expect:
        invalid(page)*.find(/line \d+/) as Set == ['line 3'] as Set
    }

    def "style.css is valid"() {
        given:
        def told = new Told()
        validator.setUpValidatorAndParsers(told, true, false)

        when:
        validator.checkCssFile(FixtureSite.whole().page('style.css').toFile(), true)

        then:
        told.problems == []
    }

    def "no page has code, styles or event handlers in itself, nor fetches anything from elsewhere, and each has the policy"() {
        given:
        def site = FixtureSite.whole()
        def texts = site.pages().collectEntries { [it, site.page(it).toFile().getText('UTF-8')] }

        expect:
        texts.collectMany { path, html -> forbidden(html).collect { "$path: $it" } } == []
        texts.findAll { path, html -> !html.contains("content=\"$POLICY\"") }.keySet() == [] as Set
        !(site.page('style.css').toFile().text =~ /url\(|@import/)
    }

    def "it would be told: #html"() {
        expect:
        forbidden(html).size() == 1

        where:
        html << ['<script>x</script>', '<script src="https://elsewhere.example/x.js"></script>', '<p style="color:red">', '<svg\nonload="x">', '<style></style>',
                 '<img src="https://elsewhere.example/x.png">', '<link rel="stylesheet" href="https://elsewhere.example/x.css">', '<iframe>',
                 '<a class="x" href="javascript:x">', '<meta http-equiv="refresh" content="0">']
    }
}
