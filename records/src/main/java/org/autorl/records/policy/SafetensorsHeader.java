package org.autorl.records.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the header of a safetensors file says, held to the rules of the format: no key twice, bounds
 * that fit types and shapes, and every byte of the rest in exactly one tensor. See
 * https://huggingface.co/docs/safetensors/index#format.
 *
 * @param tensors by name
 * @param data where their bytes begin in the file
 */
public record SafetensorsHeader(SortedMap<String, Entry> tensors, long data) {
  /**
   * Longest header that is read, in bytes. The format allows 100 MB; a header as long would take
   * gigabytes of memory, and those of the largest open models have less than one.
   */
  public static final int LIMIT = 16 << 20;

  /** Most tensors of one file. */
  public static final int MOST_TENSORS = 100_000;

  /** Most dimensions of a tensor. */
  private static final int MOST_DIMENSIONS = 8;

  /** A key twice is refused, in headers and in the index of shards. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  // Names are each read once; those of others are not kept for later.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
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

    /** Bytes of one number. */
    public int width() {
      return SafetensorsHeader.width(type);
    }
  }

  /**
   * Reads the header of an open file; its tensors are not read.
   *
   * @throws IllegalArgumentException with all that breaks the format, without the file's name
   */
  public static SafetensorsHeader read(SeekableByteChannel in) throws IOException {
    ByteBuffer said = fill(in, ByteBuffer.allocate(8), 0).order(ByteOrder.LITTLE_ENDIAN);
    long length = said.remaining() == 8 ? said.getLong() : 0;
    if (length <= 0 || length > in.size() - 8) {
      throw new IllegalArgumentException("its header does not fit into it");
    }
    if (length > LIMIT) {
      throw new IllegalArgumentException(
          "its header has %d bytes; at most %d are read".formatted(length, LIMIT));
    }
    ByteBuffer text = fill(in, ByteBuffer.allocate((int) length), 8);
    return parse(text.array(), in.size() - 8 - length);
  }

  private static ByteBuffer fill(SeekableByteChannel in, ByteBuffer into, long at)
      throws IOException {
    in.position(at);
    int read = 0;
    while (into.hasRemaining() && read >= 0) {
      read = in.read(into);
    }
    return into.flip();
  }

  /**
   * Reads a header, a piece at a time: what it takes in memory is bounded, whatever it says.
   *
   * @param bytes how many bytes follow the header
   * @throws IllegalArgumentException with all that breaks the format, without the file's name
   */
  static SafetensorsHeader parse(byte[] json, long bytes) {
    if (json.length == 0 || json[0] != '{') {
      throw new IllegalArgumentException("its header does not begin with `{`");
    }
    List<String> problems = new ArrayList<>();
    SortedMap<String, Entry> tensors = new TreeMap<>();
    // Jackson would guess UTF-16 of some bytes; other readers of the format would not.
    Reader text =
        new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder());
    try (JsonParser parser = STRICT.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (tensors.size() + problems.size() == MOST_TENSORS) {
          throw new IllegalArgumentException(
              "its header names more than %d tensors".formatted(MOST_TENSORS));
        }
        if (name.equals("__metadata__")) {
          metadata(parser, problems);
        } else {
          try {
            tensors.put(name, entry(name, Said.read(parser)));
          } catch (IllegalArgumentException e) {
            problems.add("tensor `" + name + "` " + e.getMessage());
          }
        }
      }
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("its header is no JSON");
      }
    } catch (JsonProcessingException e) {
      throw broken(e, "its header");
    } catch (IOException e) {
      throw new IllegalArgumentException("its header is no JSON", e);
    }
    if (problems.isEmpty()) {
      checkLayout(tensors, bytes, problems);
    }
    Problems.refuse(problems, "; ");
    return new SafetensorsHeader(tensors, 8L + json.length);
  }

  /** What a header says of a tensor, before it is held to anything. */
  private record Said(String type, Optional<List<Long>> shape, Optional<List<Long>> dataOffsets) {
    static Said read(JsonParser parser) throws IOException {
      String type = "none";
      Optional<List<Long>> shape = Optional.empty();
      Optional<List<Long>> bounds = Optional.empty();
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return new Said(type, shape, bounds);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken token = parser.nextToken();
        if (field.equals("dtype") && token == JsonToken.VALUE_STRING) {
          type = parser.getText();
        } else if (field.equals("shape")) {
          shape = wholeNumbers(parser);
        } else if (field.equals("data_offsets")) {
          bounds = wholeNumbers(parser);
        } else {
          parser.skipChildren();
        }
      }
      return new Said(type, shape, bounds);
    }

    private static Optional<List<Long>> wholeNumbers(JsonParser parser) throws IOException {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        parser.skipChildren();
        return Optional.empty();
      }
      List<Long> numbers = new ArrayList<>();
      boolean whole = true;
      for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
        whole &=
            t == JsonToken.VALUE_NUMBER_INT
                && numbers.size() < MOST_DIMENSIONS
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && parser.getLongValue() >= 0;
        if (whole) {
          numbers.add(parser.getLongValue());
        } else {
          parser.skipChildren();
        }
      }
      return whole ? Optional.of(numbers) : Optional.empty();
    }
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
      throw broken(e, what);
    }
    throw new IllegalArgumentException(what + " is no JSON object");
  }

  private static IllegalArgumentException broken(JsonProcessingException e, String what) {
    String said = e.getOriginalMessage();
    boolean twice = said.startsWith("Duplicate field");
    return new IllegalArgumentException(
        what
            + (twice
                ? " has a key twice: " + said.replaceAll("(?s)[^']*'(.*)'", "`$1`")
                : " is no JSON"),
        e);
  }

  private static void metadata(JsonParser parser, List<String> problems) throws IOException {
    boolean texts = parser.currentToken() == JsonToken.START_OBJECT;
    if (texts) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        texts &= parser.nextToken() == JsonToken.VALUE_STRING;
        parser.skipChildren();
      }
    } else {
      parser.skipChildren();
    }
    if (!texts) {
      problems.add("`__metadata__` must be an object of texts");
    }
  }

  private static int width(String type) {
    return switch (type) {
      case "F32" -> 4;
      case "F16", "BF16" -> 2;
      default ->
          throw new IllegalArgumentException(
              "is of type " + type + "; allowed are F32, F16 and BF16");
    };
  }

  private static Entry entry(String name, Said said) {
    String type = said.type();
    int width = width(type);
    List<Long> shape = numbers(said.shape(), "shape");
    List<Long> bounds = numbers(said.dataOffsets(), "data_offsets");
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

  private static List<Long> numbers(Optional<List<Long>> said, String what) {
    return said.map(List::copyOf)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must have a list of whole numbers as `" + what + "`"));
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
