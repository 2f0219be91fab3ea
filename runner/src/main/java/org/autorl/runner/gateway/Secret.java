package org.autorl.runner.gateway;

import java.security.SecureRandom;
import java.util.HexFormat;

/** What stands in the place of a key, so that the key itself need not be handed out. */
public final class Secret {
  private static final int BYTES = 16;

  private Secret() {}

  /** One that nobody else has. */
  public static String fresh() {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }
}
