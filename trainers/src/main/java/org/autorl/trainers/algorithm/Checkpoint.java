package org.autorl.trainers.algorithm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.autorl.records.Json;
import org.autorl.trainers.policy.Policy;
import org.autorl.trainers.policy.Safetensors;
import org.autorl.trainers.policy.Safetensors.Tensor;

/**
 * All that a training needs to go on as if it had never stopped, bit by bit on a CPU with one
 * thread.
 *
 * <p>A folder: the policy in Hugging Face layout, ready for use; {@code training.safetensors} with
 * all trained weights (those, too, that are no part of the policy, such as a value head) and the
 * optimiser's moments; {@code trainer_state.json}. Randomness and the order of data follow from
 * seed and step, so these two are their state.
 *
 * @param algorithm such as {@code grpo}
 * @param step updates made
 * @param seed of the settings
 * @param elapsed training time so far
 * @param best the best value of the metric that early stopping looks at, if there was one
 * @param bestStep when it was logged
 * @param weights trained weights, by name
 */
public record Checkpoint(
    String algorithm,
    int step,
    long seed,
    Duration elapsed,
    Optional<Double> best,
    int bestStep,
    SortedMap<String, Tensor> weights,
    SortedMap<String, Tensor> moments,
    long optimizerSteps) {
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,9})");
  private static final String WEIGHT = "weight/";

  /**
   * Saves to {@code folder/checkpoint-STEP}, which is there whole or not at all.
   *
   * @return the checkpoint's folder
   */
  Path save(Path folder, Policy policy) {
    Path to = folder.resolve("checkpoint-" + step);
    Path part = folder.resolve(".checkpoint-" + step + ".part");
    try {
      delete(part);
      policy.save(part);
      SortedMap<String, Tensor> tensors = new TreeMap<>(moments);
      weights.forEach((name, tensor) -> tensors.put(WEIGHT + name, tensor));
      Safetensors.write(part.resolve("training.safetensors"), tensors);
      ObjectNode state = Json.object();
      state.put("algorithm", algorithm).put("global_step", step).put("seed", seed);
      state.put("optimizer_steps", optimizerSteps).put("elapsed", elapsed.toString());
      best.ifPresent(value -> state.put("best_metric", value).put("best_global_step", bestStep));
      Files.writeString(part.resolve("trainer_state.json"), Json.pretty(state));
      delete(to);
      return Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a checkpoint.
   *
   * @throws IllegalArgumentException if the folder holds none
   */
  public static Checkpoint load(Path folder) {
    Path file = folder.resolve("trainer_state.json");
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "`%s` is no checkpoint: it holds no trainer_state.json".formatted(folder.getFileName()));
    }
    try {
      ObjectNode state = Json.readObject(Files.readString(file));
      SortedMap<String, Tensor> weights = new TreeMap<>();
      SortedMap<String, Tensor> moments = new TreeMap<>();
      for (Map.Entry<String, Tensor> entry :
          Safetensors.read(folder.resolve("training.safetensors")).entrySet()) {
        String name = entry.getKey();
        if (name.startsWith(WEIGHT)) {
          weights.put(name.substring(WEIGHT.length()), entry.getValue());
        } else {
          moments.put(name, entry.getValue());
        }
      }
      return new Checkpoint(
          state.path("algorithm").asText(),
          state.path("global_step").asInt(),
          state.path("seed").asLong(),
          Duration.parse(state.path("elapsed").asText("PT0S")),
          state.has("best_metric")
              ? Optional.of(state.get("best_metric").asDouble())
              : Optional.empty(),
          state.path("best_global_step").asInt(),
          weights,
          moments,
          state.path("optimizer_steps").asLong());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The checkpoint of most steps in a folder. */
  public static Optional<Path> latest(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> stepOf(entry).isPresent())
          .max(Comparator.comparing(entry -> stepOf(entry).orElseThrow()));
    }
  }

  private static Optional<Integer> stepOf(Path entry) {
    Matcher name = NAME.matcher(entry.getFileName().toString());
    return name.matches() ? Optional.of(Integer.valueOf(name.group(1))) : Optional.empty();
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
