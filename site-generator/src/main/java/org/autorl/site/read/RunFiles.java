package org.autorl.site.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.autorl.records.Bytes;
import org.autorl.records.Json;

/**
 * Files of run folders. Anybody may have written them: a link is not followed, for what it leads to
 * would be published, and what is longer than any record is not taken into memory.
 */
public final class RunFiles {
  private static final Bytes DOCUMENT = Bytes.ofMebibytes(16);

  /** Bytes of a line that is still read. */
  private static final int LINE = 1 << 20;

  private RunFiles() {}

  /**
   * A line of a file.
   *
   * @param text empty if it is too long to be read; bytes that are no UTF-8 are replaced
   * @param whole whether a newline ends it: the last line of a file that is being written has none
   */
  public record Line(Optional<String> text, boolean whole) {}

  /**
   * Opens a file.
   *
   * @throws IOException if there is none, or it is a link; of a folder, when it is read
   */
  public static InputStream open(Path file) throws IOException {
    try {
      return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw Files.isSymbolicLink(file) ? new IOException("it is a link", e) : e;
    }
  }

  /**
   * Reads a record.
   *
   * @throws IOException if it cannot be read; says of which file, and why
   */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    try {
      return Json.read(text(file), type);
    } catch (IllegalArgumentException e) {
      throw new IOException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a record that need not be there yet.
   *
   * @param folder that problems do not name
   * @param name of the file below it
   * @param problem gets a sentence if it is there and cannot be read
   */
  public static <T> Optional<T> optional(
      Path folder, String name, Class<T> type, Consumer<String> problem) {
    try {
      return Optional.of(read(folder.resolve(name), type));
    } catch (IOException e) {
      if (!(e.getCause() instanceof NoSuchFileException)) {
        problem.accept(name.substring(0, name.lastIndexOf('/') + 1) + e.getMessage());
      }
      return Optional.empty();
    }
  }

  /**
   * Reads a document.
   *
   * @throws IOException if it cannot be read; says of which file, and why
   */
  static String text(Path file) throws IOException {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes((int) DOCUMENT.count() + 1);
      if (bytes.length > DOCUMENT.count()) {
        throw new IOException("it is longer than " + DOCUMENT);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException(file.getFileName() + " is missing", e);
    } catch (IOException e) {
      throw new IOException(file.getFileName() + " cannot be read: " + reason(told(file, e)), e);
    }
  }

  /** Looked for only if something is wrong: nearly all that is read is a file. */
  private static IOException told(Path file, IOException e) {
    return Files.isDirectory(file) ? new IOException("it is a folder", e) : e;
  }

  /** Why a file cannot be read, without where it lies. */
  private static String reason(IOException e) {
    return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : "no access";
  }

  /** Reads lines as long as {@code each} wants more; an empty one at the end is none. */
  public static void lines(Path file, Predicate<Line> each) throws IOException {
    byte[] buffer = new byte[1 << 16];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean cut = false;
    try (InputStream in = open(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int from = 0;
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            cut = cut || !add(line, buffer, from, i);
            if (!each.test(line(line, cut, true))) {
              return;
            }
            line.reset();
            cut = false;
            from = i + 1;
          }
        }
        cut = cut || !add(line, buffer, from, read);
      }
    } catch (IOException e) {
      throw told(file, e);
    }
    if (cut || line.size() > 0) {
      // It is the last one, whether more is wanted or not.
      boolean unused = each.test(line(line, cut, false));
    }
  }

  /** Whether there was room. */
  private static boolean add(ByteArrayOutputStream line, byte[] buffer, int from, int to) {
    if (line.size() + to - from > LINE) {
      return false;
    }
    line.write(buffer, from, to - from);
    return true;
  }

  private static Line line(ByteArrayOutputStream bytes, boolean cut, boolean whole) {
    return new Line(
        cut ? Optional.empty() : Optional.of(bytes.toString(StandardCharsets.UTF_8)), whole);
  }
}
