package org.autorl.runner.lineage

import groovy.transform.CompileDynamic
import groovy.transform.CompileStatic
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import org.autorl.records.policy.PolicyConfig
import org.autorl.records.policy.WeightShapes

/** Policies of some forty thousand weights, for specs that never load them. */
@CompileStatic
class Synthetic {
  static final int HEADS = 4
  static final int HIDDEN = 32
  static final Map CONFIG = [model_type: 'llama', vocab_size: 64, hidden_size: HIDDEN, num_hidden_layers: 2,
                             num_attention_heads: HEADS, num_key_value_heads: HEADS, intermediate_size: 96,
                             max_position_embeddings: 64, eos_token_id: 0, tie_word_embeddings: true] as Map

  static SortedMap<String, List<Long>> shapes() {
    WeightShapes.of(PolicyConfig.read(Json.canonical(CONFIG))).shapes()
  }

  /** Fresh weights, as a policy begins with: norms are one, the rest is random. */
  static SortedMap<String, float[]> fresh(long seed) {
    def random = new Random(seed)
    def weights = new TreeMap<String, float[]>()
    shapes().each { String name, List<Long> shape ->
      long size = 1
      shape.each { size *= it }
      def values = new float[(int) size]
      for (int i = 0; i < values.length; i++) {
        values[i] = shape.size() == 1 ? 1f : (float) (0.02d * random.nextGaussian())
      }
      weights.put(name, values)
    }
    weights
  }

  /** A weight made of the weights at the same place in these policies. */
  @CompileDynamic
  static SortedMap<String, float[]> each(List<SortedMap<String, float[]>> policies, Closure<Number> made) {
    def weights = new TreeMap<String, float[]>()
    policies[0].each { String name, float[] first ->
      def values = new float[first.length]
      for (int i = 0; i < values.length; i++) {
        values[i] = made.call(*policies.collect { it[name][i] }) as float
      }
      weights.put(name, values)
    }
    weights
  }

  /** Writes a folder; weights whose names are not in the first shard go into a second. */
  static Path write(Path folder, SortedMap<String, float[]> weights, String type = 'F32', Closure<Boolean> first = { true }) {
    Files.createDirectories(folder)
    Files.writeString(folder.resolve('config.json'), Json.canonical(CONFIG))
    Files.writeString(folder.resolve('tokenizer.json'), '{"model":{"vocab":{"a":0}},"version":"1.0"}')
    def here = weights.findAll { name, values -> first.call(name) }
    def rest = weights.findAll { name, values -> !first.call(name) }
    if (rest.isEmpty()) {
      file(folder.resolve('model.safetensors'), here, type)
    } else {
      file(folder.resolve('model-00001-of-00002.safetensors'), here, type)
      file(folder.resolve('model-00002-of-00002.safetensors'), rest, type)
      def map = weights.collectEntries { name, values -> [name, 'model-0000' + (here.containsKey(name) ? 1 : 2) + '-of-00002.safetensors'] }
      Files.writeString(folder.resolve('model.safetensors.index.json'), Json.canonical([weight_map: map]))
    }
    folder
  }

  static void file(Path file, Map<String, float[]> weights, String type) {
    int width = type == 'F32' ? 4 : 2
    long at = 0
    Map header = [:]
    weights.each { name, values ->
      header[name] = [dtype: type, shape: shapes()[name], data_offsets: [at, at + width * values.length]]
      at += width * values.length
    }
    byte[] head = Json.canonical(header).getBytes('UTF-8')
    def all = ByteBuffer.allocate((int) (8 + head.length + at)).order(ByteOrder.LITTLE_ENDIAN)
    all.putLong(head.length).put(head)
    weights.each { name, values ->
      for (float value : values) {
        if (type == 'F32') {
          all.putFloat(value)
        } else {
          int bits = Float.floatToRawIntBits(value)
          all.putShort((short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16))
        }
      }
    }
    Files.write(file, all.array())
  }
}
