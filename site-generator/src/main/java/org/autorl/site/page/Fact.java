package org.autorl.site.page;

/**
 * Name and value.
 *
 * @param link of the value; empty if it leads nowhere
 * @param gone whether it counts no longer, and is struck
 */
public record Fact(String name, String value, String link, boolean gone) {
  /** One that counts. */
  public Fact(String name, String value, String link) {
    this(name, value, link, false);
  }

  /** One that leads nowhere. */
  public Fact(String name, String value) {
    this(name, value, "");
  }
}
