package org.autorl.runner.lineage

import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import org.autorl.records.Lineage
import org.autorl.records.Lineage.Finding
import org.autorl.records.LineageRule
import org.autorl.records.TensorChange
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class TracingSpec extends Specification {
  @TempDir Path temp
  @Shared base = Synthetic.fresh(1)
  @Shared other = Synthetic.fresh(2)

  private Tracing traced(SortedMap<String, float[]> weights, String type = 'F32', Closure first = { true }) {
    def here = Synthetic.write(temp.resolve('policies/base'), base)
    Synthetic.write(temp.resolve('policies/other'), other)
    def given = Synthetic.write(temp.resolve('given'), weights, type, first)
    Tracing.of(files(here), files(given), PolicyFolder.beside(here))
  }

  private static SortedMap<String, Path> files(Path folder) {
    new PolicyFolder('', folder).files()
  }

  /** As training would change it: every weight a little. */
  private SortedMap<String, float[]> tuned(SortedMap<String, float[]> from, double much) {
    def random = new Random(7)
    Synthetic.each([from]) { it + much * 0.02 * random.nextGaussian() }
  }

  /** As an adapter of rank 2 would change it, merged into the projections of queries and values. */
  private SortedMap<String, float[]> adapted() {
    def random = new Random(8)
    def a = (1..2).collect { (1..Synthetic.HIDDEN).collect { random.nextGaussian() } }
    def b = (1..2).collect { (1..Synthetic.HIDDEN).collect { random.nextGaussian() } }
    def weights = new TreeMap(base)
    base.keySet().findAll { it =~ /[qv]_proj/ }.each { name ->
      def values = base[name].clone()
      values.length.times { i -> values[i] += (0.005 * (0..1).sum { a[it][i.intdiv(Synthetic.HIDDEN)] * b[it][i % Synthetic.HIDDEN] }) as float }
      weights[name] = values
    }
    weights
  }

  /** The heads in another order: the same function, and other weights at each place. */
  private SortedMap<String, float[]> permuted() {
    int width = Synthetic.HIDDEN
    int head = width.intdiv(Synthetic.HEADS)
    def weights = new TreeMap(base)
    def turned = { int row -> (row + head) % width }
    base.each { name, values ->
      if (name =~ /[qkv]_proj/) {
        weights[name] = (0..<values.length).collect { values[turned(it.intdiv(width)) * width + it % width] } as float[]
      } else if (name =~ /o_proj/) {
        weights[name] = (0..<values.length).collect { values[it.intdiv(width) * width + turned(it % width)] } as float[]
      }
    }
    weights
  }

  def "#what is found to be: #sentence"() {
    given:
    def found = traced(made(this)).lineage()

    expect:
    found.sentence() == sentence
    found.finding() == finding
    LineageRule.DESCENDS_FROM_BASE.broken(found).isPresent() == broken
    Json.read(Json.canonical(found), Lineage) == found

    where:
    what                                | made                                                                  || finding                    | broken | sentence
    'the base policy'                   | { it.base }                                                            || Finding.IDENTICAL_TO_BASE  | false  | 'identical to the base policy'
    'a policy after some training'      | { it.tuned(it.base, 0.05) }                                            || Finding.DESCENDS_FROM_BASE | false  | 'descends from the base policy: 20 of 20 tensors changed, the matrices by 5.00 % of their norm'
    'a policy after much training'      | { it.tuned(it.base, 1) }                                               || Finding.DESCENDS_FROM_BASE | false  | 'descends from the base policy: 20 of 20 tensors changed, the matrices by 100 % of their norm'
    'a merged adapter of low rank'      | { it.adapted() }                                                       || Finding.DESCENDS_FROM_BASE | false  | 'descends from the base policy: 4 of 20 tensors changed, the matrices by 11 % of their norm'
    'fresh weights of the same shape'   | { Synthetic.fresh(3) }                                                 || Finding.UNRELATED          | true   | 'unrelated to the base policy: 15 of 20 tensors changed, the matrices by 142 % of their norm; 0.00 % of their weights were made from it'
    'another known policy'              | { it.other }                                                           || Finding.KNOWN_POLICY       | true   | 'another known policy, `other`: 0.00 % of its norm away from that'
    'another known policy, trained'     | { it.tuned(it.other, 0.05) }                                           || Finding.KNOWN_POLICY       | true   | 'another known policy, `other`: 5.01 % of its norm away from that'
    'a mixture of the two'              | { s -> Synthetic.each([s.base, s.other]) { a, b -> 0.3 * a + 0.7 * b } } || Finding.MERGED             | true   | 'merged with another known policy: 0.30 of the base policy and 0.70 of `other`, which leaves 0.00 % unexplained'
    'a mixture with little of the other'| { s -> Synthetic.each([s.base, s.other]) { a, b -> 0.9 * a + 0.1 * b } } || Finding.MERGED             | true   | 'merged with another known policy: 0.90 of the base policy and 0.10 of `other`, which leaves 0.00 % unexplained'
    'the same heads in another order'   | { it.permuted() }                                                      || Finding.DESCENDS_FROM_BASE | false  | 'descends from the base policy: 8 of 20 tensors changed, the matrices by 77 % of their norm'
    'weights that decayed'              | { s -> Synthetic.each([s.base]) { 0.9 * it } }                          || Finding.DESCENDS_FROM_BASE | false  | 'descends from the base policy: 20 of 20 tensors changed, the matrices by 10.00 % of their norm'
  }

  def "a copy in a narrower type is the base policy, rounded"() {
    given:
    def found = traced(base, 'BF16')

    expect:
    found.lineage().finding() == Finding.IDENTICAL_TO_BASE
    found.lineage().sentence() == 'identical to the base policy, rounded to a narrower type'
    found.tensors()*.kind().toSet() == [TensorChange.Kind.ROUNDED, TensorChange.Kind.IDENTICAL] as Set
  }

  def "a narrower copy with one weight that is off by more has changed there"() {
    given:
    def touched = new TreeMap(base)
    touched['model.layers.0.mlp.up_proj.weight'] = base['model.layers.0.mlp.up_proj.weight'].clone().tap { it[5] *= 1.1f }

    expect:
    traced(touched, 'BF16').tensors().findAll { it.kind() == TensorChange.Kind.CHANGED }*.name() == ['model.layers.0.mlp.up_proj.weight']
  }

  def "shards are read as one file is"() {
    given:
    def weights = tuned(base, 0.05)
    def one = traced(weights)

    when:
    Files.delete(temp.resolve('given/model.safetensors'))
    def shards = traced(weights, 'F32', { String name -> name < 'model.layers.1' })

    then:
    shards == one
  }

  def "a tensor's figures are those of the definition"() {
    given:
    def changed = new TreeMap(base)
    changed['model.norm.weight'] = base['model.norm.weight'].clone().tap { it[0] = 3f; it[1] = -1f }
    def tensor = traced(changed).tensors().find { it.name() == 'model.norm.weight' }

    expect: 'of 32 ones, one became 3 and one -1'
    tensor == new TensorChange('model.norm.weight', 32, 1, TensorChange.Kind.CHANGED, 32, 40, 8, 32, 2)
    tensor.relativeChange() == 0.5d
    Math.abs(tensor.cosine() - 32 / Math.sqrt(32 * 40)) < 1e-12
  }

  def "differences of tokenizer, template and settings are told: #files"() {
    given:
    def here = Synthetic.write(temp.resolve('policies/base'), base)
    def given = Synthetic.write(temp.resolve('given'), base)
    files.each { name, text -> Files.writeString(given.resolve(name), text) }

    expect:
    Tracing.of(files(here), TracingSpec.files(given), []).lineage().texts() == texts

    where:
    files                                                                           || texts
    [:]                                                                             || []
    ['tokenizer.json': '{ "version": "1.0", "model": {"vocab": {"a": 0}} }']        || []
    ['tokenizer.json': '{"model":{"vocab":{"b":0}},"version":"1.0"}']               || ['tokenizer.json: `model` differs']
    ['generation_config.json': '{}', 'merges.txt': 'a b']                           || ["`generation_config.json` is the submission's alone", "`merges.txt` is the submission's alone"]
    ['chat_template.jinja': '{{ messages }}']                                       || ['the chat template differs']
  }

  def "policies beside the base policy are known, fetched ones wherever they lie in the store"() {
    given:
    def fetched = ['a/one/c1', 'a/two/c2', 'b/three/c3'].collect { Synthetic.write(temp.resolve("hub/models/$it/files"), base) }
    Files.createDirectories(temp.resolve('hub/models/b/none/c4'))

    expect:
    PolicyFolder.beside(fetched[0])*.name() == ['a/two/c2/files', 'b/three/c3/files']
    PolicyFolder.beside(Synthetic.write(temp.resolve('policies/base'), base)) == []
  }

  def "a known policy of another shape, or one that is none, explains nothing"() {
    given:
    def here = Synthetic.write(temp.resolve('policies/base'), base)
    def broken = Synthetic.write(temp.resolve('policies/broken'), base)
    broken.resolve('model.safetensors').toFile().text = 'no weights'

    expect:
    Tracing.of(files(here), files(here), PolicyFolder.beside(here)).lineage().kin() == Optional.empty()
  }

  def "weights that cannot be read are no finding"() {
    given:
    def here = Synthetic.write(temp.resolve('policies/base'), base)

    when:
    Tracing.of(files(here), new TreeMap(), [])

    then:
    IOException e = thrown()
    e.message == 'weights cannot be compared: `model.safetensors` is missing'
  }
}
