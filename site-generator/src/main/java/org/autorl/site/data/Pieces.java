package org.autorl.site.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.autorl.site.page.Pages;
import org.autorl.site.read.Key;
import org.autorl.site.read.Summary;

/**
 * Files with a piece for each run, in the order of the runs. A piece that is as it was is copied
 * from the file that the build before made, and those beside it in the same go: among a hundred
 * thousand runs one that has changed costs little.
 */
public final class Pieces {
  private final Pages pages;
  private final Map<String, byte[]> before;
  private final Map<String, byte[]> now = new TreeMap<>();

  /**
   * Files below the pages.
   *
   * @param before what {@link #now} was at the end of the build before; empty: all is made
   */
  public Pieces(Pages pages, Map<String, byte[]> before) {
    this.pages = pages;
    this.before = before;
  }

  /** Where pieces lie in the files, for the next build; known when all are written. */
  public Map<String, byte[]> now() {
    return now;
  }

  /** What stands around pieces, and between two of them. */
  record Frame(String head, String between, String tail) {}

  /** A piece in a file. */
  private record Place(long from, long length) {}

  /**
   * Writes a file, whole or not at all.
   *
   * @param text a run's piece; asked for only if it is not there from before
   */
  void write(String path, Frame frame, Collection<Summary> runs, Function<Summary, String> text)
      throws IOException {
    Path file = pages.file(path);
    Map<Long, Place> old = places(path, file, frame);
    // The length of the head, then a key and a length for each run.
    ByteBuffer table = ByteBuffer.allocate(Long.BYTES * (1 + 2 * runs.size()));
    table.putLong(bytes(frame.head()).length);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (Joined out = new Joined(part, old.isEmpty() ? Optional.empty() : Optional.of(file))) {
      out.write(bytes(frame.head()));
      byte[] between = new byte[0];
      for (Summary run : runs) {
        long key = new Key().add(run.id()).add(run.source().stamp()).value();
        Optional<Place> place = Optional.ofNullable(old.get(key));
        table.putLong(key);
        table.putLong(
            place.isPresent()
                ? out.copy(between, place.get())
                : out.write(between, bytes(text.apply(run))));
        between = bytes(frame.between());
      }
      out.write(bytes(frame.tail()));
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    now.put(path, table.array());
  }

  /**
   * The pieces of the file that is there, by their keys; none if it is not the one that was made.
   */
  private Map<Long, Place> places(String path, Path file, Frame frame) throws IOException {
    if (!before.containsKey(path) || !Files.isRegularFile(file)) {
      return Map.of();
    }
    ByteBuffer table = ByteBuffer.wrap(before.get(path));
    Map<Long, Place> places = new HashMap<>();
    int between = bytes(frame.between()).length;
    long end = table.getLong() - between;
    while (table.hasRemaining()) {
      long key = table.getLong();
      Place place = new Place(end + between, table.getLong());
      places.put(key, place);
      end = place.from() + place.length();
    }
    return end + bytes(frame.tail()).length == Files.size(file) ? places : Map.of();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A file that is made from bytes, and from stretches of another file. */
  private static final class Joined implements Closeable {
    private final FileChannel out;
    private final Optional<FileChannel> other;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private long from;
    private long to;

    Joined(Path file, Optional<Path> old) throws IOException {
      out =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      other = old.isPresent() ? Optional.of(FileChannel.open(old.get())) : Optional.empty();
    }

    /** Writes a piece; says how long it is. */
    long write(byte[] between, byte[] piece) throws IOException {
      write(between);
      write(piece);
      return piece.length;
    }

    /** Copies a piece; says how long it is. */
    long copy(byte[] between, Place piece) throws IOException {
      if (from < to && to == piece.from() - between.length) {
        // It follows the one before there, too, with the same in between.
        to += between.length + piece.length();
      } else {
        write(between);
        from = piece.from();
        to = from + piece.length();
      }
      return piece.length();
    }

    void write(byte[] bytes) throws IOException {
      copyNow();
      if (bytes.length > buffer.remaining()) {
        writeNow();
      }
      if (bytes.length > buffer.remaining()) {
        whole(ByteBuffer.wrap(bytes));
      } else {
        buffer.put(bytes);
      }
    }

    private void copyNow() throws IOException {
      if (from < to) {
        writeNow();
        while (from < to) {
          long copied = other.orElseThrow().transferTo(from, to - from, out);
          if (copied == 0) {
            throw new IOException("a file over all runs became shorter while it was copied");
          }
          from += copied;
        }
      }
    }

    private void writeNow() throws IOException {
      whole(buffer.flip());
      buffer.clear();
    }

    private void whole(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    }

    @Override
    public void close() throws IOException {
      try (out) {
        copyNow();
        writeNow();
      } finally {
        if (other.isPresent()) {
          other.get().close();
        }
      }
    }
  }
}
