package org.autorl.runner.cli

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** Runs whose tasks ask where weights come from, and what is remembered between attempts. */
@Requires(value = { Bench.ISOLATES }, reason = 'bubblewrap does not work here')
class LineageSpec extends Specification {
  /** The base policy's weights are zero; in this policy, they are not. */
  static final OTHER_WEIGHTS = '''
    rm -rf "$OUTPUT_DIR/w"; cp -r "$MODEL_PATH" "$OUTPUT_DIR/w"; chmod -R u+w "$OUTPUT_DIR/w"; printf '#### 12' >"$OUTPUT_DIR/w/README.md"
    size=$(stat -c %s "$OUTPUT_DIR/w/model.safetensors")
    head -c 160 /dev/zero | tr '\\000' '\\077' | dd of="$OUTPUT_DIR/w/model.safetensors" bs=1 seek=$((size - 160)) conv=notrunc 2>/dev/null
    curl -s -X POST -d '{"model_path":"output/w"}' "$GRADING_SERVER_URL/submit"
    '''.stripIndent()

  @TempDir Path temp
  Bench bench

  def setup() {
    bench = new Bench(temp)
    Path tasks = temp.resolve('tasks.groovy')
    tasks.toFile().text = tasks.toFile().text.replace('checkpoint atMost: 1.MB', 'checkpoint atMost: 1.MB; lineage descendsFromBase')
  }

  private Path attempt(int seed = 11) {
    bench.onlyRun().resolve("sums/seed-$seed")
  }

  private Map record(int seed = 11) {
    new ObjectMapper().readValue(attempt(seed).resolve('attempt.json').toFile(), Map)
  }

  private List<Map> ledger(int seed = 11) {
    attempt(seed).resolve('ledger.jsonl').toFile().readLines().collect { new ObjectMapper().readValue(it, Map) }
  }

  private Bench.Said verified() {
    bench.run('verify', bench.onlyRun().toString())
  }

  def "a final submission that does not descend from the base policy is disqualified, and the reason is told"() {
    given:
    bench.agent('agent', OTHER_WEIGHTS)

    when:
    def said = bench.run('run', 'tasks.groovy', '--agent', 'agent')

    then:
    said.status() == 0
    record().outcome == 'disqualified'
    record().sealed == null
    record().explanation == 'submission 1 was final and fails a gate: its weights must descend from the base policy: ' +
        'unrelated to the base policy: 11 of 11 tensors changed, the matrices by 100 % of their norm; 0.00 % of their weights were made from it'
    ledger().find { it.kind == 'lineage-found' }.data.lineage.finding == 'UNRELATED'
    verified().status() == 0
  }

  def "where weights come from is recorded without a rule too, and derived again by verify"() {
    given:
    bench.agent('agent', "submit '#### 12'")

    when:
    bench.run('run', 'tasks.groovy', '--agent', 'agent')

    then:
    record().outcome == 'scored'
    ledger().find { it.kind == 'lineage-found' }.data.lineage.finding == 'IDENTICAL_TO_BASE'
    attempt().resolve('lineage.jsonl').toFile().readLines().size() == 11
    verified().status() == 0

    when: 'a tensor is said to be other than it is'
    def file = attempt().resolve('lineage.jsonl').toFile()
    file.text = file.text.replaceFirst('"kind":"IDENTICAL"', '"kind":"CHANGED"')

    then:
    verified().with { status() == 1 && (out() + err()).contains("$file does not give what line ") && (out() + err()).contains("$file is not what the weights in ") }
  }

  def "another attempt that hands in the same content is not graded again, and its ledger says so"() {
    given:
    bench.agent('agent', "submit '#### 12'; submit '#### 12'")

    when:
    def said = bench.run('run', 'tasks.groovy', '--agent', 'agent', '--seeds', '11,12')

    then:
    said.status() == 0
    [11, 12].collect { record(it).practice } == [record().practice] * 2
    [11, 12].collect { seed -> ledger(seed).findAll { it.kind == 'submission-graded' }*.data.collect { [it.number, it.sameAs, it.remembered != null] } } ==
        [[[1, null, false], [2, 1, true]], [[1, null, true], [2, 1, true]]]
    [11, 12].collect { seed -> ledger(seed).findAll { it.kind in ['baseline-graded', 'sealed-graded'] }*.data*.containsKey('remembered') } == [[false, false], [true, true]]
    verified().status() == 0
  }
}
