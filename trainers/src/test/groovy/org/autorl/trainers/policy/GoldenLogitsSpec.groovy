package org.autorl.trainers.policy

import static org.autorl.trainers.policy.Reference.distance
import org.autorl.records.policy.PolicyConfig
import org.autorl.records.policy.RotaryScaling
import org.autorl.records.policy.WeightType

import ai.djl.ndarray.NDManager
import java.nio.file.Path
import org.autorl.records.Json
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** Our decoder says what an independent one in torch says (src/test/python/reference_decoder.py made the files). */
class GoldenLogitsSpec extends Specification {
    static final double CLOSE = 1e-4
    static final double FAR = 1e-2

    @TempDir
    Path folder

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    double distanceOf(Policy policy, String name) {
        distance(Reference.logits(policy, Reference.tokens(name)), Reference.logits(name))
    }

    def "the golden files cover the families and what they differ in"() {
        given:
        def configs = Reference.NAMES.collect { PolicyConfig.read(Reference.GOLDEN.resolve(it).resolve('config.json').toFile().text) }

        expect:
        configs*.family().toSet() == ['llama', 'qwen2', 'qwen3'] as Set
        configs.collect { it.heads().intdiv(it.kvHeads()) }.toSet() == [1, 2, 4] as Set
        configs.any { it.kvHeads() == 1 && it.heads() == 4 }
        configs*.tiedEmbeddings().toSet() == [true, false] as Set
        configs*.ropeTheta().toSet() == [1e4d, 5e5d, 1e6d] as Set
        configs*.ropeScaling()*.class.toSet() == [RotaryScaling.None, RotaryScaling.Linear, RotaryScaling.Llama3] as Set
        configs*.outputBias().toSet() == [true, false] as Set
        configs.any { it.headDim() * it.heads() != it.hidden() }
    }

    def "logits of #name are those of the reference"() {
        given:
        def policy = Policy.load(Reference.GOLDEN.resolve(name), manager)

        expect:
        distanceOf(policy, name) < CLOSE

        where:
        name << Reference.NAMES
    }

    def "no weight of #name can be wrong without being seen"() {
        given:
        def policy = Policy.load(Reference.GOLDEN.resolve(name), manager)

        expect:
        policy.weights().every { weight, array ->
            def before = array.toFloatArray()
            array.set(new float[before.length])
            assert distanceOf(policy, name) > FAR: weight
            array.set(before)
            true
        }

        where:
        name << Reference.NAMES
    }

    def "a wrong #field of #name is seen"() {
        given:
        def config = Reference.copy(name, folder).resolve('config.json').toFile()
        def tree = Json.read(config.text, Map)
        wrong.call(tree)
        config.text = Json.canonical(tree)

        expect:
        distanceOf(Policy.load(folder, manager), name) > 10 * CLOSE

        where:
        [name, field, wrong] << Reference.NAMES.collectMany { name ->
            [[name, 'rms_norm_eps', { it.rms_norm_eps *= 10 }],
             [name, 'rope_theta', { Map c ->
                 def at = c.rope_parameters ?: c
                 at.rope_theta = (at.rope_theta ?: 10_000) * 1.2
             }]]
        } + [['llama-scaled', 'rope_scaling.factor', { it.rope_scaling.factor = 7 }],
             ['llama-scaled', 'rope_scaling.low_freq_factor', { it.rope_scaling.low_freq_factor = 1.2 }],
             ['llama-scaled', 'rope_scaling.high_freq_factor', { it.rope_scaling.high_freq_factor = 3 }],
             ['llama-linear', 'rope_scaling.factor', { it.rope_scaling.factor = 3 }]]
    }

    @Requires(value = { Reference.runs() }, reason = 'the reference decoder needs torch in /usr/bin/python3 (Debian: python3-torch)')
    def "the reference reads what we write of #name#how, and says what we say"() {
        given:
        def policy = Policy.load(Reference.GOLDEN.resolve(name), manager)
        policy.weights().values().each { it.set(it.toFloatArray().collect { w -> (w * 0.9f) as float } as float[]) }
        policy.save(folder, new Policy.Saving(type, bytes))
        def tokens = Reference.GOLDEN.resolve(name).resolve('tokens.json')

        expect:
        folder.toFile().list().contains('model.safetensors.index.json') == (bytes < 50_000)
        def theirs = Reference.logits(folder, tokens, folder.resolve('out'))
        distance(theirs, Reference.logits(Policy.load(folder, manager), Reference.tokens(name))) < CLOSE
        distance(theirs, Reference.logits(name)) > FAR

        where:
        name              | type            | bytes         || how
        'qwen3-bias'      | WeightType.F32  | 5_000_000_000 || ''
        'llama-scaled'    | WeightType.F32  | 20_000        || ' in shards'
        'qwen2-gqa2'      | WeightType.BF16 | 10_000        || ' in shards of bfloat16'
        'qwen3-gqa2-tied' | WeightType.BF16 | 5_000_000_000 || ' in bfloat16'
    }
}
