package org.autorl.dsl

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import org.autorl.records.PolicySource
import org.autorl.records.Suite
import org.autorl.records.TaskFacts
import spock.lang.Specification
import spock.lang.TempDir

class WholeLanguageSpec extends Specification {
  static final Path FILES = Path.of('src/test/resources')

  @TempDir Path temp

  def "the good files say every word of the language"() {
    given:
    def said = ['good.groovy', 'full.groovy', 'included/task.groovy'].collect { FILES.resolve(it).toFile().text }.join('\n')
    def all = (Surroundings.blocks().values() + [TaskFileScript]).collectMany { Words.of(it).all() }.toSet()

    expect: 'but for the two that are said by leaving them out'
    all.findAll { !(said =~ /\b${it}\b/) } == ['earlier', 'meanOverTasks'] as Set
  }

  def "what is said comes back from its JSON the same"() {
    given:
    def suite = TaskFile.load(FILES.resolve('full.groovy'))

    expect:
    Json.read(Json.pretty(Json.tree(suite)), Suite) == suite
  }

  def "a task is explained in these words: #id"() {
    given:
    def task = TaskFile.load(FILES.resolve('full.groovy')).task(id).get()

    expect:
    TaskFacts.of(task).findAll { it.name() != 'Fingerprint' }.collect { "${it.name()}: ${it.text()}" as String } == facts.readLines()

    where:
    id         | facts
    'sums'     | '''Base policy: Qwen/Qwen2.5-7B-Instruct at a09a354 (Apache-2.0)
Visible: 6973 of openai/gsm8k, main at e53f048, train, rows 0 to 6972 of a shuffle with seed 42 (MIT)
Practice: 500 of openai/gsm8k, main at e53f048, train, rows 6973 to 7472 of a shuffle with seed 42 (MIT); graded at each submission
Sealed: 1319 of openai/gsm8k, main at e53f048, test, rows 0 to 1318 of a shuffle with seed 42 (MIT); graded once, after the clock
Items: the prompt is `Question: {question}\\nAnswer:`, or `{instruction}` if one of these is blank; the gold answer is what follows `#### ` of `answer`, without `,`
Files: items.jsonl, good.groovy
Graded by: the last number is the answer, and it equals the gold answer
Follows: an evaluator, version 1
Metric: accuracy in %, higher is better; passes at 80.5
Completions: at most 512 tokens; sampled at temperature 0.6, top-p 0.95, top-k 20; 4096 tokens with the prompt; up to `Question:`; 4 worked examples before each prompt; through the policy's chat template
For example: where 4 is the answer, “It is 4.” is right
For example: where 4 is the answer, “It is 5.” is wrong
Gate: on `capitals` at most 2.5 worse than the base policy
Gate: on `errors` at least 3
Budget: 12 h of the agent, waiting for grades not counted; 90 min of its own work; 100 submissions; 500 GiB of disk; 256 GiB of memory; 2 GPUs of 141 GiB; 24 h of GPUs; 50000000 tokens of its model; $99.5
Network: open: the internet can be reached
Modes: free, rl only, multi
Submission: a policy of at most 20 GiB; the final one descends from the base policy
Practice scores: told when one is better than the last told by more than 1, rounded to multiples of 1; else that one again
Reported elsewhere: Qwen2.5-7B-Instruct: 77.7 before, and 85.06 after post-training by somebody
Reported elsewhere: Qwen3-8B-Base: 83 before'''
    'capitals' | '''Base policy: policy
Visible: 2 of items.jsonl, rows 0 to 1 (CC0-1.0)
Practice: 1 of items.jsonl, rows 2 to 2 (CC0-1.0); graded at each submission
Sealed: 1 of items.jsonl, rows 3 to 3 (CC0-1.0); graded once, after the clock
Items: the prompt is `What sits in {prompt}?`; the gold answer is all of `answer`
Graded by: the first group of `the capital is (\\w+)` is the answer, and it equals the gold answer
Metric: accuracy in %, higher is better; passes at 40
Completions: at most 8 tokens; greedy
For example: where Rome is the answer, “So the capital is ROME.” is right
Budget: 200 s of the agent, waiting for grades not counted; 3 submissions; 256 MiB of disk; 2 GiB of memory
Network: offline
Modes: free, sft only
Submission: a policy of at most 16 MiB
Practice scores: told as multiples of 0.5'''
    'notes'    | '''Base policy: policy
Visible: 100 of letters
Practice: 50 of letters; graded at each submission
Sealed: 50 of letters; graded once, after the clock
Graded by: the judge `notes` prefers the completion to the reference, lengths being equal
Judge: gpt-5.2, version 1, asked as in pairs.md, each pair both ways round; agrees with 65 % of items.jsonl
Metric: win rate in %, higher is better; passes at 60
Completions: at most 64 tokens; greedy
Budget: 90 s of the agent, waiting for grades not counted; 3 submissions; 256 MiB of disk; 2 GiB of memory
Network: offline
Modes: free, sft only
Submission: a policy of at most 16 MiB
Practice scores: told as multiples of 0.5'''
    'shopping' | '''Base policy: policy
Visible: 100 of shop
Practice: 50 of shop; graded at each submission
Sealed: 50 of shop; graded once, after the clock
Environment: shop, at most 8 steps; actions: search[{words}]
Graded by: the mean reward of episodes
Metric: success rate in %, higher is better; passes at 40
Completions: at most 12 tokens; greedy; up to `\\n`
Budget: 90 s of the agent, waiting for grades not counted; 3 submissions; 256 MiB of disk; 2 GiB of memory
Network: offline
Modes: free, sft only
Submission: a policy of at most 16 MiB
Practice scores: told as multiples of 0.5'''
  }

  def "a task in a file of its own joins the level that includes it, with its paths seen from the suite"() {
    given:
    def suite = TaskFile.load(FILES.resolve('full.groovy'))
    def task = suite.task('alone').get()

    expect:
    suite.levelOf('alone').get().number() == 1
    task.prompt() == 'included/alone.md'
    task.policy() == new PolicySource.Folder('policy')
  }

  def "a pattern finds files in a folder and in the folders below it, in the order of their paths"() {
    given:
    def text = FILES.resolve('good.groovy').toFile().text
    ['b/task.groovy': 'second', 'a/deep/task.groovy': 'first', 'task.groovy': 'third'].each { path, id ->
      def file = temp.resolve('tasks').resolve(path)
      Files.createDirectories(file.parent)
      Files.writeString(file, alone(text).replace("'sums'", "'$id'"))
      Files.writeString(file.resolveSibling('prompt.md'), 'Add.')
      Files.createDirectories(file.resolveSibling('policy'))
    }
    def file = temp.resolve('tasks.groovy')
    Files.writeString(file, """suite('s') { about 'a'; protocol 1; seeds 1; level(1, 'one') { adds 'b'; include '$pattern' } }""")

    expect:
    TaskFile.load(file).tasks()*.id() == ids

    where:
    pattern                | ids
    'tasks/**/task.groovy' | ['first', 'second', 'third']
    'tasks/*/task.groovy'  | ['second']
    'tasks/task.groovy'    | ['third']
  }

  def "a task in a file of its own is a suite for whoever tries it"() {
    given:
    def file = Files.writeString(temp.resolve('task.groovy'), alone(FILES.resolve('good.groovy').toFile().text).replace("            prompt 'prompt.md'\n", ''))
    Files.writeString(temp.resolve('prompt.md'), 'Add.')
    Files.createDirectory(temp.resolve('policy'))

    when:
    def suite = TaskFile.load(file)

    then:
    suite.name() == 'sums'
    suite.about() == 'Teach the policy to add.'
    suite.seeds() == [1L]
    suite.tasks()*.prompt() == ['prompt.md']
  }

  def "published scores and words for readers change no fingerprint of a task"() {
    given:
    def text = FILES.resolve('full.groovy').toFile().text
    def task = TaskFile.load(FILES.resolve('full.groovy')).task('sums').get()
    def changed = FILES.resolve('full-changed.groovy').toFile()
    changed.text = text.replace('baseline: 83', 'baseline: 84').replace('Teach the policy to add.', 'Teach it to add.')

    expect:
    TaskFile.load(changed.toPath()).task('sums').get().fingerprint() == task.fingerprint()

    cleanup:
    changed.delete()
  }

  /** The one task of a suite, as a file of its own. */
  private static String alone(String suite) {
    suite.substring(suite.indexOf("        task('sums')"), suite.lastIndexOf('    }\n}'))
  }
}
