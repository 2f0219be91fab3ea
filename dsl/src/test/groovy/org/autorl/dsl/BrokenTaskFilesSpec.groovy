package org.autorl.dsl

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

class BrokenTaskFilesSpec extends Specification {
  static final Path FILES = Path.of('src/test/resources')

  @TempDir Path temp

  def "the good twin of all broken files loads"() {
    expect:
    TaskFile.load(FILES.resolve('good.groovy')).tasks()*.id() == ['sums']
  }

  def "a task file with #mistake is refused in these words"() {
    when:
    TaskFile.load(FILES.resolve("broken/${mistake}.groovy"))

    then:
    TaskFileException refused = thrown()
    refused.message.replace('src/test/resources/broken/', '') == FILES.resolve("broken/${mistake}.txt").toFile().text

    where:
    mistake << brokenFiles()
  }

  def "every broken file is found"() {
    expect:
    brokenFiles().size() >= 160
  }

  def "a task file that is not there is refused"() {
    when:
    TaskFile.load(Path.of('no/such/tasks.groovy'))

    then:
    TaskFileException refused = thrown()
    refused.message == '''error: there is no task file `no/such/tasks.groovy`

hint: Name one, such as `tasks.groovy`.
'''
  }

  def "a file that is not UTF-8 text is refused without a stack trace"() {
    given:
    def file = Files.write(temp.resolve('tasks.groovy'), [0xff, 0xfe, 0x00] as byte[])

    when:
    TaskFile.load(file)

    then:
    TaskFileException refused = thrown()
    refused.message.replace(temp.toString(), 'TEMP') == '''error: `TEMP/tasks.groovy` is not UTF-8 text

hint: Save it as UTF-8.
'''
  }

  def "a file without end is refused before it is parsed"() {
    given:
    def file = temp.resolve('tasks.groovy').toFile()
    file.text = "suite('long') {}\n" + ' ' * (1 << 20)

    when:
    TaskFile.load(file.toPath())

    then:
    TaskFileException refused = thrown()
    refused.message.replace(temp.toString(), 'TEMP') == '''error: `TEMP/tasks.groovy` has 1048593 bytes
  a task file has 1 MiB at most

hint: Put data into files that it names.
'''
  }

  def "brackets without end are refused without a stack trace"() {
    given:
    def file = temp.resolve('tasks.groovy').toFile()
    file.text = 'about ' + '(' * 20000 + '1' + ')' * 20000

    when:
    TaskFile.load(file.toPath())

    then:
    TaskFileException refused = thrown()
    refused.message.replace(temp.toString(), 'TEMP') == """error: brackets stand 101 deep here
  TEMP/tasks.groovy:1:107
      ${'(' * 120}
      ${' ' * 59}^
  a task file needs about five

hint: Look for brackets that are not closed.
"""
  }

  def "a changed #name file is never misunderstood: #seed"() {
    given: 'a good file in which words and values are left out, doubled, swapped or retyped'
    def random = new Random(seed)
    def good = FILES.resolve("${name}.groovy").toFile().text
    def suite = TaskFile.load(FILES.resolve("${name}.groovy"))
    def file = FILES.resolve("mutated-${name}-${seed}.groovy")

    expect: 'either it is refused with a place, or it says something else, or the change was none'
    (1..12).every {
      def (what, text) = mutated(good, random)
      file.toFile().text = text
      try {
        def changed = TaskFile.load(file)
        assert changed != suite || meansTheSame(good, text): what
      } catch (TaskFileException refused) {
        assert refused.message ==~ /(?s)(error: [^\n]+\n  [^\n]*\.groovy:\d+:\d+\n.*?\nhint: [^\n]+\n\n?)+/: what
        assert !refused.message.contains('Exception'): what
      }
      true
    }

    cleanup:
    file.toFile().delete()

    where:
    [name, seed] << [['good', 'full'], 1..15].combinations()
  }

  /** What was done to the text, and the text. */
  static List<String> mutated(String text, Random random) {
    def tokens = (text =~ /'[^']*'|\w+|\S/).collect()
    def spans = []
    def matcher = text =~ /'[^']*'|\w+|\S/
    while (matcher.find()) {
      spans << [matcher.start(), matcher.end()]
    }
    int at = random.nextInt(spans.size())
    def (int from, int to) = spans[at]
    def token = text.substring(from, to)
    switch (random.nextInt(4)) {
      case 0: return ["without `$token` at $from", text.substring(0, from) + text.substring(to)]
      case 1: return ["`$token` twice at $from", text.substring(0, to) + ' ' + text.substring(from)]
      case 2:
        int other = random.nextInt(spans.size())
        def (first, second) = [spans[Math.min(at, other)], spans[Math.max(at, other)]]
        return ["swapped $first and $second", at == other ? text : text.substring(0, first[0]) + text.substring(second[0], second[1]) +
          text.substring(first[1], second[0]) + text.substring(first[0], first[1]) + text.substring(second[1])]
      default: return ["`${tokens[at]}` retyped at $from", text.substring(0, from) + token.reverse() + text.substring(to)]
    }
  }

  /** Whether two texts differ in layout, and in what may be written in several ways, alone. */
  private static boolean meansTheSame(String one, String other) {
    def plain = { it.replaceAll(/[\s();,]/, '') }
    plain(one) == plain(other)
  }

  def "numbers in messages do not follow the locale"() {
    given:
    def before = Locale.default
    Locale.default = Locale.forLanguageTag('ar-EG')

    when:
    TaskFile.load(FILES.resolve('broken/two-values.groovy'))

    then:
    TaskFileException refused = thrown()
    refused.message.replace('src/test/resources/broken/', '') == FILES.resolve('broken/two-values.txt').toFile().text

    cleanup:
    Locale.default = before
  }

  private static List<String> brokenFiles() {
    FILES.resolve('broken').toFile().list().findAll { it.endsWith('.groovy') }.collect { it - '.groovy' }.sort()
  }
}
