package org.autorl.records.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * {@code model.safetensors.index.json}: which shard holds which tensor
 * (https://huggingface.co/docs/transformers/big_models#sharded-checkpoints).
 *
 * @param shardOf file names by tensor, at least one
 */
public record WeightMap(SortedMap<String, String> shardOf) {
  /** The index's own name. */
  public static final String FILE = "model.safetensors.index.json";

  /** The weights' name if there are no shards. */
  public static final String ONE_FILE = "model.safetensors";

  private static final Pattern SHARD_NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*\\.safetensors");

  /**
   * Reads an index.
   *
   * @throws IllegalArgumentException with all that is wrong in it, a line each
   */
  public static WeightMap read(String json) {
    List<String> problems = new ArrayList<>();
    SortedMap<String, String> wanted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry :
        SafetensorsHeader.strict(json, FILE).path("weight_map").properties()) {
      String shard = entry.getValue().asText();
      wanted.put(entry.getKey(), shard);
      if (!SHARD_NAME.matcher(shard).matches()) {
        problems.add(
            "%s: `%s` is in `%s`; a shard is a file of this folder that ends in `.safetensors`"
                .formatted(FILE, entry.getKey(), shard));
      }
    }
    if (wanted.isEmpty()) {
      problems.add(FILE + ": `weight_map` is missing or names no tensor");
    }
    Problems.refuse(problems);
    return new WeightMap(wanted);
  }

  /** The shards' file names. */
  public SortedSet<String> shards() {
    return new TreeSet<>(shardOf.values());
  }

  /**
   * Each tensor must lie where the index says, and nowhere else.
   *
   * @param headers of all shards, by file name
   * @return what is wrong, a line each
   */
  public List<String> problems(SortedMap<String, SafetensorsHeader> headers) {
    List<String> problems = new ArrayList<>();
    SortedMap<String, String> found = new TreeMap<>();
    headers.forEach(
        (shard, header) -> {
          for (String tensor : header.tensors().keySet()) {
            String before = found.put(tensor, shard);
            if (before != null) {
              problems.add("`%s` is in two shards, `%s` and `%s`".formatted(tensor, before, shard));
            }
          }
        });
    if (!problems.isEmpty()) {
      return problems;
    }
    shardOf.forEach(
        (tensor, shard) -> {
          if (!shard.equals(found.get(tensor))) {
            problems.add("`%s` lacks `%s`, which %s puts there".formatted(shard, tensor, FILE));
          }
        });
    found.forEach(
        (tensor, shard) -> {
          if (!shardOf.containsKey(tensor)) {
            problems.add("`%s` holds `%s`, which %s does not name".formatted(shard, tensor, FILE));
          }
        });
    return problems;
  }
}
