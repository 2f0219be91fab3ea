package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.autorl.records.policy.PolicyConfig;
import org.autorl.records.policy.WeightShapes;
import org.autorl.records.policy.WeightType;

/** A decoder with its weights and tokenizer, in Hugging Face layout on disk. */
public final class Policy implements AutoCloseable {
  private static final double EMBEDDING_DEVIATION = 0.1;

  /** The limit of transformers: 5 GB a file. */
  private static final long SHARD_BYTES = 5_000_000_000L;

  private static final String GENERATION = "generation_config.json";

  private final PolicyConfig config;
  private final Tokenizer tokenizer;
  private final NDManager manager;
  private final SortedMap<String, NDArray> weights;
  private final WeightType type;
  private final CarriedFiles carried;
  private final SortedMap<String, NDArray> forDecoder;
  private final Decoder decoder;
  private final StopWords stopWords;
  private Optional<Adapters> adapters = Optional.empty();

  /**
   * How to save.
   *
   * @param type of the weights on disk
   * @param shardBytes more bytes of weights than this are split into several files
   */
  public record Saving(WeightType type, long shardBytes) {}

  private Policy(
      PolicyConfig config,
      Tokenizer tokenizer,
      NDManager manager,
      SortedMap<String, NDArray> weights,
      WeightType type,
      CarriedFiles carried) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.manager = manager;
    this.weights = weights;
    this.type = type;
    this.carried = carried;
    this.forDecoder = new TreeMap<>(weights);
    this.decoder = new Decoder(config, forDecoder, RotaryTable.of(config, manager), manager);
    this.stopWords = new StopWords(tokenizer, config);
  }

  /**
   * Loads a policy folder: {@code config.json}, {@code tokenizer.json}, and weights in one file or
   * in shards.
   *
   * @throws IllegalArgumentException with what is wrong in it, a line each
   * @throws NoSuchFileException if one of these files is missing
   */
  public static Policy load(Path folder, NDManager parent) throws IOException {
    for (String name : List.of("config.json", "tokenizer.json")) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        throw new NoSuchFileException(folder.resolve(name).toString());
      }
    }
    CarriedFiles carried = CarriedFiles.read(folder);
    PolicyConfig config =
        PolicyConfig.read(
            Files.readString(folder.resolve("config.json")), carried.text(GENERATION));
    Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"));
    NDManager manager = parent.newSubManager();
    try (WeightFiles checkpoint = WeightFiles.open(folder)) {
      tokenizer.checkFits(config.vocabulary());
      SortedMap<String, NDArray> weights = weights(config, checkpoint, manager);
      return new Policy(config, tokenizer, manager, weights, checkpoint.type(), carried);
    } catch (IOException | RuntimeException e) {
      manager.close();
      tokenizer.close();
      throw e;
    }
  }

  private static SortedMap<String, NDArray> weights(
      PolicyConfig config, WeightFiles checkpoint, NDManager manager) throws IOException {
    WeightShapes needed = WeightShapes.of(config);
    needed.check(checkpoint.shapes());
    SortedMap<String, NDArray> weights = new TreeMap<>();
    for (String name : needed.shapes().keySet()) {
      weights.put(name, checkpoint.read(name, manager));
    }
    if (config.tiedEmbeddings() && checkpoint.shapes().containsKey(WeightShapes.HEAD)) {
      NDArray embeddings = Objects.requireNonNull(weights.get(WeightShapes.EMBEDDINGS));
      try (NDArray head = checkpoint.read(WeightShapes.HEAD, manager)) {
        if (!head.contentEquals(embeddings)) {
          throw new IllegalArgumentException(
              "config.json ties the embeddings, but `%s` differs from `%s`"
                  .formatted(WeightShapes.HEAD, WeightShapes.EMBEDDINGS));
        }
      }
    }
    return weights;
  }

  /**
   * A policy with fresh weights: normal, matrices with deviation 1 / √inputs, residual outputs
   * scaled down further. Embeddings have deviation 0.1: with a third of that, a small decoder takes
   * many times as long to learn to copy a word from its context.
   */
  public static Policy fresh(
      PolicyConfig config, Tokenizer tokenizer, NDManager parent, long seed) {
    Random random = new Random(seed);
    NDManager manager = parent.newSubManager();
    SortedMap<String, NDArray> weights = new TreeMap<>();
    WeightShapes.of(config)
        .shapes()
        .forEach(
            (name, sizes) -> {
              Shape shape = new Shape(sizes);
              float[] values = new float[Math.toIntExact(shape.size())];
              double deviation = deviation(name, sizes.get(sizes.size() - 1), config);
              for (int i = 0; i < values.length; i++) {
                values[i] =
                    name.endsWith("norm.weight")
                        ? 1
                        : name.endsWith(".bias") ? 0 : (float) (deviation * random.nextGaussian());
              }
              weights.put(name, manager.create(values, shape));
            });
    String generation =
        "{\n  \"do_sample\" : false,\n  \"eos_token_id\" : " + config.endOfText() + "\n}\n";
    return new Policy(
        config,
        tokenizer,
        manager,
        weights,
        WeightType.F32,
        CarriedFiles.of(GENERATION, generation));
  }

  private static double deviation(String name, double inputs, PolicyConfig config) {
    if (name.equals("model.embed_tokens.weight")) {
      return EMBEDDING_DEVIATION;
    }
    double width = 1 / Math.sqrt(inputs);
    boolean residual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
    return residual ? width / Math.sqrt(2.0 * config.layers()) : width;
  }

  /** Saves the policy with weights of the type that it was loaded with, in files of up to 5 GB. */
  public void save(Path folder) throws IOException {
    save(folder, new Saving(type, SHARD_BYTES));
  }

  /**
   * Saves the policy as transformers and vLLM read it; the folder is made if it is not there. All
   * files are written under other names first, so that what stood there stays whole until then.
   * Tokenizer, chat template and settings of generation are those that it was loaded with.
   *
   * @throws IllegalArgumentException if a weight is NaN or infinite; nothing is replaced then
   */
  public void save(Path folder, Saving how) throws IOException {
    try (Replacement files = new Replacement(folder);
        NDManager scratch = manager.newSubManager()) {
      WeightFiles.write(files, whole(scratch), how.type(), how.shardBytes());
      List<String> written = files.names();
      files.write("config.json", config.toJson(how.type()).getBytes(StandardCharsets.UTF_8));
      files.write("tokenizer.json", tokenizer.bytes());
      carried.write(files);
      files.commit();
      WeightFiles.removeStale(folder, written);
    }
  }

  /** The same weights in arrays of their own: a reference policy. */
  public Policy frozenCopy(NDManager parent) {
    NDManager own = parent.newSubManager();
    SortedMap<String, NDArray> copies = new TreeMap<>();
    try (NDManager scratch = manager.newSubManager()) {
      whole(scratch).forEach((name, array) -> copies.put(name, SafetensorsFile.copy(array, own)));
    }
    return new Policy(config, tokenizer, own, copies, type, carried);
  }

  public PolicyConfig config() {
    return config;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** How it turns a conversation into a prompt, if its folder says so. */
  public Optional<ChatTemplate> chatTemplate() {
    return carried.chatTemplate();
  }

  public Decoder decoder() {
    return decoder;
  }

  /** Weights by their Hugging Face names. */
  public SortedMap<String, NDArray> weights() {
    return Collections.unmodifiableSortedMap(weights);
  }

  /**
   * Trains low-rank adapters from now on; the weights stay what they are.
   *
   * @throws IllegalStateException if there are adapters already
   */
  public void adapt(Lora lora) {
    if (adapters.isPresent()) {
      throw new IllegalStateException("the policy has adapters already; merge them first");
    }
    Adapters fresh = new Adapters(lora, weights, manager);
    forDecoder.putAll(fresh.forDecoder());
    adapters = Optional.of(fresh);
  }

  /** Adds what the adapters have learned to the weights, and takes the adapters away. */
  public void merge() {
    try (NDManager scratch = manager.newSubManager()) {
      whole(scratch)
          .forEach(
              (name, array) -> {
                NDArray weight = Objects.requireNonNull(weights.get(name));
                if (array != weight) {
                  array.copyTo(weight);
                }
              });
    }
    adapters.ifPresent(
        a -> {
          forDecoder.keySet().retainAll(weights.keySet());
          a.forDecoder().values().forEach(NDArray::close);
        });
    adapters = Optional.empty();
  }

  /** What a trainer moves, by name: the adapters if there are any, else all weights. */
  public SortedMap<String, NDArray> trainable() {
    return adapters.map(Adapters::matrices).orElseGet(this::weights);
  }

  /** The weights as they are used, adapters added. */
  private SortedMap<String, NDArray> whole(NDManager scratch) {
    return adapters.map(a -> a.merged(weights, scratch)).orElse(weights);
  }

  /** How many numbers the weights hold. */
  public long parameters() {
    return weights.values().stream().mapToLong(NDArray::size).sum();
  }

  /** A manager of arrays that live no longer than this policy. */
  public NDManager newManager() {
    return manager.newSubManager();
  }

  StopWords stopWords() {
    return stopWords;
  }

  @Override
  public void close() {
    manager.close();
  }
}
