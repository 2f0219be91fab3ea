package org.autorl.environments.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Files of one JSON object a line, held to a digest. */
final class JsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonLines() {}

  /**
   * The objects of a file.
   *
   * @param digest the SHA-256 of the file, in hexadecimal
   * @param fields that every object must have
   * @throws IOException if the file is another, or a line is not of the form
   */
  static List<JsonNode> read(Path file, String digest, String... fields) throws IOException {
    byte[] content = Files.readAllBytes(file);
    String found = sha256(content);
    if (!found.equals(digest)) {
      throw new IOException("%s is another file: its SHA-256 is %s".formatted(file, found));
    }
    List<JsonNode> all = new ArrayList<>();
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      String where = "line %d of %s".formatted(all.size() + 1, file);
      JsonNode node = read(line, where);
      for (String field : fields) {
        if (!node.has(field)) {
          throw new IOException("%s has no `%s`".formatted(where, field));
        }
      }
      all.add(node);
    }
    return all;
  }

  private static JsonNode read(String line, String where) throws IOException {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IOException(where + " is no JSON", e);
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
