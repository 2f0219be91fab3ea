package org.autorl.runner.grading

import java.nio.file.Files
import java.nio.file.Path
import java.util.zip.GZIPInputStream
import org.autorl.dsl.TaskFile
import org.autorl.environments.Partition
import org.autorl.graders.AnswerRule
import org.autorl.records.DataSource
import org.autorl.records.Task
import org.autorl.runner.hub.Source
import org.autorl.runner.hub.Store
import org.autorl.runner.hub.Transfer
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** The tasks of the paper on the data that they name, as far as it is at hand. */
class HubItemsSpec extends Specification {
  static final Path ROOT = Path.of('..').toAbsolutePath().normalize()
  static final boolean HAS_DATA = data() != null

  @TempDir Path temp

  /** Beside the checkout, or beside the folder that it is one of. */
  static Path data() {
    [ROOT.resolveSibling('shared/data'), ROOT.parent.resolveSibling('shared/data')].find { Files.isDirectory(it) }
  }

  @Requires(value = { HubItemsSpec.HAS_DATA }, reason = 'the public data sets are not at hand')
  def "GSM8K is 6,973 visible, 500 practice and 1,319 sealed items"() {
    given:
    def task = task('gsm8k')
    mirror(task, 'main/train.jsonl', Files.readAllBytes(data().resolve('gsm8k/train.jsonl')))
    mirror(task, 'main/test.jsonl', Files.readAllBytes(data().resolve('gsm8k/test.jsonl')))

    when:
    def items = fetched(task)

    then:
    Partition.values().collect { items.of(it).size() } == [6973, 500, 1319]
    def first = items.of(Partition.SEALED)[0]
    first.id() == 'gsm8k-sealed-1'
    first.prompt().startsWith('Question: Janet’s ducks lay 16 eggs per day.')
    first.prompt().endsWith("\nLet's think step by step\nAnswer:")
    first.data().get('gold').asText() == '18'

    and: "the official answers are right by the task's own rule, all of them, and right for no other item"
    def rule = AnswerRule.of(task.grader().answer(), task.grader().decoding().stop())
    def sealed = items.of(Partition.SEALED)
    sealed.count { rule.right(it.data().get('answer').asText(), it.data().get('gold').asText()) } == 1319
    sealed.count { rule.right(it.data().get('answer').asText(), it.data().get('gold').asText() + '1') } == 0

    and: 'every gold answer is a number'
    Partition.values().every { split -> items.of(split).every { it.data().get('gold').asText() ==~ /-?\d+(\.\d+)?/ } }
  }

  @Requires(value = { HubItemsSpec.HAS_DATA }, reason = 'the public data sets are not at hand')
  def "HumanEval is 41 visible, 41 practice and 82 sealed items, with their tests"() {
    given:
    def task = task('humaneval')
    def rows = new GZIPInputStream(Files.newInputStream(data().resolve('humaneval/HumanEval.jsonl.gz'))).readAllBytes()
    mirror(task, 'openai_humaneval/test.jsonl', rows)

    when:
    def items = fetched(task)

    then:
    Partition.values().collect { items.of(it).size() } == [41, 41, 82]
    def first = items.of(Partition.VISIBLE)[0]
    first.prompt().endsWith(first.data().get('prompt').asText())
    [first.data().get('task_id').asText(), first.data().get('entry_point').asText()] == ['HumanEval/0', 'has_close_elements']
    first.data().get('test').asText().contains('def check(candidate)')
    items.of(Partition.SEALED)*.data()*.get('task_id')*.asText().last() == 'HumanEval/163'
  }

  def "instructions come from two sources, each with its own columns"() {
    given:
    def task = task('alpaca-eval')
    def row = { i -> "{\"instruction\":\"Do $i\",\"input\":\"${i % 2 ? 'it' : ''}\",\"output\":\"Done $i\"}" }
    mirror(task, 'data/train.jsonl', (1..2200).collect(row).join('\n').bytes)
    mirror(task, 'alpaca_eval_gpt4_baseline.json', "[${(1..805).collect { "{\"instruction\":\"I $it\",\"output\":\"O $it\"}" }.join(',')}]".bytes, Partition.SEALED)

    when:
    def items = fetched(task)

    then:
    Partition.values().collect { items.of(it).size() } == [2000, 200, 805]
    items.of(Partition.VISIBLE)*.prompt().take(2) == ['Do 1\n\nit', 'Do 2']
    items.of(Partition.SEALED)*.prompt().take(1) == ['I 1']
    items.of(Partition.SEALED)*.data()*.get('gold')*.asText().take(1) == ['O 1']
  }

  def "questions are shuffled before the splits take any"() {
    given:
    def task = task('deep-search-qa')
    mirror(task, 'eval.csv', ('problem,answer,answer_type\n' + (1..900).collect { "\"Who, $it?\",$it,Single Answer\n" }.join()).bytes)

    when:
    def items = fetched(task)
    def all = Partition.values().collectMany { items.of(it)*.data()*.get('answer')*.asText() }

    then:
    Partition.values().collect { items.of(it).size() } == [100, 200, 200]
    all.toSet().size() == 500
    all.take(3) != ['1', '2', '3']
    def first = items.of(Partition.VISIBLE)[0].data()
    first.get('answer_type').asText() == 'Single Answer'
    first.get('game').get('problem') == first.get('problem')
  }

  def "a row that is no question is none, and the message says where"() {
    given:
    def task = task('deep-search-qa')
    mirror(task, 'eval.csv', ('problem,answer,answer_type\n' + (1..900).collect { "\"Who, $it?\",$it,Essay\n" }.join()).bytes)

    when:
    fetched(task).of(Partition.VISIBLE)

    then:
    IOException e = thrown()
    e.message ==~ /row \d+ of google\/deepsearchqa, eval: a question has `problem`, `answer`, and `answer_type`, `Single Answer` or `Set Answer`/
  }

  def "data that is not fetched, too short or changed is no data"() {
    given:
    def task = task('humaneval')
    def store = new Store(temp.resolve('cache'))
    def items = new TaskItems(task, ROOT, store)

    when:
    items.of(Partition.SEALED)

    then:
    IOException absent = thrown()
    absent.message == 'openai/openai_humaneval at 7dce605 is not fetched'
    store.missing(task) == ['its base policy, Qwen/Qwen2.5-7B-Instruct, is not fetched', 'its data, openai/openai_humaneval, is not fetched']

    when:
    mirror(task, 'test.jsonl', ('{"prompt":"p","canonical_solution":"s"}\n' * 163).bytes)
    fetched(task).of(Partition.SEALED)

    then:
    IOException shorter = thrown()
    shorter.message == 'openai/openai_humaneval, test has 163 rows, and the task takes rows up to number 164'

    when:
    def file = store.files(org.autorl.runner.hub.Repository.of(task.data().sealed().source() as DataSource.HuggingFace)).resolve('test.jsonl').toFile()
    file.text = file.text.replace('s"', 't"')
    items.of(Partition.VISIBLE)

    then:
    IOException changed = thrown()
    changed.message ==~ /test.jsonl of openai\/openai_humaneval at 7dce605 has changed since it was fetched: it has SHA-256 \w+, not SHA-256 \w+; delete .*/
  }

  private static Task task(String id) {
    TaskFile.load(ROOT.resolve('tasks.groovy')).task(id).get()
  }

  private void mirror(Task task, String path, byte[] content, Partition partition = Partition.VISIBLE) {
    def source = new TaskItems(task, ROOT, Store.of([:])).split(partition).source() as DataSource.HuggingFace
    def file = temp.resolve("mirror/datasets/${source.repository()}/resolve/${source.revision()}/$path")
    Files.createDirectories(file.parent)
    Files.write(file, content)
  }

  private TaskItems fetched(Task task) {
    def store = new Store(temp.resolve('cache'))
    Source.of([task]).findAll { it.kind() == 'data' }.each { it.fetch(store, [AUTORL_HUB: temp.resolve('mirror').toString()], silent()) }
    new TaskItems(task, ROOT, store)
  }

  private static Transfer silent() {
    new Transfer() {
      void begin(String what, long bytes, long there) {}

      void advance(long bytes) {}

      void end() {}

      void say(String line) {}
    }
  }
}
