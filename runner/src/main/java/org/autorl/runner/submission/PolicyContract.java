package org.autorl.runner.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
import org.autorl.records.policy.ChatTemplateSource;
import org.autorl.records.policy.PolicyConfig;
import org.autorl.records.policy.WeightMap;
import org.autorl.records.policy.WeightShapes;
import org.autorl.runner.lineage.Weights;

/**
 * What the files of a submission must be: a policy in Hugging Face layout that differs from the
 * base policy in its weights alone. Weights are read a piece at a time: headers and shapes are held
 * to the base policy's, and every number must be finite.
 *
 * <p>Configurations are compared by what they mean, so a file that states a default is equal to one
 * that leaves it out; where texts end is free. A tokenizer or a chat template can hold answers, or
 * a program, so both stay the base policy's.
 */
final class PolicyContract {
  private static final String CONFIG = "config.json";
  private static final String GENERATION = "generation_config.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String MERGES = "merges.txt";
  private static final List<String> TOKENIZERS =
      List.of(TOKENIZER, "special_tokens_map.json", "added_tokens.json", "vocab.json");

  /** Texts are held in memory, so their size is bounded: the settings are some kilobytes long. */
  private static final long TEXT_LIMIT = 1L << 20;

  /**
   * Programs that write files of the base policy again indent them, which may treble their size.
   */
  private static final long LONGER_THAN_BASE = 4;

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

    /** Bytes that a text may have. */
    long limit(String name) throws IOException;

    default Optional<String> text(String name) throws IOException {
      Optional<Path> file = file(name);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      if (Files.size(file.get()) > limit(name)) {
        throw new IllegalArgumentException(
            "%s has %d bytes; at most %d are read"
                .formatted(name, Files.size(file.get()), limit(name)));
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

  private record Base(Path folder) implements Folder {
    @Override
    public Optional<Path> file(String name) {
      return Optional.of(folder.resolve(name)).filter(Files::isRegularFile);
    }

    @Override
    public long limit(String name) {
      return Integer.MAX_VALUE;
    }
  }

  private record Given(SortedMap<String, Path> files, Folder base) implements Folder {
    @Override
    public Optional<Path> file(String name) {
      return Optional.ofNullable(files.get(name));
    }

    @Override
    public long limit(String name) throws IOException {
      Optional<Path> theirs = base.file(name);
      return Math.max(
          TEXT_LIMIT, theirs.isEmpty() ? 0 : LONGER_THAN_BASE * Files.size(theirs.get()));
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
    Folder base = new Base(basePolicy);
    Folder folder = new Given(given, base);
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
      collect(problems, () -> weights(given, wanted));
    }
    if (!problems.isEmpty()) {
      throw new SubmissionRefused(Shown.text(String.join("; ", problems).replace("\n", "; ")));
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

  /** Each file that says how text becomes tokens, where both have it. */
  private static List<String> tokenizers(Folder given, Folder base) throws IOException {
    List<String> problems = new ArrayList<>();
    for (String name : TOKENIZERS) {
      if (given.file(name).isPresent() && base.file(name).isPresent()) {
        ObjectNode mine = given.object(name);
        ObjectNode theirs = base.object(name);
        TreeSet<String> fields = new TreeSet<>();
        mine.fieldNames().forEachRemaining(fields::add);
        theirs.fieldNames().forEachRemaining(fields::add);
        fields.removeIf(field -> value(mine, field).equals(value(theirs, field)));
        if (!fields.isEmpty()) {
          problems.add(
              "%s is not the base policy's: %s differs"
                  .formatted(name, Shown.names(List.copyOf(fields))));
        }
      }
    }
    Optional<String> merges = given.text(MERGES).map(String::strip);
    if (merges.isPresent() && !merges.equals(base.text(MERGES).map(String::strip))) {
      problems.add(MERGES + " is not the base policy's");
    }
    return problems;
  }

  /** The template may move from one file to the other, as newer programs write it. */
  private static List<String> templates(Folder given, Folder base) throws IOException {
    ChatTemplateSource mine = template(given);
    ChatTemplateSource theirs = template(base);
    if (!mine.template().equals(theirs.template())) {
      return List.of("the chat template is not the base policy's");
    }
    List<String> problems = new ArrayList<>();
    for (String token : SPECIAL_TOKENS) {
      boolean used = theirs.template().filter(text -> text.contains(token)).isPresent();
      if (used && !mine.token(token).equals(theirs.token(token))) {
        problems.add("tokenizer_config.json: `%s` is not the base policy's".formatted(token));
      }
    }
    return problems;
  }

  private static ChatTemplateSource template(Folder folder) throws IOException {
    return ChatTemplateSource.of(
        folder.text(ChatTemplateSource.FILE), folder.text(ChatTemplateSource.CONFIG));
  }

  /** What is null is as good as not there. */
  private static JsonNode value(ObjectNode object, String field) {
    JsonNode value = object.path(field);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  /**
   * Headers must be whole, names and shapes those that the configuration needs, all numbers finite.
   */
  private static void weights(SortedMap<String, Path> given, PolicyConfig config)
      throws IOException {
    try (Weights weights = Weights.open(given)) {
      WeightShapes.of(config).check(weights.shapes());
      weights.requireFinite();
    }
  }
}
