package org.autorl.runner.submission;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.autorl.records.Bytes;
import org.autorl.records.Digest;
import org.autorl.records.FileDigest;

/**
 * Small files that were handed in before, as configurations and tokenizers are each time. Writing
 * another copy only to delete it takes ten times as long as reading.
 */
final class KnownContent {
  /** Larger files are read once only, while they are copied. */
  private static final int MOST = 1 << 20;

  private KnownContent() {}

  /**
   * The digest of a whole file, if it is small and the store has the same bytes. If not, the
   * channel is at its start again.
   *
   * @param blob where the bytes of a digest would lie
   */
  static Optional<FileDigest> of(SeekableByteChannel in, String name, Function<String, Path> blob)
      throws IOException {
    if (in.size() > MOST) {
      return Optional.empty();
    }
    ByteBuffer read = ByteBuffer.allocate((int) in.size() + 1);
    while (read.hasRemaining() && in.read(read) >= 0) {
      // A file that grew meanwhile is longer than its blob, and not known.
    }
    in.position(0);
    byte[] bytes = Arrays.copyOf(read.array(), read.position());
    String sha256 = Digest.sha256(bytes);
    Path kept = blob.apply(sha256);
    // A blob that was damaged is no copy of these bytes.
    boolean known = Files.exists(kept) && Arrays.equals(Files.readAllBytes(kept), bytes);
    return known
        ? Optional.of(new FileDigest(name, new Bytes(bytes.length), sha256))
        : Optional.empty();
  }
}
