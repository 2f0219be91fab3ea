package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The one JSON form of all records.
 *
 * <p>Keys are sorted, absent values left out, instants and durations in ISO-8601; unknown fields
 * are ignored on reading, so that an older program reads a newer folder. A field that is missing is
 * an error unless it is an {@code Optional}, a number or a truth value.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // Records hold no null: a field that is missing is wrong where it is read, not where it
          // is used.
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .serializationInclusion(JsonInclude.Include.NON_ABSENT)
          .build();

  private Json() {}

  /** One line, keys sorted at every depth: the form that is hashed. */
  public static String canonical(Object value) {
    JsonNode tree = value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
    return write(sorted(tree));
  }

  /** Several lines, for people; ends in a newline. */
  public static String pretty(Object value) {
    try {
      JsonNode tree = value instanceof JsonNode node ? node : MAPPER.valueToTree(value);
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n"));
      return MAPPER.writer(printer).writeValueAsString(sorted(tree)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException if the text is not JSON of that shape; says what and where
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + reason(e), e);
    }
  }

  /** What the parser says, without the names of its own settings. */
  private static String reason(JsonProcessingException e) {
    String said = e.getOriginalMessage();
    if (e instanceof JsonMappingException misfit && said.startsWith("Null value for creator")) {
      return misfit.getPath().stream()
          .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
          .collect(Collectors.joining(".", "`", "` is missing"));
    }
    return said;
  }

  /** Reads any JSON object. */
  public static ObjectNode readObject(String text) {
    return read(text, ObjectNode.class);
  }

  /** A value as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A tree as a value. */
  public static <T> T fromTree(JsonNode tree, Class<T> type) {
    return read(write(tree), type);
  }

  /** A fresh empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  private static String write(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode result = object();
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      fields.forEach((name, value) -> result.set(name, sorted(value)));
      return result;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode result = MAPPER.createArrayNode();
      array.forEach(element -> result.add(sorted(element)));
      return result;
    }
    // As it will be read again: a hash is over what is written, whoever writes it.
    return node.isBigDecimal() ? DoubleNode.valueOf(node.doubleValue()) : node;
  }
}
