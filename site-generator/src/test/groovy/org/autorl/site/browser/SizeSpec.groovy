package org.autorl.site.browser

import java.util.zip.GZIPOutputStream
import java.nio.file.Path
import org.autorl.site.RunFolderFixture
import spock.lang.Shared
import spock.lang.Specification

/** What a reader has to load: a page with its style and script, compressed as servers do. */
class SizeSpec extends Specification {
    private static final int KB = 1000

    @Shared
    FixtureSite site = FixtureSite.build('hundred') { Path runs ->
        Crowd.write(runs, 100, [11L])
        RunFolderFixture.write(runs.resolve('r1'))
    }

    private long loaded(String page) {
        def html = site.page(page)
        def besides = (html.toFile().text =~ /(?:<script src|<link rel="stylesheet" href)="([^"]+)"/).collect { it[1] }
        assert besides.any { it.endsWith('style.css') }
        ([html] + besides.collect { html.parent.resolve(it) }).sum { compressed(it) }
    }

    private static long compressed(Path file) {
        def bytes = new ByteArrayOutputStream()
        new GZIPOutputStream(bytes).withCloseable { it << file.toFile().bytes }
        bytes.size()
    }

    def "the front page with a hundred stacks is at most 60 KB"() {
        expect:
        (site.page('index.html').toFile().text =~ /<tr data-page[^>]* data-driver/).size() >= 100
        loaded('index.html') <= 60 * KB
    }

    def "a page of every other kind is at most 100 KB, the runs' too"() {
        given:
        def sizes = site.kinds().collectEntries { [it, loaded(it)] }

        expect:
        sizes.keySet().any { it ==~ '^runs/[^/]+/index.html$' }
        sizes.findAll { page, size -> size > 100 * KB } == [:]
    }
}
