package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A decoder with its weights and tokenizer, in Hugging Face layout on disk. */
public final class Policy implements AutoCloseable {
  private static final double EMBEDDING_DEVIATION = 0.1;

  private final PolicyConfig config;
  private final Tokenizer tokenizer;
  private final NDManager manager;
  private final SortedMap<String, NDArray> weights;
  private final Decoder decoder;
  private final StopWords stopWords;

  private Policy(
      PolicyConfig config,
      Tokenizer tokenizer,
      NDManager manager,
      Map<String, Safetensors.Tensor> tensors) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.manager = manager;
    this.weights = new TreeMap<>();
    tensors.forEach(
        (name, tensor) ->
            weights.put(name, manager.create(tensor.values(), new Shape(tensor.shape()))));
    this.decoder = new Decoder(config, weights, RotaryTable.of(config, manager), manager);
    this.stopWords = new StopWords(tokenizer, config);
  }

  /**
   * Loads a policy folder.
   *
   * @throws IllegalArgumentException with what is wrong in it
   */
  public static Policy load(Path folder, NDManager parent) throws IOException {
    for (String name : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        throw new NoSuchFileException(folder.resolve(name).toString());
      }
    }
    PolicyConfig config = PolicyConfig.read(Files.readString(folder.resolve("config.json")));
    Map<String, Safetensors.Tensor> tensors = Safetensors.read(folder.resolve("model.safetensors"));
    WeightShapes.of(config).check(tensors);
    return new Policy(
        config, Tokenizer.load(folder.resolve("tokenizer.json")), parent.newSubManager(), tensors);
  }

  /**
   * A policy with fresh weights: normal, matrices with deviation 1 / √inputs, residual outputs
   * scaled down further. Embeddings have deviation 0.1: with a third of that, a small decoder takes
   * many times as long to learn to copy a word from its context.
   */
  public static Policy fresh(
      PolicyConfig config, Tokenizer tokenizer, NDManager parent, long seed) {
    Random random = new Random(seed);
    SortedMap<String, Safetensors.Tensor> tensors = new TreeMap<>();
    WeightShapes.of(config)
        .shapes()
        .forEach(
            (name, shape) -> {
              int size = 1;
              for (long n : shape) {
                size *= (int) n;
              }
              float[] values = new float[size];
              double deviation = deviation(name, shape, config);
              for (int i = 0; i < size; i++) {
                values[i] =
                    name.endsWith("norm.weight")
                        ? 1
                        : name.endsWith(".bias") ? 0 : (float) (deviation * random.nextGaussian());
              }
              tensors.put(name, new Safetensors.Tensor(shape, values));
            });
    return new Policy(config, tokenizer, parent.newSubManager(), tensors);
  }

  private static double deviation(String name, long[] shape, PolicyConfig config) {
    if (name.equals("model.embed_tokens.weight")) {
      return EMBEDDING_DEVIATION;
    }
    double width = 1 / Math.sqrt(shape[shape.length - 1]);
    boolean residual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
    return residual ? width / Math.sqrt(2.0 * config.layers()) : width;
  }

  /** Saves the policy; the folder is made if it is not there. */
  public void save(Path folder) throws IOException {
    Files.createDirectories(folder);
    SortedMap<String, Safetensors.Tensor> tensors = new TreeMap<>();
    weights.forEach(
        (name, array) ->
            tensors.put(
                name, new Safetensors.Tensor(array.getShape().getShape(), array.toFloatArray())));
    Safetensors.write(folder.resolve("model.safetensors"), tensors);
    Files.writeString(folder.resolve("config.json"), config.toJson());
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer.json());
    Files.writeString(
        folder.resolve("generation_config.json"),
        "{\n  \"do_sample\" : false,\n  \"eos_token_id\" : " + config.endOfText() + "\n}\n");
  }

  /** The same weights in arrays of their own: a reference policy. */
  public Policy frozenCopy(NDManager parent) {
    SortedMap<String, Safetensors.Tensor> tensors = new TreeMap<>();
    weights.forEach(
        (name, array) ->
            tensors.put(
                name, new Safetensors.Tensor(array.getShape().getShape(), array.toFloatArray())));
    return new Policy(config, tokenizer, parent.newSubManager(), tensors);
  }

  public PolicyConfig config() {
    return config;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  public Decoder decoder() {
    return decoder;
  }

  /** Weights by their Hugging Face names. */
  public SortedMap<String, NDArray> weights() {
    return Collections.unmodifiableSortedMap(weights);
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
