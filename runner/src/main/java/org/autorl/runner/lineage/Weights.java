package org.autorl.runner.lineage;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.autorl.records.policy.Half;
import org.autorl.records.policy.Problems;
import org.autorl.records.policy.SafetensorsHeader;
import org.autorl.records.policy.WeightMap;

/**
 * The weights of a policy's files, by tensor, in one file or in shards. Headers are held in memory;
 * numbers are read a piece at a time, as float32.
 */
public final class Weights implements Closeable {
  /** Numbers that are read at a time. */
  static final int PIECE = 1 << 16;

  /** An index is far smaller: a line for each tensor. */
  private static final long INDEX_LIMIT = 4L << 20;

  private record Place(String file, FileChannel in, long data, SafetensorsHeader.Entry entry) {}

  private final List<FileChannel> open = new ArrayList<>();
  private final SortedMap<String, Place> places = new TreeMap<>();
  private final ByteBuffer raw =
      ByteBuffer.allocateDirect(4 * PIECE).order(ByteOrder.LITTLE_ENDIAN);
  private final FloatBuffer floats = raw.asFloatBuffer();
  private final ShortBuffer shorts = raw.asShortBuffer();

  private Weights() {}

  /**
   * Opens the weights and checks all headers and the index.
   *
   * @param files of a policy by name, wherever they lie
   * @throws IllegalArgumentException with all that is wrong, a line each
   */
  public static Weights open(SortedMap<String, Path> files) throws IOException {
    Weights weights = new Weights();
    try {
      weights.openAll(files);
      return weights;
    } catch (IOException | RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private void openAll(SortedMap<String, Path> files) throws IOException {
    List<String> problems = new ArrayList<>();
    SortedMap<String, SafetensorsHeader> headers = new TreeMap<>();
    for (String name : files.keySet()) {
      if (name.endsWith(".safetensors")) {
        try {
          headers.put(name, openFile(name, files.get(name)));
        } catch (IllegalArgumentException e) {
          problems.add("%s is no readable safetensors file: %s".formatted(name, Problems.said(e)));
        }
      }
    }
    Problems.refuse(problems);
    if (files.containsKey(WeightMap.ONE_FILE)) {
      if (headers.size() > 1) {
        problems.add("beside `%s` lie shards, which nothing reads".formatted(WeightMap.ONE_FILE));
      }
    } else {
      WeightMap index = index(files);
      for (String shard : index.shards()) {
        if (!headers.containsKey(shard)) {
          problems.add("`%s` is missing; %s names it".formatted(shard, WeightMap.FILE));
        }
      }
      Problems.refuse(problems);
      problems.addAll(index.problems(headers));
    }
    Problems.refuse(problems);
  }

  private SafetensorsHeader openFile(String name, Path file) throws IOException {
    FileChannel in = FileChannel.open(file);
    open.add(in);
    SafetensorsHeader header = SafetensorsHeader.read(in);
    header
        .tensors()
        .forEach((tensor, entry) -> places.put(tensor, new Place(name, in, header.data(), entry)));
    return header;
  }

  private static WeightMap index(SortedMap<String, Path> files) throws IOException {
    Optional<Path> index = Optional.ofNullable(files.get(WeightMap.FILE));
    if (index.isEmpty()) {
      throw new IllegalArgumentException("`%s` is missing".formatted(WeightMap.ONE_FILE));
    }
    if (Files.size(index.get()) > INDEX_LIMIT) {
      throw new IllegalArgumentException(WeightMap.FILE + " is larger than 4 MiB");
    }
    return WeightMap.read(Files.readString(index.get()));
  }

  /** The shapes of all tensors, by name. */
  public SortedMap<String, List<Long>> shapes() {
    SortedMap<String, List<Long>> shapes = new TreeMap<>();
    places.forEach((name, place) -> shapes.put(name, place.entry().shape()));
    return shapes;
  }

  /** {@code F32}, {@code F16} or {@code BF16}. */
  String type(String tensor) {
    return place(tensor).entry().type();
  }

  long size(String tensor) {
    return place(tensor).entry().size();
  }

  int dimensions(String tensor) {
    return place(tensor).entry().shape().size();
  }

  private Place place(String tensor) {
    return Optional.ofNullable(places.get(tensor)).orElseThrow();
  }

  /**
   * Reads numbers of a tensor.
   *
   * @param from the first of them, counted from 0
   * @param count at most {@link #PIECE}
   * @param into from its start on
   */
  void read(String tensor, long from, int count, float[] into) throws IOException {
    Place place = place(tensor);
    int width = place.entry().width();
    raw.clear().limit(count * width);
    long at = place.data() + place.entry().begin() + from * width;
    while (raw.hasRemaining()) {
      int read = place.in().read(raw, at + raw.position());
      if (read < 0) {
        throw new EOFException(place.file() + " ends early");
      }
    }
    switch (place.entry().type()) {
      case "F32" -> floats.get(0, into, 0, count);
      case "BF16" -> {
        for (int i = 0; i < count; i++) {
          into[i] = Float.intBitsToFloat(shorts.get(i) << 16);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          into[i] = Half.toFloat(shorts.get(i));
        }
      }
    }
  }

  /**
   * Reads every number, and stops at the first that is none: with NaN or an infinity anywhere, a
   * policy's outputs mean nothing.
   *
   * @throws IllegalArgumentException naming file, tensor and index, counted from 0
   */
  public void requireFinite() throws IOException {
    float[] piece = new float[PIECE];
    for (String tensor : places.keySet()) {
      long size = size(tensor);
      for (long from = 0; from < size; from += PIECE) {
        int count = (int) Math.min(PIECE, size - from);
        read(tensor, from, count, piece);
        int bad = notFinite(piece, count);
        if (bad < count) {
          throw new IllegalArgumentException(
              "%s: `%s` holds %s at index %d; weights are finite numbers"
                  .formatted(place(tensor).file(), tensor, piece[bad], from + bad));
        }
      }
    }
  }

  private static int notFinite(float[] piece, int count) {
    int at = 0;
    while (at < count && Float.isFinite(piece[at])) {
      at++;
    }
    return at;
  }

  @Override
  public void close() throws IOException {
    for (FileChannel in : open) {
      in.close();
    }
  }
}
