package org.autorl.runner.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.autorl.records.FileDigest;
import org.autorl.records.Json;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a submission must be: a policy in Hugging Face layout with the architecture and
 * the shapes of the base policy. Headers are read, weights are not.
 */
final class PolicyContract {
  private static final String WEIGHTS = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final long HEADER_LIMIT = 16L << 20;
  private static final List<String> SAME_AS_BASE =
      List.of(
          "model_type",
          "vocab_size",
          "hidden_size",
          "num_hidden_layers",
          "num_attention_heads",
          "num_key_value_heads",
          "head_dim",
          "intermediate_size",
          "tie_word_embeddings");

  private final Path basePolicy;

  PolicyContract(Path basePolicy) {
    this.basePolicy = basePolicy;
  }

  /**
   * Holds the files of a snapshot to the contract.
   *
   * @param blob where the bytes of a digest lie
   * @throws SubmissionRefused with the reason
   */
  void check(List<FileDigest> files, Function<String, Path> blob) throws IOException {
    Map<String, FileDigest> byName = new TreeMap<>();
    files.forEach(file -> byName.put(file.path(), file));
    String weights = byName.containsKey(INDEX) ? INDEX : WEIGHTS;
    for (String needed : List.of("config.json", "tokenizer.json", weights)) {
      if (!byName.containsKey(needed)) {
        throw new SubmissionRefused("`%s` is missing".formatted(needed));
      }
    }
    ObjectNode base = Json.readObject(Files.readString(basePolicy.resolve("config.json")));
    ObjectNode config = json(byName.get("config.json"), "config.json", blob);
    for (String field : SAME_AS_BASE) {
      if (!config.path(field).equals(base.path(field))) {
        throw new SubmissionRefused(
            "config.json: `%s` is %s, but %s in the base policy"
                .formatted(field, shown(config.path(field)), shown(base.path(field))));
      }
    }
    json(byName.get("tokenizer.json"), "tokenizer.json", blob);
    checkTensors(
        name -> Optional.ofNullable(byName.get(name)).map(file -> blob.apply(file.sha256())));
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "missing" : node.toString();
  }

  private static ObjectNode json(
      @Nullable FileDigest file, String name, Function<String, Path> blob) throws IOException {
    if (file == null) {
      throw new SubmissionRefused("`%s` is missing".formatted(name));
    }
    try {
      return Json.readObject(Files.readString(blob.apply(file.sha256())));
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      throw new SubmissionRefused("`%s` is no JSON object".formatted(name));
    }
  }

  /** The headers' bounds, names and shapes must be those of the base policy's files. */
  private void checkTensors(Function<String, Optional<Path>> given) throws IOException {
    Map<String, String> wanted =
        tensors(name -> Optional.of(basePolicy.resolve(name)).filter(Files::isRegularFile));
    Map<String, String> found = tensors(given);
    for (Map.Entry<String, String> tensor : wanted.entrySet()) {
      String shape = found.getOrDefault(tensor.getKey(), "missing");
      if (!shape.equals(tensor.getValue())) {
        throw new SubmissionRefused(
            "model.safetensors: `%s` is %s, but %s in the base policy"
                .formatted(tensor.getKey(), shape, tensor.getValue()));
      }
    }
    if (found.size() != wanted.size()) {
      throw new SubmissionRefused(
          "model.safetensors: it has %d tensors, the base policy %d"
              .formatted(found.size(), wanted.size()));
    }
  }

  /** All tensors with their shapes: of one file, or of the shards that the index names. */
  private static Map<String, String> tensors(Function<String, Optional<Path>> files)
      throws IOException {
    Optional<Path> whole = files.apply(WEIGHTS);
    if (whole.isPresent()) {
      return shapes(WEIGHTS, whole.get());
    }
    Path index =
        files.apply(INDEX).orElseThrow(() -> new SubmissionRefused("`" + WEIGHTS + "` is missing"));
    Map<String, String> all = new TreeMap<>();
    for (String shard : shards(index)) {
      Path file =
          files
              .apply(shard)
              .orElseThrow(() -> new SubmissionRefused("`%s` is missing".formatted(shard)));
      all.putAll(shapes(shard, file));
    }
    return all;
  }

  private static Set<String> shards(Path index) throws IOException {
    Set<String> shards = new TreeSet<>();
    try {
      Json.readObject(Files.readString(index))
          .path("weight_map")
          .forEach(shard -> shards.add(shard.asText()));
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      throw new SubmissionRefused("`%s` is no JSON object".formatted(INDEX));
    }
    return shards;
  }

  private static Map<String, String> shapes(String name, Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      boolean whole = in.read(length, 0) == 8;
      long header = whole ? length.flip().getLong() : -1;
      if (header <= 0 || header > HEADER_LIMIT || 8 + header > in.size()) {
        throw new SubmissionRefused(name + ": its header does not fit into the file");
      }
      ByteBuffer text = ByteBuffer.allocate((int) header);
      while (text.hasRemaining() && in.read(text, 8 + text.position()) >= 0) {}
      ObjectNode tensors;
      try {
        tensors = Json.readObject(new String(text.array(), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw new SubmissionRefused(name + ": its header is no JSON");
      }
      Map<String, String> shapes = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : tensors.properties()) {
        JsonNode offsets = entry.getValue().path("data_offsets");
        if (!entry.getKey().equals("__metadata__")) {
          long begin = offsets.path(0).asLong(-1);
          long end = offsets.path(1).asLong(-1);
          if (begin < 0 || end < begin || 8 + header + end > in.size()) {
            throw new SubmissionRefused(
                "%s: `%s` lies outside the file".formatted(name, entry.getKey()));
          }
          shapes.put(entry.getKey(), "of shape " + entry.getValue().path("shape"));
        }
      }
      return shapes;
    }
  }
}
