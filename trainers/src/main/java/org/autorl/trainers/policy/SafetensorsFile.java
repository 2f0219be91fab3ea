package org.autorl.trainers.policy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import org.autorl.records.Json;
import org.autorl.records.policy.Half;
import org.autorl.records.policy.SafetensorsHeader;
import org.autorl.records.policy.WeightType;

/**
 * One safetensors file: 8 bytes little-endian length of the header, the header in JSON, the
 * tensors' bytes. Tensors go to and from the engine in pieces, so that the heap never holds one.
 */
final class SafetensorsFile implements AutoCloseable {
  /** Numbers in a piece. */
  private static final int PIECE = 1 << 20;

  private final String name;
  private final FileChannel in;
  private final SafetensorsHeader header;
  private final ByteBuffer raw = little(4 * PIECE);
  private final ByteBuffer floats =
      ByteBuffer.allocateDirect(4 * PIECE).order(ByteOrder.nativeOrder());

  private SafetensorsFile(String name, FileChannel in, SafetensorsHeader header) {
    this.name = name;
    this.in = in;
    this.header = header;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws IllegalArgumentException with what breaks the format
   */
  static SafetensorsFile open(Path file) throws IOException {
    String name = file.getFileName().toString();
    FileChannel in = FileChannel.open(file);
    try {
      return new SafetensorsFile(name, in, SafetensorsHeader.read(in));
    } catch (IllegalArgumentException e) {
      in.close();
      throw new IllegalArgumentException(
          name + " is no readable safetensors file: " + e.getMessage(), e);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  SafetensorsHeader header() {
    return header;
  }

  /**
   * Reads a tensor, widened to float32.
   *
   * @throws IllegalArgumentException if it holds NaN or an infinity
   */
  NDArray read(SafetensorsHeader.Entry entry, NDManager manager) throws IOException {
    NDArray array = manager.zeros(new Shape(entry.shape()), DataType.FLOAT32);
    long size = entry.size();
    int width = entry.type().equals("F32") ? 4 : 2;
    try (NDManager scratch = manager.newSubManager()) {
      array.attach(scratch);
      NDArray flat = array.reshape(-1);
      for (long at = 0; at < size; at += PIECE) {
        int count = (int) Math.min(PIECE, size - at);
        raw.clear().limit(count * width);
        fill(in, raw, header.data() + entry.begin() + at * width);
        FloatBuffer piece = floats.clear().limit(4 * count).asFloatBuffer();
        decode(entry, count, piece);
        try (NDArray part = scratch.create(floats, new Shape(count), DataType.FLOAT32)) {
          flat.set(new NDIndex("{}:{}", at, at + count), part);
        }
      }
      array.attach(manager);
    }
    return array;
  }

  private void decode(SafetensorsHeader.Entry entry, int count, FloatBuffer out) {
    for (int i = 0; i < count; i++) {
      float value =
          switch (entry.type()) {
            case "F32" -> raw.getFloat(4 * i);
            case "BF16" -> Float.intBitsToFloat(raw.getShort(2 * i) << 16);
            default -> Half.toFloat(raw.getShort(2 * i));
          };
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "%s: `%s` holds %s".formatted(name, entry.name(), value));
      }
      out.put(i, value);
    }
  }

  /**
   * Writes the tensors in the order of their names.
   *
   * @throws IllegalArgumentException if a weight is no finite number of that type
   */
  static void write(Path file, SortedMap<String, NDArray> tensors, WeightType type)
      throws IOException {
    ObjectNode header = Json.object();
    header.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
      ObjectNode tensor = header.putObject(entry.getKey()).put("dtype", type.name());
      ArrayNode shape = tensor.putArray("shape");
      for (long n : entry.getValue().getShape().getShape()) {
        shape.add(n);
      }
      long end = offset + entry.getValue().size() * type.width();
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] head = header.toString().getBytes(StandardCharsets.UTF_8);
    // Tensors begin at a multiple of 8, as the format's own writer has it.
    byte[] pad = " ".repeat((8 - head.length % 8) % 8).getBytes(StandardCharsets.UTF_8);
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      drain(out, little(8).putLong(head.length + pad.length).flip());
      drain(out, ByteBuffer.wrap(head));
      drain(out, ByteBuffer.wrap(pad));
      ByteBuffer bytes = little(type.width() * PIECE);
      for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
        write(out, entry.getKey(), entry.getValue(), type, bytes);
      }
      out.force(true);
    }
  }

  private static void write(
      FileChannel out, String name, NDArray array, WeightType type, ByteBuffer bytes)
      throws IOException {
    long size = array.size();
    try (NDArray flat = array.reshape(-1)) {
      for (long at = 0; at < size; at += PIECE) {
        bytes.clear();
        for (float value : piece(flat, at, Math.min(size, at + PIECE))) {
          put(bytes, value, type, name);
        }
        drain(out, bytes.flip());
      }
    }
  }

  private static float[] piece(NDArray flat, long from, long to) {
    try (NDArray part = flat.get(new NDIndex("{}:{}", from, to))) {
      return part.toFloatArray();
    }
  }

  private static void put(ByteBuffer bytes, float value, WeightType type, String name) {
    int bits = Float.floatToRawIntBits(value);
    boolean finite = Float.isFinite(value);
    if (type == WeightType.F32) {
      bytes.putInt(bits);
    } else {
      int rounded = (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
      finite &= (rounded & 0x7f80) != 0x7f80;
      bytes.putShort((short) rounded);
    }
    if (!finite) {
      throw new IllegalArgumentException(
          "`%s` holds %s, which is no finite %s; the policy is not saved"
              .formatted(name, value, type.dtype()));
    }
  }

  /** A copy in memory of its own, made in pieces and unknown to any gradient. */
  static NDArray copy(NDArray array, NDManager manager) {
    NDArray copy = manager.zeros(array.getShape(), DataType.FLOAT32);
    long size = array.size();
    try (NDManager scratch = manager.newSubManager();
        NDArray from = array.reshape(-1)) {
      copy.attach(scratch);
      NDArray flat = copy.reshape(-1);
      for (long at = 0; at < size; at += PIECE) {
        long end = Math.min(size, at + PIECE);
        try (NDArray part = scratch.create(piece(from, at, end))) {
          flat.set(new NDIndex("{}:{}", at, end), part);
        }
      }
      copy.attach(manager);
    }
    return copy;
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
        throw new EOFException("the file ends early");
      }
      at += read;
    }
    return bytes.flip();
  }

  private static void drain(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
