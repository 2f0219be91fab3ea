package org.autorl.site.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * What builds remember, in a file from program to program and in memory from one build of a program
 * to the next: reading the state of 10,000 runs takes a quarter of a second, and so does writing
 * it, which nobody need wait for. Used by one thread.
 *
 * <p>While a build is at work there is no file: if it is cut off, nobody knows what the pages show,
 * and the next one makes all.
 */
public final class Memory {
  private final Optional<Path> file;

  /** What the last build knew. */
  private Optional<BuildState> held = Optional.empty();

  /** When this wrote the file, if it did; another program may have written it since. */
  private Optional<FileTime> written = Optional.empty();

  /**
   * A memory in a file.
   *
   * @param file empty: every build makes all
   */
  public Memory(Optional<Path> file) {
    this.file = file;
  }

  /** What the build before knew, if the same program made it; nothing is held after that. */
  public BuildState recall(long program) throws IOException {
    boolean own = written.equals(lastWritten());
    Optional<BuildState> known = held.filter(state -> own && state.program() == program);
    held = Optional.empty();
    written = Optional.empty();
    if (file.isEmpty()) {
      return BuildState.none(program);
    }
    BuildState before = known.orElseGet(() -> BuildState.read(file.get(), program));
    Files.deleteIfExists(file.get());
    return before;
  }

  /** Takes over what a build knows. */
  public void hold(BuildState state) {
    held = file.map(to -> state);
  }

  /** Writes what is held, for other programs. */
  public void save() throws IOException {
    if (file.isPresent() && held.isPresent() && written.isEmpty()) {
      held.get().write(file.get());
      written = lastWritten();
    }
  }

  private Optional<FileTime> lastWritten() throws IOException {
    return file.isPresent() && Files.isRegularFile(file.get())
        ? Optional.of(Files.getLastModifiedTime(file.get()))
        : Optional.empty();
  }
}
