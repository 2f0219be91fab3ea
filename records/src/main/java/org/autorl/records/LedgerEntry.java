package org.autorl.records;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One event that a score rests on; a line of {@code ledger.jsonl}.
 *
 * <p>Each entry carries the hash of the one before it, so that no line can be changed, dropped or
 * moved without breaking the chain behind it.
 *
 * @param seq from 0, without gaps
 * @param kind for example {@code submission-graded}; see {@link #event()}
 * @param previous hash of the entry before; 64 zeros for the first
 * @param hash SHA-256, in hex, of the canonical JSON of all other fields
 */
public record LedgerEntry(
    long seq, Instant at, String kind, ObjectNode data, String previous, String hash) {
  /** What the first entry has for {@code previous}. */
  public static final String ORIGIN = "0".repeat(64);

  /**
   * What happened.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  public EventKind event() {
    return EventKind.of(kind)
        .orElseThrow(() -> new IllegalArgumentException("`" + kind + "` is no kind of event"));
  }

  /** Whether it is of this kind. */
  public boolean is(EventKind other) {
    return kind.equals(other.wire());
  }

  /** The entry that follows {@code seq - 1}, whose hash is {@code previous}. */
  public static LedgerEntry chained(
      long seq, Instant at, String kind, ObjectNode data, String previous) {
    return written(seq, at, kind, data, previous).entry();
  }

  /**
   * An entry and its line.
   *
   * @param line canonical JSON of the entry, without a line break
   */
  public record Written(LedgerEntry entry, String line) {}

  /** The same with its line: the text that is hashed, with the hash in its place. */
  public static Written written(
      long seq, Instant at, String kind, ObjectNode data, String previous) {
    String before = "{\"at\":\"" + at + "\",\"data\":" + Json.canonical(data);
    String after =
        ",\"kind\":"
            + Json.canonical(kind)
            + ",\"previous\":"
            + Json.canonical(previous)
            + ",\"seq\":"
            + seq
            + "}";
    String hash = Digest.sha256(before + after);
    return new Written(
        new LedgerEntry(seq, at, kind, data, previous, hash),
        before + ",\"hash\":\"" + hash + "\"" + after);
  }

  /** Whether the hash is that of the content. */
  public boolean intact() {
    return hash.equals(chained(seq, at, kind, data, previous).hash());
  }
}
