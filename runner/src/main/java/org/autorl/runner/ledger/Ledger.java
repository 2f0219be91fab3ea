package org.autorl.runner.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;

/**
 * The ledger of one attempt: a line for each event that a score rests on, on disk before anything
 * builds on it.
 */
public final class Ledger implements AutoCloseable {
  private final FileChannel file;
  private final InstantSource clock;
  private final List<LedgerEntry> entries;

  private Ledger(FileChannel file, InstantSource clock, List<LedgerEntry> entries) {
    this.file = file;
    this.clock = clock;
    this.entries = entries;
  }

  /**
   * Opens a ledger to append to it. A last line without a line break was never finished: it is cut
   * off, for nothing was built on it.
   *
   * @throws LedgerBroken if a finished line is not what was written
   */
  public static Ledger open(Path path, InstantSource clock) throws IOException {
    Files.createDirectories(path.getParent());
    List<LedgerEntry> entries = new ArrayList<>();
    long whole = 0;
    if (Files.exists(path)) {
      String text = Files.readString(path);
      String finished = text.substring(0, text.lastIndexOf('\n') + 1);
      whole = finished.getBytes(StandardCharsets.UTF_8).length;
      entries.addAll(check(path, finished));
    }
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    file.truncate(whole);
    file.position(whole);
    return new Ledger(file, clock, entries);
  }

  /**
   * Reads a ledger and checks its chain.
   *
   * @throws LedgerBroken naming the line that is wrong
   */
  public static List<LedgerEntry> read(Path path) throws IOException {
    return check(path, Files.readString(path));
  }

  private static List<LedgerEntry> check(Path path, String text) {
    List<LedgerEntry> entries = new ArrayList<>();
    String previous = LedgerEntry.ORIGIN;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      LedgerEntry entry;
      try {
        entry = Json.read(line, LedgerEntry.class);
      } catch (IllegalArgumentException e) {
        throw new LedgerBroken(path, number, "it is no ledger entry");
      }
      if (entry.seq() != number - 1) {
        throw new LedgerBroken(path, number, "it is entry " + entry.seq() + ", out of order");
      }
      if (!entry.previous().equals(previous)) {
        throw new LedgerBroken(path, number, "it does not follow from the line before");
      }
      if (!entry.intact()) {
        throw new LedgerBroken(path, number, "its content was changed");
      }
      previous = entry.hash();
      entries.add(entry);
    }
    return entries;
  }

  /** An event that is still to be appended. */
  public record Event(String kind, ObjectNode data) {}

  /** Appends an event; when this returns, it is on disk. */
  public synchronized LedgerEntry append(String kind, ObjectNode data) throws IOException {
    return append(List.of(new Event(kind, data))).get(0);
  }

  /**
   * Appends events in their order with one write. When this returns, all are on disk; if it fails,
   * none is in the ledger.
   */
  public synchronized List<LedgerEntry> append(List<Event> events) throws IOException {
    List<LedgerEntry> fresh = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String previous =
        entries.isEmpty() ? LedgerEntry.ORIGIN : entries.get(entries.size() - 1).hash();
    for (Event event : events) {
      LedgerEntry.Written next =
          LedgerEntry.written(
              entries.size() + fresh.size(), clock.instant(), event.kind(), event.data(), previous);
      fresh.add(next.entry());
      text.append(next.line()).append('\n');
      previous = next.entry().hash();
    }
    ByteBuffer lines = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    long start = file.position();
    try {
      while (lines.hasRemaining()) {
        file.write(lines);
      }
      file.force(false);
    } catch (IOException e) {
      file.truncate(start);
      throw e;
    }
    entries.addAll(fresh);
    return fresh;
  }

  /** All events so far. */
  public synchronized List<LedgerEntry> entries() {
    return List.copyOf(entries);
  }

  /** The last event of a kind. */
  public synchronized Optional<LedgerEntry> last(String kind) {
    return entries.stream().filter(e -> e.kind().equals(kind)).reduce((a, b) -> b);
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
