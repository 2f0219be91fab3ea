package org.autorl.runner.submission

import com.sun.management.ThreadMXBean
import java.lang.management.ManagementFactory
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import java.util.function.Function
import org.autorl.records.Bytes
import org.autorl.records.FileDigest
import org.autorl.runner.SmallPolicy
import spock.lang.Specification
import spock.lang.TempDir

/** What a file called model.safetensors may do to who reads it: be refused, and cost little. */
class HostileWeightsSpec extends Specification {
  static final String NAME = 'model.safetensors'
  static final String UNREADABLE = 'model.safetensors is no readable safetensors file: '

  @TempDir Path temp
  Path base
  Path given

  def setup() {
    base = SmallPolicy.write(temp.resolve('base'))
    given = SmallPolicy.write(temp.resolve('given'))
  }

  /** What is said of the folder; a file's place in it stands for its digest. */
  private String said() {
    def names = given.toFile().list().sort().toList()
    def digests = names.collect { new FileDigest(it, new Bytes(1), (names.indexOf(it) as String).padLeft(64, '0')) }
    try {
      new PolicyContract(base).check(digests, { String sha -> given.resolve(names[sha as int]) } as Function<String, Path>)
      'taken'
    } catch (SubmissionRefused e) {
      e.message
    }
  }

  private static long allocated() {
    ((ThreadMXBean) ManagementFactory.threadMXBean).getThreadAllocatedBytes(Thread.currentThread().id)
  }

  private static byte[] file(String header, byte[] data = new byte[0]) {
    def head = header.getBytes('UTF-8')
    def all = ByteBuffer.allocate(8 + head.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
    all.putLong(head.length).put(head).put(data).array()
  }

  def "of 500 files that are a good one changed at random, each is taken or refused, in little memory"() {
    given:
    def good = Files.readAllBytes(given.resolve(NAME))
    def header = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong(0)
    def random = new Random(20261)
    def verdicts = [] as Set
    long most = 0

    when:
    500.times { n ->
      byte[] bytes = good.clone()
      int kind = n % 5
      if (kind == 0) {
        (1 + random.nextInt(4)).times { bytes[random.nextInt(bytes.length)] = (byte) random.nextInt() }
      } else if (kind == 1) {
        (1 + random.nextInt(3)).times { bytes[8 + random.nextInt((int) header)] = '0123456789[]{},":'.charAt(random.nextInt(17)) as byte }
      } else if (kind == 2) {
        bytes = Arrays.copyOf(bytes, random.nextInt(2 * bytes.length))
      } else if (kind == 3) {
        int from = 8 + random.nextInt((int) header)
        int length = random.nextInt((int) (8 + header - from))
        bytes = (bytes[0..<from] + bytes[(from + length)..-1]) as byte[]
      } else {
        random.nextBytes(bytes)
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, random.nextInt(2 * bytes.length))
      }
      Files.write(given.resolve(NAME), bytes)
      long before = allocated()
      def verdict = said()
      most = Math.max(most, allocated() - before)
      verdicts << verdict
      assert verdict == 'taken' || verdict.contains(NAME) || verdict.contains('weights') || verdict.contains('config.json asks for')
      assert verdict.length() < 5000 && !verdict.contains('\n')
    }

    then: 'some files are as good as before, and many ways of being bad have their own words'
    verdicts.size() > 50
    most < 8 << 20
  }

  def "a header that #what costs no more memory than a few copies of it"() {
    given:
    Files.write(given.resolve(NAME), file(header()))

    when:
    long before = allocated()
    def verdict = said()
    long cost = allocated() - before

    then:
    verdict == UNREADABLE + message
    cost < 400 << 20

    where:
    what                              | header                                                                       || message
    'names a million tensors'         | { '{' + (1..1_000_000).collect { '"' + it + '":1' }.join(',') + '}' }          || 'its header names more than 100000 tensors'
    'is one list of millions'         | { '{"a":{"dtype":"F32","shape":[' + '1,' * 5_000_000 + '1],"data_offsets":[0,4]}}' } || 'tensor `a` must have a list of whole numbers as `shape`'
    'is nested deeply'                | { '{"a":' + '[' * 5_000_000 }                                                 || 'its header is no JSON'
    'holds a number of many digits'   | { '{"a":{"dtype":"F32","shape":[' + '9' * 500_000 + '],"data_offsets":[0,4]}}' } || 'its header is no JSON'
    'has metadata without end'        | { '{"__metadata__":{' + (1..200_000).collect { '"' + it + '":1' }.join(',') + '}}' } || '`__metadata__` must be an object of texts'
    'is longer than any'              | { '{' + ' ' * (16 << 20) + '}' }                                              || 'its header has 16777218 bytes; at most 16777216 are read'
  }

  def "what is no safetensors file at all is refused: #what"() {
    given:
    Files.write(given.resolve(NAME), bytes as byte[])

    expect:
    said() == UNREADABLE + message

    where:
    what                    | bytes                                                                  || message
    'a ZIP archive'         | [0x50, 0x4b, 3, 4] + [0] * 60                                          || 'its header does not fit into it'
    'a pickle'              | [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0x8c]                          || 'its header does not fit into it'
    'nothing'               | []                                                                     || 'its header does not fit into it'
    'UTF-16'                | [4, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0, 0x7d, 0]                || 'its header is no JSON'
    'bytes that are no text'| [5, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x22, 0xff, 0x22, 0x7d]                  || 'its header is no JSON'
    'two JSON values'       | file('{}{}').toList()                                                  || 'its header is no JSON'
    'a negative length'     | [255] * 16                                                             || 'its header does not fit into it'
  }

  def "a weight that is no finite number is refused with its place: #value"() {
    given:
    def weights = given.resolve(NAME)
    def bytes = ByteBuffer.wrap(Files.readAllBytes(weights)).order(ByteOrder.LITTLE_ENDIAN)
    int data = 8 + (int) bytes.getLong(0)
    bytes.putFloat(data + 4 * 3, value)
    Files.write(weights, bytes.array())

    expect:
    said() == "model.safetensors: `model.embed_tokens.weight` holds $value at index 3; weights are finite numbers"

    where:
    value << [Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY]
  }

  def "halves may be small, and not infinite: #bits"() {
    given: 'the same shapes in half as many bytes'
    def header = SmallPolicy.shapes()
    long at = 0
    def json = org.autorl.records.Json.canonical(header.collectEntries { name, shape ->
      long bytes = 2 * ((shape.inject(1L) { a, b -> a * b }) as long)
      [name, [dtype: type, shape: shape, data_offsets: [at, at += bytes]]]
    })
    def data = ByteBuffer.allocate((int) at).order(ByteOrder.LITTLE_ENDIAN).putShort(0, bits as short).array()
    Files.write(given.resolve(NAME), file(json, data))

    expect:
    said() == verdict

    where:
    type   | bits   || verdict
    'F16'  | 0x0001 || 'taken'
    'F16'  | 0x7bff || 'taken'
    'F16'  | 0x7c00 || 'model.safetensors: `model.embed_tokens.weight` holds Infinity at index 0; weights are finite numbers'
    'BF16' | 0x7c00 || 'taken'
    'BF16' | 0xff80 || 'model.safetensors: `model.embed_tokens.weight` holds -Infinity at index 0; weights are finite numbers'
    'BF16' | 0x7fc0 || 'model.safetensors: `model.embed_tokens.weight` holds NaN at index 0; weights are finite numbers'
  }

  def "an index that is too long to be one is refused"() {
    given:
    Files.move(given.resolve(NAME), given.resolve('model-00001-of-00001.safetensors'))
    given.resolve('model.safetensors.index.json').toFile().text = '{"weight_map":{"x":"' + 'y' * (4 << 20) + '"}}'

    expect:
    said() == 'model.safetensors.index.json is larger than 4 MiB'
  }

  def "a text that is far longer than the base policy's is not read"() {
    given:
    given.resolve(name).toFile().text = ' ' * ((1 << 20) + 1)

    expect:
    said() == "$name has 1048577 bytes; at most 1048576 are read"

    where:
    name << ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja']
  }
}
