package org.autorl.environments.search

import com.sun.net.httpserver.HttpServer
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class SearchProvidersSpec extends Specification {
    @TempDir
    Path folder

    static final String DOCUMENTS = '''\
        {"title": "Tea", "text": "Leaves in hot water."}
        {"title": "Coffee", "text": "Beans in hot water."}
        '''.stripIndent()

    Path file(String text) { Files.writeString(folder.resolve('file.jsonl'), text) }

    static snippet(String title, String text) { new SearchProvider.Snippet(title, text) }

    def "a corpus is read by its digest and searched by words and their stems"() {
        given:
        def corpus = Corpus.read(file(DOCUMENTS), JsonLines.sha256(DOCUMENTS.bytes))

        expect:
        corpus.search('a bean', 3) == [snippet('Coffee', 'Beans in hot water.')]
        corpus.search('hot waters', 3)*.title() == ['Tea', 'Coffee']
        corpus.search('hot waters', 1)*.title() == ['Tea']
        corpus.search('milk', 3) == []
    }

    def "another file, or one of another form, is refused: #text"() {
        given:
        def path = file(text)

        when:
        Corpus.read(path, digest ?: JsonLines.sha256(text.bytes))

        then:
        IOException e = thrown()
        e.message == message.replace('FILE', path.toString())

        where:
        text                 | digest || message
        '{}'                 | 'abc'  || 'FILE is another file: its SHA-256 is 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
        '{"title": "Tea"}'   | null   || 'line 1 of FILE has no `text`'
        'tea'                | null   || 'line 1 of FILE is no JSON'
    }

    def "what was searched once is searched again offline, byte for byte"() {
        given:
        def asked = []
        def recording = Recording.of({ query, count -> asked << query; query == 'milk' ? [] : [snippet(query, 'text of ' + query)] })
        recording.search('tea', 3)
        recording.search('milk', 3)
        recording.search('tea', 3)
        def record = folder.resolve('record.jsonl')
        def digest = recording.write(record)

        when:
        def replay = Recording.replay(record, digest)

        then:
        asked == ['tea', 'milk']
        replay.search('milk', 3) == []
        replay.search('tea', 3) == [snippet('tea', 'text of tea')]
        replay.write(folder.resolve('again.jsonl')) == digest
        Files.readString(record) == '''\
            {"query":"tea","count":3,"results":[{"title":"tea","text":"text of tea"}]}
            {"query":"milk","count":3,"results":[]}
            '''.stripIndent()

        when:
        replay.search('coffee', 3)

        then: 'a miss is no empty result'
        SearchUnavailable e = thrown()
        e.message == "$record has no search for `coffee` with 3 results"
    }

    def "a service is asked with the query and the key, and its first results are taken"() {
        given:
        def asked = []
        def server = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
        server.createContext('/search.json') { exchange ->
            asked << exchange.requestURI.rawQuery
            def body = asked.size() == 1
                    ? '{"organic_results": [{"title": "A", "snippet": "a"}, {"title": "no text"}, {"title": "B", "snippet": "b"}, {"title": "C", "snippet": "c"}]}'
                    : asked.size() == 2 ? '{}' : 'no JSON'
            exchange.sendResponseHeaders(asked.size() == 4 ? 500 : 200, body.length())
            exchange.responseBody.withStream { it << body }
        }
        server.start()
        def address = URI.create("http://127.0.0.1:${server.address.port}/search.json")
        def search = new HttpSearch(address, 'secret')

        when:
        def found = search.search('tea & milk', 2)

        then:
        found == [snippet('A', 'a'), snippet('B', 'b')]
        asked == ['engine=google&q=tea+%26+milk&api_key=secret']
        search.search('nothing', 2) == []

        when: 'it fails, that is no empty result, and the key is not in the message'
        def messages = (1..2).collect {
            try {
                search.search('tea', 2)
                'no error'
            } catch (SearchUnavailable e) {
                e.message
            }
        }

        then:
        messages == ["$address answered with what is no JSON", "$address answered with status 500"]*.toString()

        cleanup:
        server.stop(0)
    }
}
