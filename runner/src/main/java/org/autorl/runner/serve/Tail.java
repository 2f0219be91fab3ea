package org.autorl.runner.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.autorl.records.VisibleText;

/** The end of a file that somebody else is writing. */
final class Tail {
  private static final int BYTES = 64 << 10;
  private static final int LINE = 400;

  /** Colours and movements of a terminal: ECMA-48, control sequences. */
  private static final Pattern SEQUENCES = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

  private Tail() {}

  /**
   * The last lines, for people: without terminal codes, long ones shortened.
   *
   * @param most how many; fewer if they do not lie within the last {@value #BYTES} bytes
   * @return nothing if the file is not there or is a link
   */
  static List<String> lines(Path file, int most) {
    return raw(file, most).stream().map(Tail::shown).toList();
  }

  /** The last lines as they are. */
  static List<String> raw(Path file, int most) {
    try (SeekableByteChannel in =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long from = Math.max(0, in.size() - BYTES);
      ByteBuffer end = ByteBuffer.allocate((int) (in.size() - from));
      in.position(from);
      int read = 0;
      while (end.hasRemaining() && read >= 0) {
        read = in.read(end);
      }
      String text = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
      // The first may be a part of a line.
      List<String> lines = text.lines().skip(from > 0 ? 1 : 0).toList();
      return lines.subList(Math.max(0, lines.size() - most), lines.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  /** A text that is safe to read: no codes, nothing hidden, not too long. */
  static String shown(String line) {
    String plain = VisibleText.of(SEQUENCES.matcher(line).replaceAll(""));
    return plain.length() <= LINE ? plain : plain.substring(0, LINE) + " …";
  }
}
