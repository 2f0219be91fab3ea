package org.autorl.records.policy

import com.fasterxml.jackson.databind.ObjectMapper
import org.autorl.records.Json
import spock.lang.Specification

class PolicyConfigSpec extends Specification {
    static final Map SIZES = [vocab_size: 40, hidden_size: 16, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2,
                              intermediate_size: 24, eos_token_id: 1]
    static final Map LLAMA3 = [rope_type: 'llama3', factor: 8.0, low_freq_factor: 1.0, high_freq_factor: 4.0, original_max_position_embeddings: 16]

    static PolicyConfig read(Map more, Map generation = null) {
        // Our own JSON leaves null out.
        PolicyConfig.read(new ObjectMapper().writeValueAsString(SIZES + more), Optional.ofNullable(generation).map { Json.canonical(it) })
    }

    static String refusal(Map more, Map generation = null) {
        try {
            read(more, generation)
            'nothing'
        } catch (IllegalArgumentException e) {
            e.message
        }
    }

    def "what #family leaves out is as in transformers"() {
        given:
        def config = read(model_type: family)

        expect:
        config.headDim() == headDim
        config.positions() == positions
        config.ropeTheta() == 10_000d
        config.ropeScaling() == new RotaryScaling.None()
        config.rmsNormEps() == 1e-6f
        !config.tiedEmbeddings()
        config.qkvBias() == bias
        !config.outputBias()
        config.queryKeyNorm() == norm

        where:
        family  || headDim | positions | bias  | norm
        'llama' || 4       | 2048      | false | false
        'qwen2' || 4       | 32768     | true  | false
        'qwen3' || 128     | 32768     | false | true
    }

    def "attention_bias counts for Llama and Qwen3, with the output's, and not for Qwen2"() {
        expect:
        read(model_type: family, attention_bias: said).with { [it.qkvBias(), it.outputBias()] } == [qkv, output]

        where:
        family  | said  || qkv   | output
        'llama' | true  || true  | true
        'qwen3' | true  || true  | true
        'qwen2' | true  || true  | false
        'qwen2' | false || true  | false
    }

    def "heads and their width may be null, which means what it means in transformers"() {
        expect:
        read(model_type: 'llama', num_key_value_heads: null, head_dim: null).with { [it.kvHeads(), it.headDim()] } == [4, 4]
    }

    def "rotary positions are read from #more.keySet()"() {
        given:
        def config = read([model_type: 'llama'] + more)

        expect:
        config.ropeTheta() == theta
        config.ropeScaling() == scaling

        where:
        more                                                                   || theta     | scaling
        [rope_theta: 1e6]                                                      || 1e6d      | new RotaryScaling.None()
        [rope_theta: 5000]                                                     || 5000d     | new RotaryScaling.None()
        [rope_theta: 5e5, rope_scaling: null]                                  || 5e5d      | new RotaryScaling.None()
        [rope_theta: 5e5, rope_scaling: LLAMA3]                                || 5e5d      | new RotaryScaling.Llama3(8, 1, 4, 16)
        [rope_scaling: [type: 'linear', factor: 2]]                            || 10_000d   | new RotaryScaling.Linear(2)
        [rope_parameters: [rope_type: 'default', rope_theta: 1e6]]             || 1e6d      | new RotaryScaling.None()
        [rope_theta: 1e6, rope_parameters: [rope_theta: 1e6]]                  || 1e6d      | new RotaryScaling.None()
        [rope_parameters: LLAMA3 + [rope_theta: 5e5]]                          || 5e5d      | new RotaryScaling.Llama3(8, 1, 4, 16)
    }

    def "frequencies of Llama 3.1: high ones stay, low ones are divided, those between are mixed"() {
        given:
        def scaling = new RotaryScaling.Llama3(8, 1, 4, 8192)

        expect:
        Math.abs(scaling.scaled(2 * Math.PI / wave) * wave / (2 * Math.PI) - kept) < 1e-12

        where:
        wave   || kept
        2047   || 1
        2048   || 1
        4096   || 1 / 3d + 2 / 3d / 8
        8192   || 1 / 8d
        100000 || 1 / 8d
    }

    def "a completion ends at what generation_config.json says, a text at the first of config.json"() {
        given:
        def config = read([model_type: 'qwen2', eos_token_id: end], generation)

        expect:
        config.endOfText() == text
        config.stopTokens() == stops

        where:
        end    | generation               || text | stops
        7      | null                     || 7    | [7]
        [8, 9] | null                     || 8    | [8, 9]
        7      | [eos_token_id: [5, 7]]   || 7    | [5, 7]
        7      | [eos_token_id: 6]        || 7    | [6]
        7      | [temperature: 0.6]       || 7    | [7]
        null   | [eos_token_id: [5, 7]]   || 5    | [5, 7]
    }

    def "what would make another decoder of it is refused: #more"() {
        expect:
        refusal([model_type: 'llama'] + more) == "config.json: $message"

        where:
        more                                                       || message
        [model_type: 'mistral']                                    || '`model_type` is `mistral`; allowed are `llama`, `qwen2` and `qwen3`'
        [architectures: ['LlamaForSequenceClassification']]        || '`architectures` is ["LlamaForSequenceClassification"]; `llama` is read as LlamaForCausalLM'
        [mlp_bias: true]                                           || '`mlp_bias` is true; a bias in the feed-forward layers is not supported'
        [hidden_act: 'gelu']                                       || '`hidden_act` is `gelu`; allowed is `silu`'
        [quantization_config: [bits: 4]]                           || '`quantization_config` is set; quantized weights are not supported'
        [auto_map: [AutoModel: 'x.Y']]                             || '`auto_map` names code of the policy\'s own; none is run here'
        [sliding_window: 512]                                      || '`sliding_window` is used; attention to a window only is not supported'
        [rope_scaling: [rope_type: 'yarn', factor: 4]]             || '`rope_scaling` is of type `yarn`; allowed are the types `default`, `linear` and `llama3`'
        [rope_scaling: [type: 'linear']]                           || '`rope_scaling.factor` is missing'
        [rope_scaling: LLAMA3 + [low_freq_factor: 4]]              || '`rope_scaling.low_freq_factor` must be below `high_freq_factor`'
        [rope_parameters: [partial_rotary_factor: 0.5]]            || '`rope_parameters.partial_rotary_factor` is set; positions turn whole heads here'
        [rope_theta: 1e4, rope_parameters: [rope_theta: 5e5]]      || '`rope_theta` is 10000.0, and 500000.0 in `rope_parameters`'
        [rope_scaling: LLAMA3, rope_parameters: [rope_theta: 5e5]] || '`rope_parameters` and `rope_scaling` differ; one of them is enough'
        [rope_parameters: [full_attention: [rope_theta: 5e5]]]     || '`rope_parameters` differs between layers; one for all is supported'
        [rope_theta: -1]                                           || '`rope_theta` is -1; it must be a number above 0'
        [eos_token_id: 40]                                         || '`eos_token_id` is 40; ids are whole numbers from 0 to below `vocab_size`'
        [eos_token_id: [1, 'x']]                                   || '`eos_token_id` is [1,"x"]; ids are whole numbers from 0 to below `vocab_size`'
        [eos_token_id: null]                                       || '`eos_token_id` is missing, and generation_config.json names none either'
        [num_key_value_heads: 3]                                   || '`num_attention_heads` (4) is no multiple of `num_key_value_heads` (3)'
        [head_dim: 5]                                              || '`head_dim` is 5; it must be even and above 0'
        [num_hidden_layers: 20_000]                                || '`num_hidden_layers` is 20000; at most 10000 are read'
        [max_position_embeddings: 100_000_000]                     || '`max_position_embeddings` is 100000000; heads of width 4 reach 67108864 at most'
        [tie_word_embeddings: 'yes']                               || '`tie_word_embeddings` is "yes"; it must be true or false'
    }

    def "a window that nothing looks through is none: #more"() {
        expect:
        refusal([model_type: 'qwen2', max_position_embeddings: 1024] + more) == 'nothing'

        where:
        more << [[use_sliding_window: false, sliding_window: 512], [use_sliding_window: true, sliding_window: null],
                 [use_sliding_window: true, sliding_window: 512, max_window_layers: 2],
                 [use_sliding_window: true, sliding_window: 1024, max_window_layers: 0],
                 [use_sliding_window: false, sliding_window: 512, layer_types: ['full_attention', 'full_attention']]]
    }

    def "a window that is used is refused: #more"() {
        expect:
        refusal([model_type: 'qwen3', max_position_embeddings: 1024, sliding_window: 512] + more) ==
            'config.json: `sliding_window` is used; attention to a window only is not supported'

        where:
        more << [[use_sliding_window: true, max_window_layers: 1], [layer_types: ['full_attention', 'sliding_attention']]]
    }

    def "all problems of a configuration are told at once"() {
        expect:
        refusal([model_type: 'qwen2', vocab_size: 0, hidden_size: null, num_attention_heads: 'four', rms_norm_eps: 0, hidden_act: 'relu'],
            [eos_token_id: 'end']).readLines() == [
                'config.json: `vocab_size` is 0; it must be a whole number above 0',
                'config.json: `hidden_size` is null; it must be a whole number above 0',
                'config.json: `num_attention_heads` is "four"; it must be a whole number above 0',
                'generation_config.json: `eos_token_id` is "end"; ids are whole numbers from 0 to below `vocab_size`',
                'config.json: `hidden_act` is `relu`; allowed is `silu`',
                'config.json: `rms_norm_eps` is 0; it must be a number above 0']
    }

    def "a file that is no JSON object is refused"() {
        when:
        PolicyConfig.read('[1')

        then:
        IllegalArgumentException e = thrown()
        e.message == 'config.json holds no JSON object'
    }

    def "a configuration is written as it was read, byte for byte"() {
        given:
        def text = Json.canonical(SIZES + [model_type: 'qwen3', architectures: ['Qwen3ForCausalLM'], torch_dtype: 'bfloat16', head_dim: 8,
                                           attention_dropout: 0.0, transformers_version: '4.51.0', pad_token_id: 3])

        expect:
        PolicyConfig.read(text).toJson(WeightType.BF16) == text
    }

    def "only what must change is written otherwise"() {
        given:
        def before = SIZES + [model_type: 'qwen3', head_dim: 8, attention_dropout: 0.5d, transformers_version: '5.0.0'] + dtype

        expect:
        Json.read(PolicyConfig.read(Json.canonical(before)).toJson(WeightType.F32), Map) == before + [architectures: ['Qwen3ForCausalLM']] + written

        where:
        dtype                                         || written
        [:]                                           || [torch_dtype: 'float32']
        [torch_dtype: 'bfloat16']                     || [torch_dtype: 'float32']
        [dtype: 'bfloat16']                           || [dtype: 'float32']
        [dtype: 'float16', torch_dtype: 'float16']    || [dtype: 'float32', torch_dtype: 'float32']
    }

    def "a configuration made here is one that transformers reads"() {
        given:
        def config = PolicyConfig.of('qwen3').vocabulary(40).hidden(12).layers(1).heads(4).intermediate(24).positions(64).endOfText(3)
            .headDim(8).ropeTheta(1e6).tiedEmbeddings(false).build()

        expect:
        config.toJson(WeightType.F32) == '''\
            {
              "architectures" : [
                "Qwen3ForCausalLM"
              ],
              "bos_token_id" : 3,
              "eos_token_id" : 3,
              "head_dim" : 8,
              "hidden_act" : "silu",
              "hidden_size" : 12,
              "intermediate_size" : 24,
              "max_position_embeddings" : 64,
              "model_type" : "qwen3",
              "num_attention_heads" : 4,
              "num_hidden_layers" : 1,
              "num_key_value_heads" : 4,
              "rms_norm_eps" : 1.0E-6,
              "rope_theta" : 1000000.0,
              "tie_word_embeddings" : false,
              "torch_dtype" : "float32",
              "vocab_size" : 40
            }
            '''.stripIndent()
    }
}
