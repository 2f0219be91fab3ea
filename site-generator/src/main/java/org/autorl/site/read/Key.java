package org.autorl.site.read;

/**
 * A digest of values in their order, in 64 bits: what is equal has the same, and what differs has
 * another but for one chance in 2^64. It tells what has changed; it proves nothing against somebody
 * who looks for two that agree.
 */
public final class Key {
  private long state = 0x9E3779B97F4A7C15L;

  /** Adds a number. */
  public Key add(long value) {
    // The finalizer of SplitMix64, http://dx.doi.org/10.1145/2714064.2660195.
    long mixed = (state ^ value) + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    state = mixed ^ (mixed >>> 31);
    return this;
  }

  /** Adds a text. */
  public Key add(String text) {
    add(text.length());
    for (int i = 0; i < text.length(); i++) {
      add(text.charAt(i));
    }
    return this;
  }

  /** The digest of what was added. */
  public long value() {
    return state;
  }
}
