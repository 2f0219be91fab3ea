package org.autorl.runner.hub

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.DataSource
import org.autorl.records.Json
import org.eclipse.jgit.api.Git
import org.eclipse.jgit.lib.PersonIdent
import spock.lang.Specification
import spock.lang.TempDir

class GitCloneSpec extends Specification {
  @TempDir Path temp
  Store store
  String first
  String second

  def setup() {
    store = new Store(temp.resolve('cache'))
    def who = new PersonIdent('A', 'a@example.org', 0L, 0)
    Git.init().setDirectory(temp.resolve('origin').toFile()).call().withCloseable { git ->
      first = ['one', 'two'].collect { text ->
        temp.resolve('origin/data.txt').toFile().text = text
        Files.deleteIfExists(temp.resolve('origin/link'))
        Files.createSymbolicLink(temp.resolve('origin/link'), Path.of('/etc/passwd'))
        git.add().addFilepattern('.').call()
        def commit = git.commit().setMessage(text).setAuthor(who).setCommitter(who).setSign(false).call()
        if (text == 'one') {
          git.tag().setName('0.1').setMessage('first').setTagger(who).setSigned(false).call()
        }
        second = commit.name
        commit.name
      }[0]
    }
  }

  def "the files are those of the #what, links are no links, and the second time nothing is fetched"() {
    given:
    def source = source(revision(this))

    expect:
    !store.has(source)
    clone(source) > 0
    store.has(source)
    store.folder(source).toFile().list().sort() == ['data.txt', 'link']
    store.folder(source).resolve('data.txt').toFile().text == text
    !Files.isSymbolicLink(store.folder(source).resolve('link'))
    Json.readObject(store.folder(source).resolveSibling('manifest.json').toFile().text).get('commit').asText() == [one: first, two: second][text]
    clone(source) == 0

    where:
    what                    | text  | revision
    'tag'                   | 'one' | { '0.1' }
    'commit'                | 'one' | { it.first }
    'newest commit'         | 'two' | { it.second }
  }

  def "a repository without #what is told"() {
    when:
    clone(new DataSource.GitRepository(temp.resolve(origin).toUri().toString(), revision, 'MIT', rows()))

    then:
    FetchFailed e = thrown()
    e.message.startsWith(message(temp.resolve(origin).toUri().toString()))
    !store.has(new DataSource.GitRepository(temp.resolve(origin).toUri().toString(), revision, 'MIT', rows()))

    where:
    what         | origin   | revision || message
    'a commit'   | 'origin' | 'a' * 40 || { "$it has no commit ${'a' * 40}" }
    'a tag'      | 'origin' | '9.9'    || { "$it could not be fetched: " }
    'anything'   | 'nobody' | '0.1'    || { "$it could not be fetched: " }
  }

  private DataSource.GitRepository source(String revision) {
    new DataSource.GitRepository(temp.resolve('origin').toUri().toString(), revision, 'MIT', rows())
  }

  private static DataSource.Rows rows() {
    new DataSource.Rows(Optional.empty(), 0, Optional.empty())
  }

  private long clone(DataSource.GitRepository source) {
    new GitClone(store, new Transfer() {
      void begin(String what, long bytes, long there) {}

      void advance(long bytes) {}

      void end() {}

      void say(String line) {}
    }).fetch(source)
  }
}
