package org.autorl.trainers.policy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.autorl.records.Json;

/**
 * Text to token ids and back, by a {@code tokenizer.json}, which is kept byte for byte; adds no
 * special tokens of its own.
 */
public final class Tokenizer implements AutoCloseable {
  private final byte[] bytes;
  private final HuggingFaceTokenizer tokens;
  private final SortedMap<String, Integer> special;
  private final int largestId;

  private Tokenizer(byte[] bytes, HuggingFaceTokenizer tokens, ObjectNode tree) {
    this.bytes = bytes;
    this.tokens = tokens;
    SortedMap<String, Integer> found = new TreeMap<>();
    int largest = -1;
    for (JsonNode added : tree.path("added_tokens")) {
      largest = Math.max(largest, added.path("id").asInt());
      if (added.path("special").asBoolean()) {
        found.put(added.path("content").asText(), added.path("id").asInt());
      }
    }
    JsonNode vocabulary = tree.path("model").path("vocab");
    for (JsonNode id : vocabulary) {
      largest = Math.max(largest, id.asInt(-1));
    }
    // Some kinds list their tokens instead, in the order of the ids.
    this.largestId = vocabulary.isArray() ? Math.max(largest, vocabulary.size() - 1) : largest;
    this.special = Collections.unmodifiableSortedMap(found);
  }

  /**
   * Reads a tokenizer file.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Tokenizer load(Path file) throws IOException {
    return of(Files.readAllBytes(file));
  }

  /** The tokenizer that this {@code tokenizer.json} describes. */
  public static Tokenizer of(String json) throws IOException {
    return of(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Tokenizer of(byte[] json) throws IOException {
    try {
      ObjectNode tree = Json.readObject(new String(json, StandardCharsets.UTF_8));
      return new Tokenizer(
          json,
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json),
              // Else a text ends after 512 tokens, whatever the context of the policy is.
              Map.of("truncation", "false")),
          tree);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("tokenizer.json cannot be read: " + e.getMessage(), e);
    }
  }

  /** Token ids of a text; special tokens that stand in it count as such. */
  public long[] encode(String text) {
    return tokens.encode(text, false, false).getIds();
  }

  /** The text of token ids; special tokens are left out. */
  public String decode(long[] ids) {
    return tokens.decode(ids, true);
  }

  /** The special tokens and their ids, such as {@code <|endoftext|>}. */
  public SortedMap<String, Integer> specialTokens() {
    return special;
  }

  /**
   * Makes sure that each token has a row of embeddings.
   *
   * @throws IllegalArgumentException if an id is none of the vocabulary's
   */
  void checkFits(int vocabulary) {
    if (largestId >= vocabulary) {
      throw new IllegalArgumentException(
          "tokenizer.json has the id %d; `vocab_size` in config.json is %d"
              .formatted(largestId, vocabulary));
    }
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public void close() {
    tokens.close();
  }
}
