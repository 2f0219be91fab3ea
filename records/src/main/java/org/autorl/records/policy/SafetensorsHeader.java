package org.autorl.records.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the header of a safetensors file says, held to the rules of the format: no key twice, bounds
 * that fit types and shapes, and every byte of the rest in exactly one tensor. See
 * https://huggingface.co/docs/safetensors/index#format.
 *
 * @param tensors by name
 */
public record SafetensorsHeader(SortedMap<String, Entry> tensors) {
  /** The format's own limit, in bytes. */
  public static final long LIMIT = 100_000_000;

  /** A key twice is refused, in headers and in the index of shards. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * One tensor.
   *
   * @param type {@code F32}, {@code F16} or {@code BF16}
   * @param begin of its bytes, counted from the end of the header
   */
  public record Entry(String name, String type, List<Long> shape, long begin, long end) {
    /** How many numbers it holds. */
    public long size() {
      return product(shape);
    }
  }

  /**
   * Reads a header.
   *
   * @param bytes how many bytes follow the header
   * @throws IllegalArgumentException with all that breaks the format, without the file's name
   */
  public static SafetensorsHeader parse(String json, long bytes) {
    if (!json.startsWith("{")) {
      throw new IllegalArgumentException("its header does not begin with `{`");
    }
    List<String> problems = new ArrayList<>();
    SortedMap<String, Entry> tensors = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : strict(json, "its header").properties()) {
      String name = field.getKey();
      if (name.equals("__metadata__")) {
        checkMetadata(field.getValue(), problems);
        continue;
      }
      try {
        tensors.put(name, entry(name, field.getValue()));
      } catch (IllegalArgumentException e) {
        problems.add("tensor `" + name + "` " + e.getMessage());
      }
    }
    if (problems.isEmpty()) {
      checkLayout(tensors, bytes, problems);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new SafetensorsHeader(tensors);
  }

  /** The shapes of all tensors, by name. */
  public SortedMap<String, List<Long>> shapes() {
    SortedMap<String, List<Long>> shapes = new TreeMap<>();
    tensors.forEach((name, entry) -> shapes.put(name, entry.shape()));
    return shapes;
  }

  /**
   * Reads a JSON object in which no key may stand twice.
   *
   * @throws IllegalArgumentException if it is none; begins with {@code what}
   */
  static ObjectNode strict(String json, String what) {
    try {
      if (STRICT.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      String said = e.getOriginalMessage();
      boolean twice = said.startsWith("Duplicate field");
      throw new IllegalArgumentException(
          what
              + (twice
                  ? " has a key twice: " + said.replaceAll("[^']*'(.*)'", "`$1`")
                  : " is no JSON"),
          e);
    }
    throw new IllegalArgumentException(what + " is no JSON object");
  }

  private static void checkMetadata(JsonNode node, List<String> problems) {
    boolean texts = node.isObject();
    for (JsonNode value : node) {
      texts &= value.isTextual();
    }
    if (!texts) {
      problems.add("`__metadata__` must be an object of texts");
    }
  }

  private static Entry entry(String name, JsonNode node) {
    String type = node.path("dtype").asText("none");
    int width =
        switch (type) {
          case "F32" -> 4;
          case "F16", "BF16" -> 2;
          default ->
              throw new IllegalArgumentException(
                  "is of type " + type + "; allowed are F32, F16 and BF16");
        };
    List<Long> shape = wholeNumbers(node.path("shape"), "shape");
    List<Long> bounds = wholeNumbers(node.path("data_offsets"), "data_offsets");
    if (bounds.size() != 2 || bounds.get(1) < bounds.get(0)) {
      throw new IllegalArgumentException("must have two `data_offsets` in order");
    }
    long size = product(shape);
    long span = bounds.get(1) - bounds.get(0);
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "of shape " + shape + " is too large; one tensor holds 2^31 - 1 numbers at most");
    }
    if (span != size * width) {
      throw new IllegalArgumentException(
          "of shape %s and type %s takes %d bytes; its `data_offsets` span %d"
              .formatted(shape, type, size * width, span));
    }
    return new Entry(name, type, shape, bounds.get(0), bounds.get(1));
  }

  private static List<Long> wholeNumbers(JsonNode node, String what) {
    List<Long> numbers = new ArrayList<>();
    boolean whole = node.isArray();
    for (JsonNode number : node) {
      whole &= number.isIntegralNumber() && number.canConvertToLong() && number.asLong() >= 0;
      numbers.add(number.asLong());
    }
    if (!whole) {
      throw new IllegalArgumentException("must have a list of whole numbers as `" + what + "`");
    }
    return List.copyOf(numbers);
  }

  /** The bytes must be covered without gaps, overlaps or a rest. */
  private static void checkLayout(
      SortedMap<String, Entry> tensors, long bytes, List<String> problems) {
    List<Entry> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    String before = "the header";
    for (Entry entry : inOrder) {
      if (entry.begin() != at) {
        problems.add(
            entry.begin() < at
                ? "tensors %s and `%s` overlap".formatted(before, entry.name())
                : "%d bytes between %s and `%s` belong to no tensor"
                    .formatted(entry.begin() - at, before, entry.name()));
      }
      at = Math.max(at, entry.end());
      before = "`" + entry.name() + "`";
    }
    if (at > bytes) {
      problems.add("its tensors take %d bytes, but %d follow the header".formatted(at, bytes));
    } else if (at < bytes) {
      problems.add("%d bytes at the end belong to no tensor".formatted(bytes - at));
    }
  }

  /** The product, at most {@link Long#MAX_VALUE} / 8, so that bytes can be counted. */
  private static long product(List<Long> shape) {
    if (shape.contains(0L)) {
      return 0;
    }
    long limit = Long.MAX_VALUE / 8;
    long product = 1;
    for (long n : shape) {
      product = n > limit / product ? limit : product * n;
    }
    return product;
  }
}
