package org.autorl.runner.cli

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.environments.search.Recording
import org.autorl.environments.search.SearchProvider
import org.autorl.environments.search.SearchUnavailable
import org.autorl.records.Digest
import spock.lang.Specification
import spock.lang.TempDir

class SearchOptionsSpec extends Specification {
  static final LIMA = new SearchProvider.Snippet('Peru', 'The capital of Peru is Lima.')

  @TempDir Path temp

  def "nothing answers searches unless it is named"() {
    expect:
    !SearchOptions.named([:])
    !SearchOptions.named([AUTORL_SEARCH: ' '])
    SearchOptions.find([:]).empty
  }

  def "a corpus is named by its content"() {
    given:
    def file = temp.resolve('documents.jsonl')
    Files.writeString(file, '{"title":"Peru","text":"The capital of Peru is Lima."}\n')

    when:
    def found = SearchOptions.find([AUTORL_SEARCH: "corpus:$file".toString()]).get()

    then:
    found.what() == 'corpus:' + Digest.sha256(Files.readAllBytes(file))
    found.provider().search('Peru', 3) == [LIMA]
  }

  def "what was recorded answers again, and nothing else does"() {
    given:
    def file = temp.resolve('searches.jsonl')
    def recording = Recording.of({ query, count -> [LIMA] } as SearchProvider)
    recording.search('Peru', 3)
    recording.write(file)

    when:
    def provider = SearchOptions.find([AUTORL_SEARCH: "replay:$file".toString()]).get().provider()

    then:
    provider.search('Peru', 3) == [LIMA]

    when:
    provider.search('Chile', 3)

    then:
    thrown(SearchUnavailable)
  }

  def "a live service is named by its address, without its key"() {
    when:
    def found = SearchOptions.find([AUTORL_SEARCH: 'https://search.test/find', AUTORL_SEARCH_KEY: 'secret', AUTORL_SEARCH_RECORD: 'said.jsonl']).get()

    then:
    found.what() == 'https://search.test/find'
    found.record() == Optional.of(Path.of('said.jsonl'))
  }

  def "#said is told to be of no use"() {
    when:
    SearchOptions.find([AUTORL_SEARCH: said])

    then:
    UserError e = thrown()
    e.message == message
    e.rendered().contains(SearchOptions.HINT)

    where:
    said              || message
    'corpus:nowhere'  || 'AUTORL_SEARCH cannot be read: nowhere: no such file'
    'replay:nowhere'  || 'AUTORL_SEARCH cannot be read: nowhere: no such file'
    'google'          || 'AUTORL_SEARCH is `google`, which is no kind of search'
    'http://a b'      || 'AUTORL_SEARCH is no address'
  }
}
