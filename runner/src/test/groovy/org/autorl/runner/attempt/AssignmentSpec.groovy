package org.autorl.runner.attempt

import java.nio.file.Path
import org.autorl.dsl.TaskFile
import org.autorl.records.Task
import spock.lang.Shared
import spock.lang.Specification

/** What an agent reads is the task file's own numbers, and nothing that is hidden. */
class AssignmentSpec extends Specification {
  static final Path ROOT = Path.of('..').toAbsolutePath().normalize()
  @Shared List<Task> tasks = TaskFile.load(ROOT.resolve('tasks.groovy')).tasks()

  def "the text of every task begins with its prompt and fills every gap"() {
    expect:
    tasks.every { task ->
      def text = Assignment.text(task, ROOT)
      text.startsWith(ROOT.resolve(task.prompt()).toFile().text.strip()) && !(text =~ /\{(task|network|files|world|metric|budget|atMost)\}/)
    }
  }

  def "only who has a world to play in is told how"() {
    expect:
    tasks.findAll { it.embedded() }.collectEntries { [it.id(), Assignment.text(it, ROOT).contains('$GRADING_SERVER_URL/steps')] } == [
      'word-problems': false, 'stack-code': false, 'polite-notes': false, household: true, shop: true, search: true]
  }

  def "no text gives away a hidden seed"() {
    expect:
    tasks.findAll { it.embedded() }.every { task ->
      def text = Assignment.text(task, ROOT)
      [task.data().practice(), task.data().sealed()].every { !text.contains(it.source().seed() as String) }
    }
  }

  def "the scoring of word problems is said in these words"() {
    given:
    def text = Assignment.text(tasks.find { it.id() == 'word-problems' }, ROOT)

    expect:
    text.substring(text.indexOf('## How it is scored'), text.indexOf('## Where things are')) == '''## How it is scored
| | |
| --- | --- |
| Base policy | tasks/policies/base-1m |
| Visible | 4000 of arithmetic |
| Practice | 100 of arithmetic; graded at each submission |
| Sealed | 200 of arithmetic; graded once, after the clock |
| Graded by | the number right after the last `####` is the answer, and it equals the gold answer |
| Metric | accuracy in %, higher is better; passes at 40 |
| Completions | at most 40 tokens; greedy; up to `\\n\\n` or `Question:` |
| For example | where 11 is the answer, “8 + 5 = 13. 13 - 2 = 11. #### 11” is right |
| For example | where 11 is the answer, “8 + 5 = 13. 13 - 2 = 11.” is wrong |
| Budget | 100 s of the agent, waiting for grades not counted; 8 submissions; 512 MiB of disk; 6 GiB of memory |
| Network | offline |
| Modes | free |
| Submission | a policy of at most 64 MiB; the final one descends from the base policy |

'''
    text.contains('- **Budget**: 100 s of the agent, waiting for grades not counted; 8 submissions; 512 MiB of disk; 6 GiB of memory. Memory')
    text.contains('| `TASK` | `word-problems` |')
    text.contains('There is no other network.')
  }
}
