package org.autorl.runner

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import org.autorl.records.Json
import org.autorl.records.policy.PolicyConfig
import org.autorl.records.policy.WeightShapes

/** A policy folder of some hundred bytes of weights, all zero; for specs that never load it. */
class SmallPolicy {
  static final Map CONFIG = [model_type: 'llama', vocab_size: 4, hidden_size: 2, num_hidden_layers: 1, num_attention_heads: 1,
                             num_key_value_heads: 1, intermediate_size: 2, max_position_embeddings: 8, eos_token_id: 0,
                             tie_word_embeddings: true]

  static Path write(Path folder) {
    Files.createDirectories(folder)
    Files.writeString(folder.resolve('config.json'), Json.canonical(CONFIG) + '\n')
    Files.writeString(folder.resolve('tokenizer.json'), '{"model":{"vocab":{"a":0}},"version":"1.0"}\n')
    weights(folder.resolve('model.safetensors'), shapes())
    folder
  }

  static SortedMap<String, List<Long>> shapes() {
    WeightShapes.of(PolicyConfig.read(Json.canonical(CONFIG))).shapes()
  }

  /** Zeros of these shapes, one after the other. */
  static void weights(Path file, Map<String, List<Long>> shapes) {
    long at = 0
    def header = shapes.collectEntries { name, shape ->
      long bytes = 4 * ((shape.inject(1L) { a, b -> a * b }) as long)
      [name, [dtype: 'F32', shape: shape, data_offsets: [at, at += bytes]]]
    }
    weights(file, Json.canonical(header), at)
  }

  /** This header, and that many bytes. */
  static void weights(Path file, String header, long bytes) {
    def all = ByteBuffer.allocate((8 + header.length() + bytes) as int).order(ByteOrder.LITTLE_ENDIAN)
    all.putLong(header.length()).put(header.getBytes('UTF-8'))
    Files.write(file, all.array())
  }
}
