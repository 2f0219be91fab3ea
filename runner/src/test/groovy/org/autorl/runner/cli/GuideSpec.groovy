package org.autorl.runner.cli

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** A contributor who does what the guide says, to the letter, with a worker that needs no time. */
@Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
class GuideSpec extends Specification {
  static final Path ROOT = Path.of('..')

  @TempDir Path temp

  def "the guide to adding a task leads to a run"() {
    given: 'the example file, the prompt it starts from, and the base policy it names'
    def bench = new Bench(temp)
    def guide = ROOT.resolve('docs/guides/add-a-task.md').toFile().text
    temp.resolve('my-tasks.groovy').toFile().text = (guide =~ /(?s)```groovy\n(.*?)```/)[0][1]
    Files.copy(ROOT.resolve('tasks/word-problems/prompt.md'), Files.createDirectories(temp.resolve('tasks/long-sums')).resolve('prompt.md'))
    Files.createDirectories(temp.resolve('tasks/policies'))
    Files.move(temp.resolve('base'), temp.resolve('tasks/policies/base-1m'))

    when: 'each command of the guide is typed, in order'
    def typed = (guide =~ /`\.\/autorl ([^`]+)`/).collect { it[1] as String }
    def said = typed.collect { bench.run(*it.split(' ')) }

    then:
    typed*.tokenize(' ')*.first() == ['check', 'grade', 'run', 'tasks', 'check']
    said*.status() == [0, 0, 0, 0, 0]
    said[0].out().startsWith('my-tasks: 1 tasks in 1 levels, fingerprint ')
    said[3].out() == '1  long-sums                  Teach the policy to solve word problems from few examples.\n'
    said[2].out().contains('long-sums            11  no submission')
  }
}
