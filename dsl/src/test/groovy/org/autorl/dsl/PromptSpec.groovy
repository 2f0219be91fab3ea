package org.autorl.dsl

import java.nio.file.Path
import org.autorl.records.Task
import spock.lang.Specification

/** A prompt repeats numbers of the task file for the agent to read; they must be the same numbers. */
class PromptSpec extends Specification {
  static final Path ROOT = Path.of('..')
  static final List<Task> TASKS = TaskFile.load(ROOT.resolve('tasks.groovy')).tasks()

  def "the prompt of #task.id() says the numbers of its task"() {
    given:
    def prompt = ROOT.resolve(task.prompt()).toFile().text.replaceAll(/\s+/, ' ')
    def budget = task.budget()

    expect:
    prompt.contains("| `TASK` | `${task.id()}` |")
    prompt.contains("**Budget**: ${budget.wallClock().toSeconds()} seconds, ${budget.submissions()} submissions, ")
    prompt.contains("${megabytes(budget.disk())} MB of disk and ${megabytes(budget.memory()).intdiv(1024)} GB of memory")
    prompt.contains("${megabytes(task.submission().atMost())} MB at most")
    prompt.contains("Score to reach: ${task.grader().passAt() as int} %")
    prompt.contains("at most ${task.grader().maxTokens()} tokens")
    prompt.contains("${task.data().visible().items()} ")
    prompt.contains("${task.grader().metric().name()} in ${task.grader().metric().unit()}")

    where:
    task << TASKS
  }

  def "no prompt gives away a hidden seed"() {
    expect:
    TASKS.every { task ->
      def prompt = ROOT.resolve(task.prompt()).toFile().text
      [task.data().practice(), task.data().sealed()].every { !prompt.contains(it.seed() as String) }
    }
  }

  private static long megabytes(bytes) {
    bytes.count().intdiv(1024 * 1024)
  }
}
