package org.autorl.site.data

import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import org.autorl.site.page.Pages
import spock.lang.Specification
import spock.lang.TempDir

class SiteMapSpec extends Specification {
    @TempDir
    Path out

    List<String> locations(String name) {
        def found = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(out.resolve(name).toFile()).getElementsByTagName('loc')
        (0..<found.length).collect { found.item(it).textContent }
    }

    def "more pages than a map may hold are in several, which an index names"() {
        when:
        SiteMap.write(new Pages(out, [:]), 'https://board.example/', ['a.html', 'b.html', 'c.html'].stream(), 2)

        then:
        locations('sitemap.xml') == ['https://board.example/sitemap-1.xml', 'https://board.example/sitemap-2.xml']
        locations('sitemap-1.xml') + locations('sitemap-2.xml') == ['a', 'b', 'c'].collect { "https://board.example/${it}.html" }*.toString()
    }

    def "what an address cannot hold is written in percent"() {
        when:
        SiteMap.write(new Pages(out, [:]), 'https://board.example/', ["runs/a b<&'é/index.html"].stream())

        then:
        locations('sitemap.xml') == ["https://board.example/runs/a%20b%3C&'%C3%A9/index.html"]
    }
}
