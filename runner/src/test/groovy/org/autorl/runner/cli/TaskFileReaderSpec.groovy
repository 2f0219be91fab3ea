package org.autorl.runner.cli

import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import org.autorl.runner.sandbox.Unisolated
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

class TaskFileReaderSpec extends Specification {
  @TempDir Path temp

  Bench bench
  Path file

  def setup() {
    bench = new Bench(temp)
    file = temp.resolve('tasks.groovy')
  }

  TaskFileReader reader(Duration patience = Duration.ofSeconds(20)) {
    new TaskFileReader({ new Unisolated() }, temp.resolve('suites'), patience)
  }

  def "several files are answered in their order, each for itself"() {
    given:
    def broken = temp.resolve('broken.groovy')
    broken.toFile().text = file.toFile().text.replace("embedded()", "embeded()")

    when:
    def answers = reader().readAll([broken, temp.resolve('none.groovy'), file])

    then:
    answers*.file() == [broken, temp.resolve('none.groovy'), file]
    answers*.suite()*.present == [false, false, true]
    answers[0].message().startsWith("error: `embeded` is not a word of `task`\n  $broken:9:")
    answers[1].message().startsWith('error: no such task file: ')
  }

  def "a file that takes too long is refused"() {
    when:
    reader(Duration.ofMillis(1)).read(file)

    then:
    UserError e = thrown()
    e.rendered() == """\
        error: $file is refused: it was not read within 0 s

        hint: A task file states a few values; look for brackets without end and for very long texts.
        """.stripIndent()
  }

  def "what a file said is known until it, what it names, or what read it changes"() {
    given:
    def library = Files.writeString(temp.resolve('dsl.jar'), 'first')
    def kept = new KeptSuites(temp.resolve('kept'), [library])
    def suite = reader().read(file)

    expect:
    kept.known(file).empty

    when:
    kept.keep(file, suite)

    then:
    kept.known(file).get() == suite

    when:
    def prompt = Files.move(temp.resolve('prompt.md'), temp.resolve('elsewhere.md'))

    then:
    kept.known(file).empty

    when:
    Files.move(prompt, temp.resolve('prompt.md'))
    Files.writeString(library, 'another')
    kept = new KeptSuites(temp.resolve('kept'), [library])

    then:
    kept.known(file).empty

    when: 'an entry that was cut off'
    kept.keep(file, suite)
    temp.resolve('kept').toFile().eachFile { it.text = it.text.take(20) }

    then:
    kept.known(file).empty
  }

  @Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
  def "in bubblewrap the child sees the folder of the file and nothing else of the host's data"() {
    given: 'a link that leads out of the folder'
    Files.createSymbolicLink(temp.resolve('leads-out.groovy'), Path.of('/etc/passwd'))

    expect:
    TaskFileReader.find([PATH: System.getenv('PATH'), HOME: temp.toString()]).readAll([temp.resolve('leads-out.groovy'), file])
        .collect { it.message() } == ["""\
        error: there is no task file `${temp.resolve('leads-out.groovy')}`

        hint: Name one, such as `tasks.groovy`.
        """.stripIndent(), '']
  }
}
