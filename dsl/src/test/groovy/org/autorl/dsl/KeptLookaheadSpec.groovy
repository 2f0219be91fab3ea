package org.autorl.dsl

import java.nio.file.Path
import org.codehaus.groovy.control.ParserPluginFactory
import spock.lang.Specification

class KeptLookaheadSpec extends Specification {
  static final Path FILES = Path.of('src/test/resources')

  def "#name is read without falling back to the parser as it comes"() {
    expect:
    KeptLookahead.tree(Parsed.source(KeptLookahead.factory(), file.text)).present

    where:
    file << [Path.of('../tasks.groovy'), FILES.resolve('good.groovy')]*.toFile()
    name = file.name
  }

  def "#name means the same with a parser that keeps what it sees ahead, down to the last column"() {
    expect:
    parsed(file.text) == asItComes(file.text)

    where:
    file << [new File('../tasks.groovy'), FILES.resolve('good.groovy').toFile()] +
      FILES.resolve('broken').toFile().listFiles().findAll { it.name.endsWith('.groovy') }.sort()
    name = file.name
  }

  def "a changed task file means the same, or is wrong in the same words: #seed"() {
    given:
    def random = new Random(seed)
    def good = FILES.resolve('good.groovy').toFile().text

    expect: 'changes upon changes too, and what earlier texts left behind has no effect'
    (1..10).every {
      def (what, text) = BrokenTaskFilesSpec.mutated(good, random)
      def (further, other) = BrokenTaskFilesSpec.mutated(text, random)
      assert parsed(text) == asItComes(text): what
      assert parsed(other) == asItComes(other): "$what, $further"
      true
    }

    where:
    seed << (1..10)
  }

  private static List<String> parsed(String text) {
    Parsed.by(KeptLookahead.factory(), text)
  }

  private static List<String> asItComes(String text) {
    Parsed.by(ParserPluginFactory.antlr4(), text)
  }
}
