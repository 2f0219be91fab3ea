package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.autorl.records.Json;
import org.autorl.records.policy.Problems;
import org.autorl.records.policy.SafetensorsHeader;
import org.autorl.records.policy.WeightMap;
import org.autorl.records.policy.WeightType;

/**
 * The weights of a policy folder: {@code model.safetensors}, or shards that {@code
 * model.safetensors.index.json} names. If both are there, the one file counts, as in transformers.
 */
final class WeightFiles implements AutoCloseable {
  private static final Pattern OUR_SHARD = Pattern.compile("model-\\d{5}-of-\\d{5}\\.safetensors");

  private record Place(SafetensorsFile file, SafetensorsHeader.Entry entry) {}

  private final List<SafetensorsFile> files = new ArrayList<>();
  private final SortedMap<String, Place> places = new TreeMap<>();

  private WeightFiles() {}

  /**
   * Opens the weights of a folder.
   *
   * @throws IllegalArgumentException with all that is wrong in index and headers, a line each
   * @throws NoSuchFileException if there is neither one file nor an index
   */
  static WeightFiles open(Path folder) throws IOException {
    WeightFiles files = new WeightFiles();
    List<String> problems = new ArrayList<>();
    try {
      if (Files.isRegularFile(folder.resolve(WeightMap.ONE_FILE))) {
        files.add(folder.resolve(WeightMap.ONE_FILE), problems);
      } else if (Files.isRegularFile(folder.resolve(WeightMap.FILE))) {
        files.addShards(folder, problems);
      } else {
        throw new NoSuchFileException(folder.resolve(WeightMap.ONE_FILE).toString());
      }
      Problems.refuse(problems);
      return files;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void addShards(Path folder, List<String> problems) throws IOException {
    WeightMap index = WeightMap.read(Files.readString(folder.resolve(WeightMap.FILE)));
    for (String shard : index.shards()) {
      if (Files.isRegularFile(folder.resolve(shard))) {
        add(folder.resolve(shard), problems);
      } else {
        problems.add("`%s` is missing; %s names it".formatted(shard, WeightMap.FILE));
      }
    }
    if (problems.isEmpty()) {
      SortedMap<String, SafetensorsHeader> headers = new TreeMap<>();
      files.forEach(file -> headers.put(file.name(), file.header()));
      problems.addAll(index.problems(headers));
    }
  }

  private void add(Path path, List<String> problems) throws IOException {
    SafetensorsFile file;
    try {
      file = SafetensorsFile.open(path);
    } catch (IllegalArgumentException e) {
      problems.add(Problems.said(e));
      return;
    }
    files.add(file);
    file.header().tensors().forEach((name, entry) -> places.put(name, new Place(file, entry)));
  }

  /** The shapes of all tensors. */
  SortedMap<String, List<Long>> shapes() {
    SortedMap<String, List<Long>> shapes = new TreeMap<>();
    places.forEach((name, place) -> shapes.put(name, place.entry().shape()));
    return shapes;
  }

  /**
   * How to write these weights again without loss: bfloat16 if all are, else float32, which holds
   * float16 too.
   */
  WeightType type() {
    boolean half = places.values().stream().allMatch(p -> p.entry().type().equals("BF16"));
    return half ? WeightType.BF16 : WeightType.F32;
  }

  /** Reads one tensor as float32. */
  NDArray read(String name, NDManager manager) throws IOException {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalStateException("no tensor `" + name + "` was checked");
    }
    return place.file().read(place.entry(), manager);
  }

  /**
   * Writes weights as one file, or as shards of at most {@code limit} bytes and an index. A tensor
   * larger than the limit is a shard of its own.
   */
  static void write(
      Replacement files, SortedMap<String, NDArray> weights, WeightType type, long limit)
      throws IOException {
    List<SortedMap<String, NDArray>> shards = shards(weights, type, limit);
    if (shards.size() == 1) {
      SafetensorsFile.write(files.fresh(WeightMap.ONE_FILE), weights, type);
      return;
    }
    ObjectNode index = Json.object();
    long size = weights.values().stream().mapToLong(NDArray::size).sum();
    index.putObject("metadata").put("total_size", size * type.width());
    ObjectNode map = index.putObject("weight_map");
    for (int i = 0; i < shards.size(); i++) {
      String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
      SafetensorsFile.write(files.fresh(name), shards.get(i), type);
      shards.get(i).keySet().forEach(tensor -> map.put(tensor, name));
    }
    files.write(WeightMap.FILE, Json.pretty(index).getBytes(StandardCharsets.UTF_8));
  }

  private static List<SortedMap<String, NDArray>> shards(
      SortedMap<String, NDArray> weights, WeightType type, long limit) {
    List<SortedMap<String, NDArray>> shards = new ArrayList<>();
    SortedMap<String, NDArray> shard = new TreeMap<>();
    long bytes = 0;
    for (Map.Entry<String, NDArray> weight : weights.entrySet()) {
      long size = weight.getValue().size() * type.width();
      if (!shard.isEmpty() && bytes + size > limit) {
        shards.add(shard);
        shard = new TreeMap<>();
        bytes = 0;
      }
      shard.put(weight.getKey(), weight.getValue());
      bytes += size;
    }
    shards.add(shard);
    return shards;
  }

  /** Removes what an earlier save left and the new weights do not use. */
  static void removeStale(Path folder, List<String> written) throws IOException {
    List<Path> stale;
    try (Stream<Path> all = Files.list(folder)) {
      stale =
          all.filter(file -> isWeights(file) && !written.contains(file.getFileName().toString()))
              .toList();
    }
    for (Path file : stale) {
      Files.delete(file);
    }
  }

  private static boolean isWeights(Path file) {
    String name = file.getFileName().toString();
    return name.equals(WeightMap.ONE_FILE)
        || name.equals(WeightMap.FILE)
        || OUR_SHARD.matcher(name).matches();
  }

  @Override
  public void close() throws IOException {
    for (SafetensorsFile file : files) {
      file.close();
    }
  }
}
