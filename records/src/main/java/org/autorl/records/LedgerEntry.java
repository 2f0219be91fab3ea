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
    return new LedgerEntry(seq, at, kind, data, previous, hash(seq, at, kind, data, previous));
  }

  /** Whether the hash is that of the content. */
  public boolean intact() {
    return hash.equals(hash(seq, at, kind, data, previous));
  }

  private static String hash(long seq, Instant at, String kind, ObjectNode data, String previous) {
    ObjectNode content = Json.object();
    content.put("seq", seq).put("at", at.toString()).put("kind", kind).put("previous", previous);
    content.set("data", data);
    return Digest.sha256(Json.canonical(content));
  }
}
