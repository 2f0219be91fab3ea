package org.autorl.runner.judge;

import java.net.URI;
import java.util.Optional;

/**
 * Where judges answer: a choice of the machine, not of the task.
 *
 * @param url of an OpenAI-compatible server, with or without {@code /v1} at its end
 * @param key sent as a bearer token; stays in this process
 * @param prices absent where nobody stated them
 */
public record JudgeServer(URI url, Optional<String> key, Optional<Prices> prices) {
  /**
   * What tokens cost, in dollars for a million.
   *
   * @param prompt of what is asked, at least 0
   * @param completion of what is answered, at least 0
   */
  public record Prices(double prompt, double completion) {
    private static final double MILLION = 1e6;

    public Prices {
      if (!(prompt >= 0 && completion >= 0 && Double.isFinite(prompt + completion))) {
        throw new IllegalArgumentException("prices are numbers from 0");
      }
    }

    double dollars(long promptTokens, long completionTokens) {
      return (prompt * promptTokens + completion * completionTokens) / MILLION;
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "judges at " + url;
  }
}
