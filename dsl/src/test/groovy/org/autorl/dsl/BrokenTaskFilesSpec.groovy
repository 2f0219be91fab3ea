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
    brokenFiles().size() >= 40
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
