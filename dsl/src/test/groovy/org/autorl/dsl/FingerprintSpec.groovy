package org.autorl.dsl

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class FingerprintSpec extends Specification {
  @TempDir Path temp

  String good = Path.of('src/test/resources/good.groovy').toFile().text

  def setup() {
    Files.writeString(temp.resolve('prompt.md'), 'Make the policy better.')
    Files.createDirectory(temp.resolve('policy'))
  }

  def "comments, spaces and another way to write a size change nothing"() {
    expect:
    load(good.replace('memory 2.GB', '// as much as a laptop has\n    memory   2048.MB')).fingerprint() == load(good).fingerprint()
  }

  def "another #part is another suite"() {
    expect:
    good.contains(from)
    load(good.replace(from, to)).fingerprint() != load(good).fingerprint()

    where:
    part        | from             | to
    'number'    | 'passAt 40'      | 'passAt 41'
    'seed'      | 'seed: 1\n'      | 'seed: 2\n'
    'unit'      | '90.seconds'     | '90.minutes'
    'direction' | 'higherIsBetter' | 'lowerIsBetter'
    'text'      | 'to add.'        | 'to add up.'
  }

  def "a suite that is read twice is the same suite"() {
    expect:
    load(good) == load(good)
  }

  private load(String text) {
    TaskFile.load(Files.writeString(temp.resolve('tasks.groovy'), text))
  }
}
