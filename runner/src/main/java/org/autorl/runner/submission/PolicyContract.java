package org.autorl.runner.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.autorl.records.FileDigest;
import org.autorl.records.Json;
import org.autorl.records.policy.PolicyConfig;
import org.autorl.records.policy.SafetensorsHeader;
import org.autorl.records.policy.WeightMap;
import org.autorl.records.policy.WeightShapes;

/**
 * What the files of a submission must be: a policy in Hugging Face layout that differs from the
 * base policy in its weights alone. Headers are read, weights are not.
 *
 * <p>Configurations are compared by what they mean, so a file that states a default is equal to one
 * that leaves it out; where texts end is free. A tokenizer or a chat template can hold answers, or
 * a program, so both stay the base policy's.
 */
final class PolicyContract {
  private static final String CONFIG = "config.json";
  private static final String GENERATION = "generation_config.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  private static final String TEMPLATE = "chat_template.jinja";

  /** Texts are held in memory; the longest tokenizers are some 20 MB. */
  private static final long TEXT_LIMIT = 64L << 20;

  /** What chat templates may be filled with. */
  private static final List<String> SPECIAL_TOKENS =
      List.of("bos_token", "eos_token", "unk_token", "pad_token", "sep_token", "cls_token");

  private final Path basePolicy;

  PolicyContract(Path basePolicy) {
    this.basePolicy = basePolicy;
  }

  /** The files of one policy, wherever their bytes lie. */
  private interface Folder {
    Optional<Path> file(String name);

    default Optional<String> text(String name) throws IOException {
      Optional<Path> file = file(name);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      if (Files.size(file.get()) > TEXT_LIMIT) {
        throw new IllegalArgumentException("%s is larger than 64 MB".formatted(name));
      }
      try {
        return Optional.of(Files.readString(file.get()));
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException("%s is no text in UTF-8".formatted(name), e);
      }
    }

    default ObjectNode object(String name) throws IOException {
      Optional<String> text = text(name);
      try {
        return text.map(Json::readObject).orElseGet(Json::object);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("%s holds no JSON object".formatted(name), e);
      }
    }

    default PolicyConfig config() throws IOException {
      return PolicyConfig.read(text(CONFIG).orElse("{}"), text(GENERATION));
    }
  }

  /**
   * Holds the files of a snapshot to the contract.
   *
   * @param blob where the bytes of a digest lie
   * @throws SubmissionRefused with all that is wrong
   * @throws IOException if a file cannot be read, or the base policy is none itself
   */
  void check(List<FileDigest> files, Function<String, Path> blob) throws IOException {
    SortedMap<String, Path> given = new TreeMap<>();
    files.forEach(file -> given.put(file.path(), blob.apply(file.sha256())));
    Folder folder = name -> Optional.ofNullable(given.get(name));
    Folder base =
        name -> Optional.of(basePolicy.resolve(name)).filter(file -> Files.isRegularFile(file));
    PolicyConfig wanted;
    try {
      wanted = base.config();
    } catch (IllegalArgumentException e) {
      throw new IOException("the base policy cannot be read: " + e.getMessage(), e);
    }
    List<String> problems = missing(given);
    if (problems.isEmpty()) {
      collect(problems, () -> problems.addAll(configs(folder.config(), wanted)));
      collect(problems, () -> problems.addAll(tokenizers(folder, base)));
      collect(problems, () -> problems.addAll(templates(folder, base)));
      collect(problems, () -> weights(given, folder, wanted));
    }
    if (!problems.isEmpty()) {
      throw new SubmissionRefused(String.join("; ", problems).replace("\n", "; "));
    }
  }

  private interface Part {
    void check() throws IOException;
  }

  private static void collect(List<String> problems, Part part) throws IOException {
    try {
      part.check();
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> missing(SortedMap<String, Path> given) {
    List<String> problems = new ArrayList<>();
    for (String needed : List.of(CONFIG, TOKENIZER)) {
      if (!given.containsKey(needed)) {
        problems.add("`%s` is missing".formatted(needed));
      }
    }
    if (!given.containsKey(WeightMap.ONE_FILE) && !given.containsKey(WeightMap.FILE)) {
      problems.add("`%s` is missing".formatted(WeightMap.ONE_FILE));
    }
    return problems;
  }

  private static List<String> configs(PolicyConfig given, PolicyConfig wanted) {
    List<String> problems = new ArrayList<>();
    Map<String, Object> base = meaning(wanted);
    meaning(given)
        .forEach(
            (field, value) -> {
              if (!value.equals(base.get(field))) {
                problems.add(
                    "config.json: `%s` is %s, but %s in the base policy"
                        .formatted(field, value, base.get(field)));
              }
            });
    return problems;
  }

  /** All that a configuration says of how weights are used, by the names of config.json. */
  private static Map<String, Object> meaning(PolicyConfig config) {
    Map<String, Object> meaning = new LinkedHashMap<>();
    meaning.put("model_type", config.family());
    meaning.put("vocab_size", config.vocabulary());
    meaning.put("hidden_size", config.hidden());
    meaning.put("num_hidden_layers", config.layers());
    meaning.put("num_attention_heads", config.heads());
    meaning.put("num_key_value_heads", config.kvHeads());
    meaning.put("head_dim", config.headDim());
    meaning.put("intermediate_size", config.intermediate());
    meaning.put("max_position_embeddings", config.positions());
    meaning.put("rope_theta", config.ropeTheta());
    meaning.put("rope_scaling", config.ropeScaling());
    meaning.put("rms_norm_eps", config.rmsNormEps());
    meaning.put("tie_word_embeddings", config.tiedEmbeddings());
    meaning.put("attention_bias", List.of(config.qkvBias(), config.outputBias()));
    return meaning;
  }

  private static List<String> tokenizers(Folder given, Folder base) throws IOException {
    ObjectNode mine = given.object(TOKENIZER);
    ObjectNode theirs = base.object(TOKENIZER);
    TreeSet<String> fields = new TreeSet<>();
    mine.fieldNames().forEachRemaining(fields::add);
    theirs.fieldNames().forEachRemaining(fields::add);
    fields.removeIf(field -> value(mine, field).equals(value(theirs, field)));
    return fields.isEmpty()
        ? List.of()
        : List.of(
            "tokenizer.json is not the base policy's: `%s` differs"
                .formatted(String.join("`, `", fields)));
  }

  /** The template may move from one file to the other, as newer programs write it. */
  private static List<String> templates(Folder given, Folder base) throws IOException {
    ObjectNode mine = given.object(TOKENIZER_CONFIG);
    ObjectNode theirs = base.object(TOKENIZER_CONFIG);
    JsonNode template = template(base, theirs);
    if (!template(given, mine).equals(template)) {
      return List.of("the chat template is not the base policy's");
    }
    List<String> problems = new ArrayList<>();
    for (String token : SPECIAL_TOKENS) {
      boolean used = template.toString().contains(token);
      if (used && !content(value(mine, token)).equals(content(value(theirs, token)))) {
        problems.add("tokenizer_config.json: `%s` is not the base policy's".formatted(token));
      }
    }
    return problems;
  }

  private static JsonNode template(Folder folder, ObjectNode config) throws IOException {
    Optional<JsonNode> file = folder.text(TEMPLATE).map(TextNode::valueOf);
    return file.orElse(value(config, "chat_template"));
  }

  /** A special token stands as a text, or as an object that holds it. */
  private static String content(JsonNode token) {
    return token.isObject() ? token.path("content").asText() : token.asText();
  }

  /** What is null is as good as not there. */
  private static JsonNode value(ObjectNode object, String field) {
    JsonNode value = object.path(field);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  /** Headers must be whole, and names and shapes those that the configuration needs. */
  private static void weights(SortedMap<String, Path> given, Folder folder, PolicyConfig config)
      throws IOException {
    SortedMap<String, SafetensorsHeader> headers = new TreeMap<>();
    for (Map.Entry<String, Path> file : given.entrySet()) {
      if (file.getKey().endsWith(".safetensors")) {
        headers.put(file.getKey(), header(file.getKey(), file.getValue()));
      }
    }
    if (!given.containsKey(WeightMap.ONE_FILE)) {
      WeightMap index = WeightMap.read(folder.text(WeightMap.FILE).orElseThrow());
      for (String shard : index.shards()) {
        if (!headers.containsKey(shard)) {
          throw new IllegalArgumentException(
              "`%s` is missing; %s names it".formatted(shard, WeightMap.FILE));
        }
      }
      List<String> problems = index.problems(headers);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", problems));
      }
    } else if (headers.size() > 1) {
      throw new IllegalArgumentException(
          "beside `%s` lie shards, which nothing reads".formatted(WeightMap.ONE_FILE));
    }
    SortedMap<String, List<Long>> shapes = new TreeMap<>();
    headers.values().forEach(header -> shapes.putAll(header.shapes()));
    WeightShapes.of(config).check(shapes);
  }

  private static SafetensorsHeader header(String name, Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      long header = in.read(length, 0) == 8 ? length.flip().getLong() : 0;
      if (header <= 0 || header > SafetensorsHeader.LIMIT || header > in.size() - 8) {
        throw new IllegalArgumentException("its header does not fit into it");
      }
      ByteBuffer text = ByteBuffer.allocate((int) header);
      while (text.hasRemaining() && in.read(text, 8 + text.position()) >= 0) {}
      return SafetensorsHeader.parse(
          new String(text.array(), StandardCharsets.UTF_8), in.size() - 8 - header);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is no readable safetensors file: %s".formatted(name, e.getMessage()), e);
    }
  }
}
