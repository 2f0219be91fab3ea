package org.autorl.site.read;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.autorl.records.Json;
import org.autorl.records.Suite;

/**
 * What an earlier build knew, so that the next makes only what has changed. It may be deleted at
 * any time; then all is made.
 *
 * @param program stamp of the generator that made the pages: another one makes all of them anew
 * @param suites by the digest of their file
 * @param ids of items, by their digest
 * @param runs whose pages are there, by their folder; as they were read, with no score withdrawn
 * @param pages over all runs, and files beside them, that are there: path and {@link Key} of what
 *     they were made from
 * @param measured what was computed of boards, by the board's key
 * @param pieces where runs lie in files over all runs, by the file's path
 */
public record BuildState(
    long program,
    Map<String, Suite> suites,
    Map<String, List<String>> ids,
    Map<String, Summary> runs,
    Map<String, Long> pages,
    Map<Long, byte[]> measured,
    Map<String, byte[]> pieces) {
  /** Nothing is known. */
  public static BuildState none(long program) {
    return new BuildState(program, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  /**
   * The run of a folder, if its pages are there and it has not changed since.
   *
   * @param beside stamp of what else its pages show; empty if that is nothing
   */
  public Optional<Summary> unchanged(Path folder, String beside) {
    return Optional.ofNullable(runs.get(folder.toString()))
        .filter(run -> run.source().stamp() == Stamp.of(folder, run.attempts(), beside));
  }

  /** Reads a state; one by another program, or that cannot be read, is none. */
  public static BuildState read(Path file, long program) {
    if (!Files.isRegularFile(file)) {
      return none(program);
    }
    try (InputStream stream = Files.newInputStream(file)) {
      StateReader in = new StateReader(stream);
      if (in.number() != program) {
        return none(program);
      }
      return new BuildState(
          program,
          in.map(suite -> Json.read(suite.text(), Suite.class)),
          in.map(ids -> ids.list(StateReader::text)),
          in.map(Summaries::take),
          in.map(StateReader::number),
          numbered(in.map(StateReader::bytes)),
          in.map(StateReader::bytes));
    } catch (IOException | RuntimeException e) {
      return none(program);
    }
  }

  /** Writes the state, whole or not at all. */
  public void write(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
      StateWriter out = new StateWriter(stream);
      out.number(program);
      out.map(suites, (suite, value) -> suite.text(Json.canonical(value)));
      out.map(ids, (names, value) -> names.list(value, StateWriter::text));
      out.map(runs, Summaries::put);
      out.map(pages, StateWriter::number);
      out.map(named(measured), StateWriter::bytes);
      out.map(pieces, StateWriter::bytes);
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Map<String, byte[]> named(Map<Long, byte[]> numbered) {
    Map<String, byte[]> named = new TreeMap<>();
    numbered.forEach((key, value) -> named.put(Long.toHexString(key), value));
    return named;
  }

  private static Map<Long, byte[]> numbered(Map<String, byte[]> named) {
    Map<Long, byte[]> numbered = new HashMap<>();
    named.forEach((key, value) -> numbered.put(Long.parseUnsignedLong(key, 16), value));
    return numbered;
  }
}
