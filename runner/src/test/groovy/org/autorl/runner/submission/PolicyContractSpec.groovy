package org.autorl.runner.submission

import java.nio.file.Files
import java.nio.file.Path
import java.util.function.Function
import org.autorl.records.Bytes
import org.autorl.records.FileDigest
import org.autorl.records.Json
import org.autorl.runner.SmallPolicy
import spock.lang.Specification
import spock.lang.TempDir

class PolicyContractSpec extends Specification {
  static final NORM = 'model.norm.weight'

  @TempDir Path temp
  Path base
  Path given

  def setup() {
    base = SmallPolicy.write(temp.resolve('base'))
    given = SmallPolicy.write(temp.resolve('given'))
  }

  /** What is said of the folder; a file's name stands for its digest. */
  private String said() {
    def names = given.toFile().list().sort().toList()
    def digests = names.collect { new FileDigest(it, new Bytes(1), (names.indexOf(it) as String).padLeft(64, '0')) }
    def blob = { String sha -> given.resolve(names[sha as int]) } as Function<String, Path>
    try {
      new PolicyContract(base).check(digests, blob)
      'taken'
    } catch (SubmissionRefused e) {
      e.message
    }
  }

  private void config(Path folder, Map changes) {
    def config = (SmallPolicy.CONFIG + changes).findAll { it.value != null }
    Files.writeString(folder.resolve('config.json'), Json.canonical(config))
  }

  private void write(Path folder, String name, String text) {
    Files.writeString(folder.resolve(name), text)
  }

  def "a copy of the base policy is taken"() {
    expect:
    said() == 'taken'
  }

  def "a configuration may say #what"() {
    given:
    config(given, changes)

    expect:
    said() == 'taken'

    where:
    what                                    | changes
    'a default that the base leaves out'    | [rms_norm_eps: 1e-6, rope_theta: 10000.0, hidden_act: 'silu', attention_bias: false]
    'less, where a default says the same'   | [num_key_value_heads: null]
    'another end of texts'                  | [eos_token_id: [0, 3]]
    'what nobody reads'                     | [transformers_version: '9.9', use_cache: true, torch_dtype: 'bfloat16']
  }

  def "a configuration that changes what weights mean is refused: #changes"() {
    given:
    config(given, changes)

    expect:
    said() == message

    where:
    changes                                                          || message
    [rope_theta: 20000.0]                                            || 'config.json: `rope_theta` is 20000.0, but 10000.0 in the base policy'
    [rms_norm_eps: 0.5]                                              || 'config.json: `rms_norm_eps` is 0.5, but 1.0E-6 in the base policy'
    [rope_scaling: [rope_type: 'linear', factor: 2.0]]               || 'config.json: `rope_scaling` is Linear[factor=2.0], but None[] in the base policy'
    [max_position_embeddings: 9]                                     || 'config.json: `max_position_embeddings` is 9, but 8 in the base policy'
    [hidden_act: 'relu']                                             || 'config.json: `hidden_act` is `relu`; allowed is `silu`'
    [auto_map: [AutoModel: 'x.Y']]                                   || 'config.json: `auto_map` names code of the policy\'s own; none is run here'
    [quantization_config: [bits: 4]]                                 || 'config.json: `quantization_config` is set; quantized weights are not supported'
    [architectures: ['Other']]                                       || 'config.json: `architectures` is ["Other"]; `llama` is read as LlamaForCausalLM'
    [sliding_window: 4]                                              || 'config.json: `sliding_window` is used; attention to a window only is not supported'
    [model_type: 'gpt2']                                             || 'config.json: `model_type` is `gpt2`; allowed are `llama`, `qwen2` and `qwen3`'
  }

  def "all problems are told at once"() {
    given:
    config(given, [rope_theta: 1.0, rms_norm_eps: 0.5])
    write(given, 'tokenizer.json', '{"model":{"vocab":{"b":0}},"version":"1.0"}')
    SmallPolicy.weights(given.resolve('model.safetensors'), SmallPolicy.shapes() - [(NORM): [2L]])

    expect:
    said() == 'config.json: `rope_theta` is 1.0, but 10000.0 in the base policy; ' +
        'config.json: `rms_norm_eps` is 0.5, but 1.0E-6 in the base policy; ' +
        'tokenizer.json is not the base policy\'s: `model` differs; ' +
        'the weights lack `model.norm.weight`'
  }

  def "a tokenizer is the base policy's: #text"() {
    given:
    write(given, 'tokenizer.json', text)

    expect:
    said() == message

    where:
    text                                                             || message
    '{ "version": "1.0", "model": {"vocab": {"a": 0}}, "padding": null }' || 'taken'
    '{"model":{"vocab":{"a":0}},"version":"1.0","normalizer":{"type":"Replace"}}' || 'tokenizer.json is not the base policy\'s: `normalizer` differs'
    '{"model":{"vocab":{"a":0}},"version":"1.0","truncation":{"max_length":4}}' || 'tokenizer.json is not the base policy\'s: `truncation` differs'
    '[]'                                                             || 'tokenizer.json holds no JSON object'
    'no json'                                                        || 'tokenizer.json holds no JSON object'
  }

  def "a chat template is the base policy's, in whichever file"() {
    given:
    write(base, 'tokenizer_config.json', '{"chat_template":"{{ bos_token }}{{ messages }}","bos_token":"<s>","pad_token":"<p>"}')
    files.each { name, text -> write(given, name, text) }

    expect:
    said() == message

    where:
    files                                                                                                                     || message
    [:]                                                                                                                       || 'the chat template is not the base policy\'s'
    ['tokenizer_config.json': '{"chat_template":"{{ bos_token }}{{ messages }}","bos_token":{"content":"<s>"}}']              || 'taken'
    ['chat_template.jinja': '{{ bos_token }}{{ messages }}', 'tokenizer_config.json': '{"bos_token":"<s>"}']                  || 'taken'
    ['chat_template.jinja': '{{ bos_token }}42', 'tokenizer_config.json': '{"bos_token":"<s>"}']                              || 'the chat template is not the base policy\'s'
    ['tokenizer_config.json': '{"chat_template":"{{ bos_token }}{{ messages }}","bos_token":"The answer is 42."}']            || 'tokenizer_config.json: `bos_token` is not the base policy\'s'
  }

  def "a policy without a template gets none"() {
    given:
    write(given, 'chat_template.jinja', 'The answer is 42.')

    expect:
    said() == 'the chat template is not the base policy\'s'
  }

  def "weights may lie in shards"() {
    given:
    shards()

    expect:
    said() == 'taken'
  }

  def "shards that #what are refused"() {
    given:
    shards()
    change(given)

    expect:
    said() == message

    where:
    what                       | change                                                                                             || message
    'are not there'            | { Files.delete(it.resolve('model-00002-of-00002.safetensors')) }                                     || '`model-00002-of-00002.safetensors` is missing; model.safetensors.index.json names it'
    'nobody names'             | { SmallPolicy.weights(it.resolve('model-00009-of-00009.safetensors'), [x: [1L]]) }                    || '`model-00009-of-00009.safetensors` holds `x`, which model.safetensors.index.json does not name'
    'lie beside the one file'  | { SmallPolicy.weights(it.resolve('model.safetensors'), SmallPolicy.shapes()) }                        || 'beside `model.safetensors` lie shards, which nothing reads'
    'are outside the folder'   | { Files.writeString(it.resolve('model.safetensors.index.json'), '{"weight_map":{"x":"../x.safetensors"}}') } || 'model.safetensors.index.json: `x` is in `../x.safetensors`; a shard is a file of this folder that ends in `.safetensors`'
    'no index names'           | { Files.writeString(it.resolve('model.safetensors.index.json'), '{}') }                              || 'model.safetensors.index.json: `weight_map` is missing or names no tensor'
  }

  private void shards() {
    def shapes = SmallPolicy.shapes()
    def first = shapes.findAll { it.key < 'model.layers.0.mlp' }
    Files.delete(given.resolve('model.safetensors'))
    SmallPolicy.weights(given.resolve('model-00001-of-00002.safetensors'), first)
    SmallPolicy.weights(given.resolve('model-00002-of-00002.safetensors'), shapes - first)
    def map = shapes.collectEntries { name, shape -> [name, "model-0000${name in first ? 1 : 2}-of-00002.safetensors".toString()] }
    write(given, 'model.safetensors.index.json', Json.canonical([weight_map: map]))
  }

  def "weights with #what are refused"() {
    given:
    SmallPolicy.weights(given.resolve('model.safetensors'), header, 8)

    expect:
    said().startsWith('model.safetensors is no readable safetensors file: ')
    said().endsWith(message)

    where:
    what                    | header                                                                                                              || message
    'a hole'                | '{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}'                                                            || '4 bytes between the header and `a` belong to no tensor'
    'an overlap'            | '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}'        || 'tensors `a` and `b` overlap'
    'a tail'                | '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'                                                            || '4 bytes at the end belong to no tensor'
    'a bound beyond the end'| '{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}'                                                           || 'its tensors take 36 bytes, but 8 follow the header'
    'a name twice'          | '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}'        || 'its header has a key twice: `a`'
    'an unknown type'       | '{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}'                                                            || 'tensor `a` is of type F64; allowed are F32, F16 and BF16'
    'no JSON'               | '{'                                                                                                                 || 'its header is no JSON'
  }

  def "a header that claims to be longer than the file is refused"() {
    given:
    given.resolve('model.safetensors').toFile().bytes = [255, 255, 255, 255, 0, 0, 0, 0, 123] as byte[]

    expect:
    said() == 'model.safetensors is no readable safetensors file: its header does not fit into it'
  }

  def "a file for the output layer is taken although embeddings are tied, any other surplus is not"() {
    given:
    SmallPolicy.weights(given.resolve('model.safetensors'), SmallPolicy.shapes() + [(name): [4L, 2L]])

    expect:
    said() == message

    where:
    name             || message
    'lm_head.weight' || 'taken'
    'extra.weight'   || 'the weights hold `extra.weight`, which config.json has no place for'
  }

  def "a base policy that is none itself is not the agent's fault"() {
    given:
    Files.delete(base.resolve('config.json'))

    when:
    said()

    then:
    IOException e = thrown()
    e.message.startsWith('the base policy cannot be read: config.json: ')
  }
}
