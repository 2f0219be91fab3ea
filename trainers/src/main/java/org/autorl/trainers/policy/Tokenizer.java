package org.autorl.trainers.policy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Text to token ids and back, by a {@code tokenizer.json}; adds no special tokens of its own. */
public final class Tokenizer implements AutoCloseable {
  private final String json;
  private final HuggingFaceTokenizer tokens;

  private Tokenizer(String json, HuggingFaceTokenizer tokens) {
    this.json = json;
    this.tokens = tokens;
  }

  /**
   * Reads a tokenizer file.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Tokenizer load(Path file) throws IOException {
    return of(Files.readString(file));
  }

  /** The tokenizer that this {@code tokenizer.json} describes. */
  public static Tokenizer of(String json) throws IOException {
    try {
      return new Tokenizer(
          json,
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
              // Else a text ends after 512 tokens, whatever the context of the policy is.
              Map.of("truncation", "false")));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("tokenizer.json cannot be read: " + e.getMessage(), e);
    }
  }

  /** Token ids of a text. */
  public long[] encode(String text) {
    return tokens.encode(text, false, false).getIds();
  }

  /** The text of token ids; special tokens are left out. */
  public String decode(long[] ids) {
    return tokens.decode(ids, true);
  }

  String json() {
    return json;
  }

  @Override
  public void close() {
    tokens.close();
  }
}
