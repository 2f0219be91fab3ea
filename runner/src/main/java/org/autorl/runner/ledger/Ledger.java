package org.autorl.runner.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.autorl.records.EventKind;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;

/**
 * The ledger of one attempt: a line for each event that a score rests on, on disk before anything
 * builds on it. Whoever opens one holds its run, so that nobody else writes it meanwhile.
 */
public final class Ledger implements AutoCloseable {
  private static final String OUT_OF_TIME = "it happened before the line before it";

  private final Path path;
  private final LedgerFile file;
  private final InstantSource clock;
  private final List<LedgerEntry> entries;
  private long end;
  private boolean lost;

  private Ledger(
      Path path, LedgerFile file, InstantSource clock, List<LedgerEntry> entries, long end) {
    this.path = path;
    this.file = file;
    this.clock = clock;
    this.entries = entries;
    this.end = end;
  }

  /** Opens a ledger on this machine's disk. */
  public static Ledger open(Path path, InstantSource clock) throws IOException {
    return open(path, clock, LedgerFile::open);
  }

  /**
   * Opens a ledger to append to it. A last line without a line break was never finished: it is cut
   * off, for nothing was built on it.
   *
   * @throws LedgerBroken if a finished line is not what was written; then nothing is changed
   */
  public static Ledger open(Path path, InstantSource clock, LedgerFile.Opener disk)
      throws IOException {
    List<LedgerEntry> entries = new ArrayList<>();
    int whole = 0;
    if (Files.exists(path)) {
      byte[] bytes = Files.readAllBytes(path);
      whole = finished(bytes);
      entries.addAll(check(path, Arrays.copyOf(bytes, whole)));
    }
    LedgerFile file = disk.open(path);
    if (file.length() > whole) {
      file.truncate(whole);
    }
    return new Ledger(path, file, clock, entries, whole);
  }

  private static int finished(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /**
   * Reads a ledger and checks its chain.
   *
   * @throws LedgerBroken naming the line that is wrong; a last line that was never finished is, too
   */
  public static List<LedgerEntry> read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    List<LedgerEntry> entries = check(path, Arrays.copyOf(bytes, finished(bytes)));
    if (finished(bytes) < bytes.length) {
      throw new LedgerBroken(path, entries.size() + 1, "it was never finished");
    }
    return entries;
  }

  private static List<LedgerEntry> check(Path path, byte[] finished) {
    List<LedgerEntry> entries = new ArrayList<>();
    String text = new String(finished, StandardCharsets.UTF_8);
    for (int from = 0, to; from < text.length(); from = to + 1) {
      to = text.indexOf('\n', from);
      int number = entries.size() + 1;
      try {
        entries.add(follow(entries, text.substring(from, to)));
      } catch (IllegalArgumentException e) {
        throw new LedgerBroken(path, number, String.valueOf(e.getMessage()));
      }
    }
    return entries;
  }

  private static LedgerEntry follow(List<LedgerEntry> before, String line) {
    LedgerEntry entry;
    try {
      entry = Json.read(line, LedgerEntry.class);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("it is no ledger entry", e);
    }
    require(entry.seq() == before.size(), "it is entry " + entry.seq() + ", out of order");
    require(entry.previous().equals(hash(before)), "it does not follow from the line before");
    require(entry.intact(), "its content was changed");
    require(Json.canonical(entry).equals(line), "it is not written as entries are");
    require(!entry.at().isBefore(lastAt(before)), OUT_OF_TIME);
    entry.event();
    return entry;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static String hash(List<LedgerEntry> entries) {
    return entries.isEmpty() ? LedgerEntry.ORIGIN : entries.get(entries.size() - 1).hash();
  }

  private static Instant lastAt(List<LedgerEntry> entries) {
    return entries.isEmpty() ? Instant.MIN : entries.get(entries.size() - 1).at();
  }

  /** An event that is still to be appended. */
  public record Event(EventKind kind, ObjectNode data) {}

  /**
   * Appends an event; when this returns, it is on disk. If this throws, it did not happen.
   *
   * @throws IOException also if somebody else has written the file
   */
  public LedgerEntry append(EventKind kind, ObjectNode data) throws IOException {
    return append(List.of(new Event(kind, data))).get(0);
  }

  /** Appends events in their order, with one write: all of them, or none if this throws. */
  public synchronized List<LedgerEntry> append(List<Event> events) throws IOException {
    List<LedgerEntry> fresh = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    Instant now = now();
    String previous = hash(entries);
    for (Event event : events) {
      LedgerEntry.Written next =
          LedgerEntry.written(
              entries.size() + fresh.size(), now, event.kind().wire(), event.data(), previous);
      lines.append(next.line()).append('\n');
      fresh.add(next.entry());
      previous = next.entry().hash();
    }
    write(lines.toString().getBytes(StandardCharsets.UTF_8));
    entries.addAll(fresh);
    return fresh;
  }

  private void write(byte[] bytes) throws IOException {
    if (lost) {
      throw new IOException(path + " takes nothing more: its disk has failed before");
    }
    if (file.length() != end) {
      throw new IOException(
          "%s was written by somebody else: it has %d bytes, and %d are ours"
              .formatted(path, file.length(), end));
    }
    lost = true;
    try {
      file.write(bytes);
    } catch (IOException e) {
      takeBack(e);
      throw e;
    }
    try {
      file.sync();
    } catch (IOException e) {
      // What a disk kept that could not keep all is known to nobody; it stays lost.
      takeBack(e);
      lost = true;
      throw e;
    }
    lost = false;
    end += bytes.length;
  }

  private void takeBack(IOException cause) {
    try {
      file.truncate(end);
      lost = false;
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** The time, but never before the last event: a clock that is set back stands still here. */
  public synchronized Instant now() {
    Instant now = clock.instant();
    return now.isBefore(lastAt(entries)) ? lastAt(entries) : now;
  }

  /** All events so far. */
  public synchronized List<LedgerEntry> entries() {
    return List.copyOf(entries);
  }

  /** The last event of a kind. */
  public synchronized Optional<LedgerEntry> last(EventKind kind) {
    return entries.stream().filter(e -> e.is(kind)).reduce((a, b) -> b);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
