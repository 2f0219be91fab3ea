package org.autorl.site.board;

import java.util.Locale;
import java.util.Optional;
import org.autorl.records.AgentStack;
import org.autorl.records.Digest;

/**
 * An agent stack as the board names it. Versions of a scaffold are one stack: its page tells which
 * ran when.
 *
 * @param driver absent for a recipe
 */
public record StackKey(String scaffold, Optional<String> driver, String mode) {
  /** Of a page's name; file systems hold 255 bytes. */
  private static final int LENGTH = 120;

  static StackKey of(AgentStack agent) {
    return new StackKey(agent.scaffold(), agent.driver(), agent.mode());
  }

  /** For people: {@code gome · openai/gpt-5}; the mode only where it is not {@code free}. */
  public String title() {
    return scaffold
        + driver.map(name -> " · " + name).orElse("")
        + (mode.equals("free") ? "" : " · " + mode);
  }

  /** Its page: a file's name that no other stack has. */
  public String slug() {
    String name = (scaffold + "--" + driver.orElse("none") + "--" + mode).toLowerCase(Locale.ROOT);
    String words = name.replaceAll("[^a-z0-9.-]+", "-");
    String fits = words.substring(0, Math.min(LENGTH, words.length()));
    // Two names may differ only in what the name of a file cannot hold.
    return fits.equals(name) ? fits : fits + "-" + Digest.sha256(title()).substring(0, 6);
  }
}
