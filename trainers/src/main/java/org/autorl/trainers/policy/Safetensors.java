package org.autorl.trainers.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.autorl.records.Json;

/**
 * Reads and writes safetensors files of float32 (reads bfloat16 and float16 too).
 *
 * <p>Layout: 8 bytes little-endian length of the header, the header in JSON, the tensors' bytes.
 * See https://huggingface.co/docs/safetensors/index#format.
 */
public final class Safetensors {
  private static final long HEADER_LIMIT = 100L << 20;

  private Safetensors() {}

  /** One float32 tensor, row-major. */
  public record Tensor(long[] shape, float[] values) {}

  /** Writes the tensors in the order of their names. */
  public static void write(Path file, SortedMap<String, Tensor> tensors) throws IOException {
    ObjectNode header = Json.object();
    header.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      ObjectNode tensor = header.putObject(entry.getKey()).put("dtype", "F32");
      long size = 4L * entry.getValue().values().length;
      for (long n : entry.getValue().shape()) {
        tensor.withArray("shape").add(n);
      }
      tensor.putArray("data_offsets").add(offset).add(offset + size);
      offset += size;
    }
    String text = header.toString();
    byte[] head = (text + " ".repeat((8 - text.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      out.write(little(8).putLong(head.length).flip());
      out.write(ByteBuffer.wrap(head));
      for (Tensor tensor : tensors.values()) {
        ByteBuffer bytes = little(4 * tensor.values().length);
        bytes.asFloatBuffer().put(tensor.values());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
    }
  }

  /**
   * Reads all tensors, widened to float32.
   *
   * @throws IllegalArgumentException if the file is not a safetensors file of numbers we know
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      long length = in.size() < 8 ? 0 : fill(in, little(8), 0).getLong();
      if (length <= 0 || length > HEADER_LIMIT || 8 + length > in.size()) {
        throw bad(file, "its header does not fit into it");
      }
      byte[] head = new byte[(int) length];
      fill(in, ByteBuffer.wrap(head), 8);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry :
          Json.readObject(new String(head, StandardCharsets.UTF_8)).properties()) {
        if (!entry.getKey().equals("__metadata__")) {
          tensors.put(
              entry.getKey(), tensor(file, in, 8 + length, entry.getKey(), entry.getValue()));
        }
      }
      return tensors;
    }
  }

  private static Tensor tensor(Path file, FileChannel in, long base, String name, JsonNode node)
      throws IOException {
    String type = node.path("dtype").asText();
    int width = type.equals("F32") ? 4 : type.equals("BF16") || type.equals("F16") ? 2 : 0;
    long begin = node.path("data_offsets").path(0).asLong(-1);
    long end = node.path("data_offsets").path(1).asLong(-1);
    long[] shape = new long[node.path("shape").size()];
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = node.get("shape").get(i).asLong(-1);
      count = shape[i] < 0 ? -1 : Math.multiplyExact(count, shape[i]);
    }
    if (width == 0) {
      throw bad(file, "tensor `" + name + "` is of type " + type + "; allowed are F32, BF16, F16");
    }
    if (begin < 0 || count < 0 || end - begin != count * width || base + end > in.size()) {
      throw bad(file, "the bounds of tensor `" + name + "` do not fit its shape or the file");
    }
    ByteBuffer bytes = fill(in, little(Math.toIntExact(end - begin)), base + begin);
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case "F32" -> bytes.getFloat();
            case "BF16" -> Float.intBitsToFloat(bytes.getShort() << 16);
            default -> halfToFloat(bytes.getShort());
          };
    }
    return new Tensor(shape, values);
  }

  private static float halfToFloat(short half) {
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude =
        exponent == 0
            ? fraction * 0x1p-24f
            : exponent == 31
                ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
    return half < 0 ? -magnitude : magnitude;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer fill(FileChannel in, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      int read = in.read(bytes, at);
      if (read < 0) {
        throw new IOException("the file ends early");
      }
      at += read;
    }
    return bytes.flip();
  }

  private static IllegalArgumentException bad(Path file, String why) {
    return new IllegalArgumentException(file.getFileName() + " is no readable safetensors: " + why);
  }
}
