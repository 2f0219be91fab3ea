package org.autorl.trainers.policy

import ai.djl.ndarray.NDManager
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.time.InstantSource
import org.autorl.records.Json
import org.autorl.records.policy.WeightType
import org.autorl.trainers.TinyPolicy
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Weights on disk: one file or shards, good and bad. */
class CheckpointSpec extends Specification {
    static final String NORM = 'model.norm.weight'

    @TempDir
    Path folder

    @AutoCleanup
    NDManager manager = NDManager.newBaseManager()

    static byte[] safetensors(String header, int bytes = 0) {
        def head = header.getBytes('UTF-8')
        ByteBuffer.allocate(8 + head.length + bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(head.length).put(head).array()
    }

    static Map<String, List<Float>> values(Policy policy) {
        policy.weights().collectEntries { [it.key, it.value.toFloatArray() as List] } as Map<String, List<Float>>
    }

    static Map<String, byte[]> bytes(Path folder) {
        folder.toFile().listFiles().collectEntries { [it.name, it.bytes] } as Map<String, byte[]>
    }

    String refusal(Path of = folder) {
        try {
            Policy.load(of, manager)
            'nothing'
        } catch (IllegalArgumentException e) {
            e.message
        }
    }

    static void editIndex(Path folder, Closure edit) {
        def index = folder.resolve('model.safetensors.index.json').toFile()
        def tree = Json.read(index.text, Map)
        edit.call(tree.weight_map)
        index.text = Json.canonical(tree)
    }

    def "what is loaded and saved again is the same, byte for byte: #name"() {
        given:
        Policy.load(Reference.GOLDEN.resolve(name), manager).save(folder)
        def again = folder.resolve('again')

        when:
        Policy.load(folder, manager).save(again)

        then:
        ['config.json', 'tokenizer.json', 'model.safetensors'].every { folder.resolve(it).toFile().bytes == again.resolve(it).toFile().bytes }
        values(Policy.load(again, manager)) == values(Policy.load(Reference.GOLDEN.resolve(name), manager))
        folder.resolve('tokenizer.json').toFile().bytes == Reference.GOLDEN.resolve("$name/tokenizer.json").toFile().bytes
        (folder.resolve('config.json').toFile().bytes == Reference.GOLDEN.resolve("$name/config.json").toFile().bytes) == (name != 'llama-linear')
        !folder.resolve('generation_config.json').toFile().exists()

        where:
        name << Reference.NAMES
    }

    def "a policy in bfloat16 stays one, and one in float16 becomes float32"() {
        given:
        Policy.load(Reference.GOLDEN.resolve(name), manager).save(folder)

        expect:
        Json.readObject(folder.resolve('config.json').toFile().text).get('torch_dtype').asText() == type
        folder.resolve('model.safetensors').toFile().text.contains("\"$stored\"")

        where:
        name           || type       | stored
        'llama-bias'   || 'bfloat16' | 'BF16'
        'llama-linear' || 'float32'  | 'F32'
        'llama-plain'  || 'float32'  | 'F32'
    }

    def "the files of tokenizer and generation come back as they were"() {
        given:
        Reference.copy('qwen2-tied', folder)
        def files = ['generation_config.json': '{"eos_token_id": [1, 2],  "top_k": 20}', 'tokenizer_config.json': '{"eos_token": "</s>"}',
                     'special_tokens_map.json': '{ }', 'chat_template.jinja': '{{ messages[0].content }}{{ eos_token }}\n']
        files.each { folder.resolve(it.key).toFile().text = it.value }
        folder.resolve('pytorch_model.bin').toFile().text = 'never touched'

        when:
        def policy = Policy.load(folder, manager)
        policy.save(folder.resolve('out'))

        then:
        policy.config().stopTokens() == [1, 2]
        def prompt = policy.chatTemplate().get().render([new ChatTemplate.Message('user', 'w7 w3')], true, InstantSource.system())
        policy.tokenizer().encode(prompt) == [7, 3, 1] as long[]
        files.every { folder.resolve('out').resolve(it.key).toFile().text == it.value }
        folder.resolve('out').toFile().list().sort() == (files.keySet() + ['config.json', 'model.safetensors', 'tokenizer.json']).sort()
    }

    def "a policy in shards is the policy in one file"() {
        given:
        def policy = TinyPolicy.of(manager, 5)

        when:
        policy.save(folder, new Policy.Saving(WeightType.F32, 2000))

        then:
        def shards = folder.toFile().list().findAll { it.startsWith('model-') }.sort()
        shards.size() > 3
        shards.every { it ==~ /model-\d{5}-of-${shards.size().toString().padLeft(5, '0')}\.safetensors/ }
        !folder.resolve('model.safetensors').toFile().exists()
        def index = Json.read(folder.resolve('model.safetensors.index.json').toFile().text, Map)
        index.weight_map.keySet() == policy.weights().keySet()
        index.weight_map.values().toSet() == shards.toSet()
        index.metadata.total_size == 4 * policy.parameters()
        values(Policy.load(folder, manager)) == values(policy)
    }

    def "a shard holds at most the limit, or one tensor"() {
        given:
        TinyPolicy.of(manager).save(folder, new Policy.Saving(WeightType.F32, limit))

        expect:
        folder.toFile().listFiles().findAll { it.name.startsWith('model') && it.name.endsWith('.safetensors') }.every { file ->
            try (def shard = SafetensorsFile.open(file.toPath())) {
                shard.header().tensors().size() == 1 || shard.header().tensors().values()*.end().max() <= limit
            }
        }

        where:
        limit << [1, 64, 2000, 1_000_000]
    }

    def "saving over shards, or over one file, leaves nothing of them"() {
        given:
        def policy = TinyPolicy.of(manager)
        policy.save(folder, new Policy.Saving(WeightType.F32, before))
        def next = TinyPolicy.of(manager, 2)

        when:
        next.save(folder, new Policy.Saving(WeightType.F32, after))

        then:
        values(Policy.load(folder, manager)) == values(next)
        folder.toFile().list().count { it.startsWith('model') } == files
        !folder.toFile().list().any { it.startsWith('.') }

        where:
        before | after  || files
        2000   | 10**9  || 1
        10**9  | 8000   || 5
        2000   | 8000   || 5
    }

    def "bfloat16 is rounded to the nearest, ties to even"() {
        given:
        def array = manager.create([Float.intBitsToFloat(bits)] as float[])

        when:
        SafetensorsFile.write(folder.resolve('x'), new TreeMap([x: array]), WeightType.BF16)

        then:
        def all = folder.resolve('x').toFile().bytes
        ((all[-1] & 0xff) << 8 | all[-2] & 0xff) == rounded

        where:
        bits               || rounded
        0x3f800000         || 0x3f80
        0x3f807fff         || 0x3f80
        0x3f808000         || 0x3f80
        0x3f808001         || 0x3f81
        0x3f818000         || 0x3f82
        0xbf818000 as int  || 0xbf82
        0x00000001         || 0x0000
        0x3fffffff         || 0x4000
        0x7f7f7fff         || 0x7f7f
    }

    def "halves are read exactly: #bits"() {
        given:
        folder.resolve('x').toFile().bytes = safetensors('{"x":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}', 2).with {
            it[-2] = (byte) (bits & 0xff)
            it[-1] = (byte) (bits >> 8)
            it
        }

        expect:
        try (def file = SafetensorsFile.open(folder.resolve('x'))) {
            file.read(file.header().tensors().x, manager).toFloatArray() == [value] as float[]
        }

        where:
        bits   || value
        0x3c00 || 1f
        0xc500 || -5f
        0x7bff || 65504f
        0x0001 || (float) Math.pow(2, -24)
        0x0400 || (float) Math.pow(2, -14)
        0x8000 || -0f
    }

    def "tensors larger than a piece come and go whole"() {
        given:
        def array = manager.arange(0, 2_500_000, 1).toType(ai.djl.ndarray.types.DataType.FLOAT32, false).reshape(2, 1_250_000)
        SafetensorsFile.write(folder.resolve('x'), new TreeMap([x: array]), WeightType.F32)

        expect:
        try (def file = SafetensorsFile.open(folder.resolve('x'))) {
            def read = file.read(file.header().tensors().x, manager)
            read.contentEquals(array)
            SafetensorsFile.copy(read, manager).contentEquals(array)
        }
    }

    def "a weight that is #value is not saved, and what stood there stays"() {
        given:
        TinyPolicy.of(manager).save(folder)
        def before = bytes(folder)
        def bad = TinyPolicy.of(manager, 2)
        bad.weights()[NORM].set(([1f] * 15 + [value]) as float[])

        when:
        bad.save(folder, new Policy.Saving(type, 2000))

        then:
        IllegalArgumentException e = thrown()
        e.message == "`model.norm.weight` holds $value, which is no finite $type.dtype; the policy is not saved"
        bytes(folder).every { name, content -> before[name] == content }
        bytes(folder).keySet() == before.keySet()

        where:
        value                   | type
        Float.NaN               | WeightType.F32
        Float.NEGATIVE_INFINITY | WeightType.BF16
        Float.MAX_VALUE         | WeightType.BF16
    }

    def "a weight that is no number is not loaded"() {
        given:
        Reference.copy('qwen2-tied', folder)
        def file = folder.resolve('model.safetensors').toFile()
        def all = file.bytes
        all[-1] = 0x7f
        all[-2] = (byte) 0xc0
        file.bytes = all

        expect:
        refusal() == 'model.safetensors: `model.norm.weight` holds NaN'
    }

    def "a file that breaks the format is refused: #problem"() {
        given:
        Reference.copy('qwen2-tied', folder)
        folder.resolve('model.safetensors').toFile().bytes = content

        expect:
        refusal() == "model.safetensors is no readable safetensors file: $problem"

        where:
        content                                                                                    || problem
        [1, 2, 3] as byte[]                                                                        || 'its header does not fit into it'
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40).array()            || 'its header does not fit into it'
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(-1).array()                  || 'its header does not fit into it'
        safetensors('[1]')                                                                         || 'its header does not begin with `{`'
        safetensors('{"a": ')                                                                      || 'its header is no JSON'
        safetensors('{} x')                                                                        || 'its header is no JSON'
        safetensors(head(a: [0, 4]).replace('}}', '},"a":{}}'), 4)                                 || 'its header has a key twice: `a`'
        safetensors('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4)       || 'its header has a key twice: `shape`'
        safetensors('{"__metadata__":{"format":1}}')                                               || '`__metadata__` must be an object of texts'
        safetensors('{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}', 8)                   || 'tensor `a` is of type I64; allowed are F32, F16 and BF16'
        safetensors('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', 4)                  || 'tensor `a` must have a list of whole numbers as `shape`'
        safetensors('{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}', 4)                 || 'tensor `a` must have a list of whole numbers as `shape`'
        safetensors('{"a":{"dtype":"F32","shape":[1]}}', 4)                                        || 'tensor `a` must have a list of whole numbers as `data_offsets`'
        safetensors('{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}', 4)                   || 'tensor `a` must have two `data_offsets` in order'
        safetensors('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4)                   || 'tensor `a` of shape [2] and type F32 takes 8 bytes; its `data_offsets` span 4'
        safetensors('{"a":{"dtype":"F32","shape":[3037000500,3037000500],"data_offsets":[0,4]}}', 4) || 'tensor `a` of shape [3037000500, 3037000500] is too large; one tensor holds 2^31 - 1 numbers at most'
        safetensors(head(a: [0, 8], b: [4, 12]), 12)                                               || 'tensors `a` and `b` overlap'
        safetensors(head(a: [0, 4], b: [8, 12]), 12)                                               || '4 bytes between `a` and `b` belong to no tensor'
        safetensors(head(a: [4, 8]), 8)                                                            || '4 bytes between the header and `a` belong to no tensor'
        safetensors(head(a: [0, 4]), 6)                                                            || '2 bytes at the end belong to no tensor'
        safetensors(head(a: [0, 8]), 6)                                                            || 'its tensors take 8 bytes, but 6 follow the header'
        safetensors('{"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"b":7}', 8)              || 'tensor `a` is of type F64; allowed are F32, F16 and BF16; tensor `b` is of type none; allowed are F32, F16 and BF16'
    }

    static String head(Map<String, List<Integer>> tensors) {
        Json.canonical(tensors.collectEntries { name, at ->
            [name, [dtype: 'F32', shape: [(at[1] - at[0]).intdiv(4)], data_offsets: at]]
        })
    }

    def "an index that does not fit its shards is refused: #problem"() {
        given:
        TinyPolicy.of(manager).save(folder, new Policy.Saving(WeightType.F32, 12_000))
        spoil.call(folder)

        expect:
        refusal() == problem

        where:
        spoil << [
            { Path at -> editIndex(at) { it[NORM] = '../model-00001-of-00003.safetensors' } },
            { Path at -> editIndex(at) { it[NORM] = '..' } },
            { Path at -> Files.delete(at.resolve('model-00002-of-00003.safetensors')) },
            { Path at -> editIndex(at) { it.remove(NORM) } },
            { Path at -> editIndex(at) { it['model.more.weight'] = 'model-00001-of-00003.safetensors' } },
            { Path at -> editIndex(at) { it[NORM] = 'model-00001-of-00003.safetensors' } },
            { Path at -> at.resolve('other.safetensors').toFile().bytes = safetensors(head((NORM): [0, 64]), 64)
              editIndex(at) { it[NORM] = 'other.safetensors' } },
            { Path at -> at.resolve('model.safetensors.index.json').toFile().text = '{"weight_map": {}}' },
            { Path at -> at.resolve('model.safetensors.index.json').toFile().text = '{"weight_map": {"a": "b", "a": "c"}}' },
        ]
        problem << [
            'model.safetensors.index.json: `model.norm.weight` is in `../model-00001-of-00003.safetensors`; a shard is a file of this folder that ends in `.safetensors`',
            'model.safetensors.index.json: `model.norm.weight` is in `..`; a shard is a file of this folder that ends in `.safetensors`',
            '`model-00002-of-00003.safetensors` is missing; model.safetensors.index.json names it',
            '`model-00003-of-00003.safetensors` holds `model.norm.weight`, which model.safetensors.index.json does not name',
            '`model-00001-of-00003.safetensors` lacks `model.more.weight`, which model.safetensors.index.json puts there',
            '`model-00001-of-00003.safetensors` lacks `model.norm.weight`, which model.safetensors.index.json puts there',
            '`model.norm.weight` is in two shards, `model-00003-of-00003.safetensors` and `other.safetensors`',
            'model.safetensors.index.json: `weight_map` is missing or names no tensor',
            'model.safetensors.index.json has a key twice: `a`',
        ]
    }

    def "weights that lack, or have no place, are named"() {
        given:
        Reference.copy('llama-linear', folder)
        def config = folder.resolve('config.json').toFile()
        config.text = config.text.replace('"num_hidden_layers": 2', '"num_hidden_layers": 1').replace('"llama"', '"qwen2"').replace('Llama', 'Qwen2')

        expect:
        refusal() == (['k', 'q', 'v'].collect { "the weights lack `model.layers.0.self_attn.${it}_proj.bias`" } +
            ['input_layernorm', 'mlp.down_proj', 'mlp.gate_proj', 'mlp.up_proj', 'post_attention_layernorm', 'self_attn.k_proj',
             'self_attn.o_proj', 'self_attn.q_proj', 'self_attn.v_proj']
                .collect { "the weights hold `model.layers.1.${it}.weight`, which config.json has no place for" }).join('\n')
    }

    def "an output layer that is there although embeddings are tied must equal them"() {
        given:
        def policy = Policy.load(Reference.GOLDEN.resolve('qwen2-tied'), manager)
        def weights = new TreeMap(policy.weights())
        weights['lm_head.weight'] = head.call(weights['model.embed_tokens.weight'])
        weights['model.layers.0.self_attn.rotary_emb.inv_freq'] = manager.ones(new ai.djl.ndarray.types.Shape(2))
        Reference.copy('qwen2-tied', folder)
        SafetensorsFile.write(folder.resolve('model.safetensors'), weights, WeightType.F32)

        expect:
        refusal() == result

        where:
        head              || result
        ({ it })          || 'nothing'
        ({ it.add(0.1f) }) || 'config.json ties the embeddings, but `lm_head.weight` differs from `model.embed_tokens.weight`'
    }

    def "a folder without weights, configuration or tokenizer names what is missing"() {
        given:
        Reference.copy('qwen2-tied', folder)
        Files.delete(folder.resolve(name))

        when:
        Policy.load(folder, manager)

        then:
        NoSuchFileException e = thrown()
        e.message == "${folder.resolve(name)}"

        where:
        name << ['config.json', 'tokenizer.json', 'model.safetensors']
    }

    def "a tokenizer with ids beyond the vocabulary is refused"() {
        given:
        Reference.copy('qwen2-tied', folder)
        def file = folder.resolve('tokenizer.json').toFile()
        file.text = file.text.replace('"w11": 11', '"w11": 37')

        expect:
        refusal() == 'tokenizer.json has the id 37; `vocab_size` in config.json is 37'
    }

    def "the special tokens of a tokenizer are known by name"() {
        expect:
        Tokenizer.load(Reference.GOLDEN.resolve('qwen2-tied/tokenizer.json')).specialTokens() == ['<s>': 0, '</s>': 1, '<unk>': 2]
        TinyPolicy.tokenizer().specialTokens().keySet() == [BpeTrainer.END_OF_TEXT] as Set
    }
}
