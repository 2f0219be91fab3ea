package org.autorl.runner.submission

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Bytes
import org.autorl.records.Json
import org.autorl.runner.SmallPolicy
import spock.lang.Specification
import spock.lang.TempDir

/** docs/reference/submissions.md quotes what is said, so it is said. */
class DocumentedRefusalsSpec extends Specification {
  static final Path PAGE = Path.of('../docs/reference/submissions.md')

  @TempDir Path temp

  private String refusal(Closure change, String path = 'output/v1') {
    def workspace = temp.resolve("w${temp.toFile().list().length}")
    def place = SmallPolicy.write(workspace.resolve('output/v1'))
    change(place)
    try {
      new Snapshots(temp.resolve('blobs'), SmallPolicy.write(temp.resolve('base')), new Bytes(2 << 20)).take(workspace, path)
      'taken'
    } catch (SubmissionRefused e) {
      e.message
    }
  }

  private static Closure text(String name, String text) {
    { Path place -> Files.writeString(place.resolve(name), text) }
  }

  private static Closure config(Map changes) {
    text('config.json', Json.canonical(SmallPolicy.CONFIG + changes))
  }

  private static Closure weights(String header) {
    { Path place -> SmallPolicy.weights(place.resolve('model.safetensors'), header, 8) }
  }

  private static Closure shapes(Closure change) {
    { Path place -> SmallPolicy.weights(place.resolve('model.safetensors'), change(new TreeMap(SmallPolicy.shapes()))) }
  }

  private static void notANumber(Path place) {
    def file = place.resolve('model.safetensors')
    def bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN)
    bytes.putFloat(8 + (int) bytes.getLong(0) + 4 * 3, Float.NaN)
    Files.write(file, bytes.array())
  }

  private static void sparse(Path place) {
    new RandomAccessFile(place.resolve('model.safetensors').toFile(), 'rw').withCloseable { it.length = 1L << 40 }
  }

  private List<String> said() {
    [
      refusal({}, ''),
      refusal({}, 'output/v2'),
      refusal({}, '../base'),
      refusal({ Files.createSymbolicLink(it.resolveSibling('v3'), it) }, 'output/v3'),
      refusal(text('weights.pkl', 'x')),
      refusal { Files.delete(it.resolve('config.json')); Files.createSymbolicLink(it.resolve('config.json'), Path.of('/etc/passwd')) },
      refusal { p -> (1..1001).each { Files.writeString(p.resolve("f$it"), '') } },
      refusal { sparse(it) }.replace('2 MiB', '1 MiB'),
      refusal { Files.delete(it.resolve('tokenizer.json')) },
      refusal(config(rope_theta: 20000.0)),
      refusal(config(quantization_config: [bits: 4])),
      refusal(text('tokenizer.json', '{"model":{},"version":"1.0"}')),
      refusal(text('chat_template.jinja', '{{ messages }}')),
      refusal(text('tokenizer_config.json', ' ' * ((1 << 20) + 1))),
      refusal(text('model.safetensors', 'no weights')),
      refusal(weights('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}')),
      refusal(weights('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}')),
      refusal(shapes { it - ['model.norm.weight': [2L]] }),
      refusal(shapes { it + ['extra.weight': [2L]] }),
      refusal { notANumber(it) },
      refusal { p -> SmallPolicy.weights(p.resolve('model-00001-of-00001.safetensors'), SmallPolicy.shapes()) },
    ]
  }

  def "every message on the page is said, word by word, in that order"() {
    expect:
    (PAGE.toFile().text =~ /(?m)^\| `` (.*?) `` \|/).collect { it[1] } == said()
  }

  def "every ending of weights and data on the page is left out, and no other"() {
    expect:
    (PAGE.toFile().text.split('## Code')[1].split('## ')[0] =~ /`\.([a-z0-9]+)`/).collect { it[1] }.toSet() - 'git' == CodeTree.WEIGHTS
  }
}
