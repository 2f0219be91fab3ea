package org.autorl.runner.sandbox

import java.nio.file.Files
import java.nio.file.Path
import java.util.stream.Stream
import org.autorl.records.Bytes
import org.autorl.runner.execution.Tools
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

class FootprintSpec extends Specification {
  static final int BLOCK = 4096
  static final boolean ROOT = Files.getAttribute(Path.of('/proc/self'), 'unix:uid') == 0

  @TempDir Path temp

  private static Footprint footprint(int files = 1000, long bytes = Long.MAX_VALUE) {
    new Footprint(new Bytes(bytes), files)
  }

  private long blocks() {
    def footprint = footprint()
    footprint.add(temp)
    footprint.bytes().intdiv(BLOCK) as long
  }

  def "files and folders take whole blocks, and at least one"() {
    given: 'a folder, an empty file, one of a byte, one of a block and a byte, a link'
    def folder = Files.createDirectory(temp.resolve('folder'))
    ['empty': 0, 'byte': 1, 'more': BLOCK + 1].each { name, size -> folder.resolve(name).toFile().bytes = new byte[size] }
    Files.createSymbolicLink(folder.resolve('link'), Path.of('/usr'))

    expect: 'with the folder that all is in'
    blocks() == 1 + 1 + 1 + 1 + 2 + 1
  }

  def "a file of two names counts once"() {
    given:
    temp.resolve('one').toFile().bytes = new byte[3 * BLOCK]
    Files.createLink(temp.resolve('two'), temp.resolve('one'))

    expect:
    blocks() == 1 + 3
  }

  def "a file with holes counts as if it had none: a copy has none"() {
    given:
    new RandomAccessFile(temp.resolve('holes').toFile(), 'rw').withCloseable { it.setLength(1L << 40) }

    expect:
    blocks() == 1 + (1L << 28)
  }

  def "what is not there counts nothing"() {
    expect:
    footprint().tap { it.add(temp.resolve('none')) }.bytes() == 0
  }

  def "of too much not all is looked at"() {
    given:
    (1..20).each { temp.resolve("$it").toFile().text = 'x' }
    def few = footprint(10).tap { it.add(temp) }
    def small = footprint(1000, 10 * BLOCK).tap { it.add(temp) }
    def enough = footprint(21, 21 * BLOCK).tap { it.add(temp) }

    expect:
    few.tooLarge()
    few.bytes() == 11 * BLOCK
    small.tooLarge()
    small.bytes() == 11 * BLOCK
    !enough.tooLarge()
    enough.bytes() == 21 * BLOCK
  }

  @Requires(value = { !FootprintSpec.ROOT }, reason = 'nothing is closed to root')
  def "a folder that is closed to its owner hides nothing"() {
    given:
    def folder = Files.createDirectory(temp.resolve('folder'))
    folder.resolve('file').toFile().bytes = new byte[5 * BLOCK]
    ['chmod', '000', folder.toString()].execute().waitFor()

    expect:
    blocks() == 1 + 1 + 5
  }

  @Requires(value = { Tools.missingForPython().empty }, reason = 'there is no python3')
  def "files that are deleted count while a process has them #how"() {
    given:
    def script = """
import mmap, os, sys
f = open(sys.argv[1] + '/gone', 'w+b')
f.write(bytes(8 * $BLOCK)); f.flush()
$line
os.unlink(sys.argv[1] + '/gone')
print('ready', flush=True)
sys.stdin.read()
"""
    def process = ['/usr/bin/python3', '-c', script, temp.toString()].execute()
    assert process.inputStream.newReader().readLine() == 'ready'
    def footprint = footprint()

    when:
    footprint.add(temp)
    footprint.addNameless(temp, Stream.of(process.toHandle()))

    then:
    footprint.bytes() == (1 + 8) * BLOCK

    cleanup:
    process?.waitForOrKill(1)

    where:
    how                  | line
    'open'               | ''
    'mapped'             | 'm = mmap.mmap(f.fileno(), 0); f.close()'
    'open and mapped'    | 'm = mmap.mmap(f.fileno(), 0)'
  }
}
