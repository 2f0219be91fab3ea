package org.autorl.runner.submission

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.time.Instant
import java.time.InstantSource
import org.eclipse.jgit.internal.storage.file.FileRepository
import org.eclipse.jgit.lib.ObjectId
import org.eclipse.jgit.revwalk.RevWalk
import org.eclipse.jgit.treewalk.TreeWalk
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class CodeRevisionsSpec extends Specification {
  @TempDir Path temp
  Path code
  @AutoCleanup CodeRevisions revisions

  def setup() {
    code = Files.createDirectories(temp.resolve('workspace/code'))
    revisions = open()
  }

  private CodeRevisions open() {
    new CodeRevisions(temp.resolve('code.git'), code, InstantSource.fixed(Instant.EPOCH))
  }

  private void write(String name, String text) {
    Files.createDirectories(code.resolve(name).parent)
    code.resolve(name).toFile().text = text
  }

  /** Message and paths of a commit. */
  private List read(String commit) {
    def repository = new FileRepository(temp.resolve('code.git').toFile())
    def found = new RevWalk(repository).parseCommit(ObjectId.fromString(commit))
    def walk = new TreeWalk(repository)
    walk.addTree(found.tree)
    walk.recursive = true
    def paths = []
    while (walk.next()) {
      paths << walk.pathString
    }
    repository.close()
    [found.fullMessage, paths]
  }

  private int commits() {
    def repository = new FileRepository(temp.resolve('code.git').toFile())
    def walk = new RevWalk(repository)
    walk.markStart(walk.parseCommit(repository.resolve('refs/heads/main')))
    def count = walk.count { true }
    repository.close()
    count
  }

  def "code is committed when it changed, and only then"() {
    given:
    write('train.py', 'rate = 1')
    write('lib/a.py', '')

    when:
    def first = revisions.commit('submission 1').get()
    def second = revisions.commit('submission 2').get()
    write('train.py', 'rate = 2')
    def third = revisions.commit('submission 3').get()

    then:
    second == first
    third != first
    read(third) == ['submission 3', ['lib/a.py', 'train.py']]
  }

  def "weights, large files, links and pipes are left out, and the commit says so"() {
    given:
    write('train.py', 'x')
    endings.each { write("w.$it", 'x') }
    write('large.txt', 'x' * ((1 << 20) + 1))
    Files.createSymbolicLink(code.resolve('link.py'), Path.of('/etc/passwd'))
    Files.createSymbolicLink(code.resolve('loop'), code)
    assert ['mkfifo', code.resolve('pipe').toString()].execute().waitFor() == 0

    expect:
    read(revisions.commit('submission 1').get()) == [
      'submission 1\n\nleft out: 10 of weights or data\nleft out: 1 over 1 MiB\nleft out: 3 that are links or no plain files',
      ['train.py'],
    ]

    where:
    endings = ['safetensors', 'bin', 'pt', 'pth', 'gguf', 'ckpt', 'npz', 'onnx', 'PT', 'Safetensors']
  }

  def "a repository in the code is not followed, nor are names that none can hold"() {
    given:
    write('.git/config', 'x')
    write('a/.git/config', 'x')
    write('a/b.py', 'x')
    write('.GIT', 'x')

    expect:
    read(revisions.commit('submission 1').get()) == ['submission 1\n\nleft out: 1 with names that no revision can hold', ['a/b.py']]
  }

  def "folders without end are left out below the 32nd"() {
    given:
    write('a/' * 40 + 'deep.py', 'x')
    write('b/' * 32 + 'there.py', 'x')

    expect:
    read(revisions.commit('submission 1').get()) == ['submission 1\n\nleft out: 1 deeper than 32 folders', ['b/' * 32 + 'there.py']]
  }

  def "of more files than a revision has, the first ten thousand are taken"() {
    given:
    10_050.times { code.resolve("f$it").toFile().text = '' }

    when:
    def (message, paths) = read(revisions.commit('submission 1').get())

    then:
    message == 'submission 1\n\nleft out: 50 after the first 10000 files'
    paths.size() == 10_000
  }

  def "a revision has 64 MiB at most"() {
    given:
    def random = new Random(1)
    def bytes = new byte[1 << 20]
    70.times {
      random.nextBytes(bytes)
      Files.write(code.resolve("f$it"), bytes)
    }

    when:
    def (message, paths) = read(revisions.commit('submission 1').get())

    then:
    message == 'submission 1\n\nleft out: 6 after the first 64 MiB'
    paths.size() == 64
  }

  def "the watcher does not read a file that looks the same; a submission does"() {
    given:
    write('train.py', 'rate = 1')
    revisions.noteChange()
    def time = Files.getLastModifiedTime(code.resolve('train.py'))

    when: 'a change hides itself'
    code.resolve('train.py').toFile().text = 'rate = 2'
    Files.setLastModifiedTime(code.resolve('train.py'), time)
    revisions.noteChange()

    then:
    commits() == 1

    when:
    revisions.commit('submission 1')

    then:
    commits() == 2

    when: 'one that does not is seen at once'
    code.resolve('train.py').toFile().text = 'rate = 3'
    Files.setLastModifiedTime(code.resolve('train.py'), FileTime.fromMillis(time.toMillis() + 1))
    revisions.noteChange()

    then:
    commits() == 3
  }

  def "code that becomes a link is not followed"() {
    given:
    write('train.py', 'x')
    def before = revisions.commit('submission 1')
    Files.move(code, code.resolveSibling('was'))
    Files.createSymbolicLink(code, Path.of('/etc'))

    expect:
    revisions.commit('submission 2') == before
    CodeTree.of(code.resolveSibling('was'), new FileRepository(temp.resolve('code.git').toFile()).newObjectInserter(), [:], 1 << 20).files().keySet() == ['train.py'] as Set
  }

  def "new content that the history has no room for is left out"() {
    given:
    write('a.py', 'x')
    def inserter = new FileRepository(temp.resolve('code.git').toFile()).newObjectInserter()

    expect:
    CodeTree.of(code, inserter, [:], 4096).note() == '\n\nleft out: 1 for which the history has no room'
    CodeTree.of(code, inserter, [:], 4097).note() == ''
    CodeTree.of(code, inserter, [:], 0).note() == ''
  }

  def "an empty folder, or none, is no revision"() {
    given:
    Files.delete(code)

    expect:
    revisions.commit('submission 1') == Optional.empty()
  }
}
