package org.autorl.runner.serve;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.autorl.records.Bytes;
import org.autorl.records.Score;
import org.autorl.records.Spent;

/** Numbers as text, the same in every locale. */
final class Words {
  private Words() {}

  static String score(Score score) {
    return String.format(
        Locale.ROOT, "%.1f ± %.1f %s", score.value(), score.standardError(), score.metric().unit());
  }

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.0f s", seconds);
  }

  /** What is spent, of how much if there is a limit: {@code 79 s of 200 s}. */
  static String spent(Spent spent, double amount) {
    return amount(amount, spent.unit())
        + spent.limit().map(limit -> " of " + amount(limit, spent.unit())).orElse("");
  }

  private static String amount(double amount, String unit) {
    return switch (unit) {
      case "s", "GPU s" -> String.format(Locale.ROOT, "%.0f %s", amount, unit);
      case "$" -> String.format(Locale.ROOT, "$%.2f", amount);
      case "bytes" -> new Bytes((long) amount).toString();
      case "tokens" -> String.format(Locale.ROOT, "%,.0f", amount);
      default -> String.format(Locale.ROOT, "%.0f", amount);
    };
  }

  /** The time of day in UTC, as ledgers and trajectories have it. */
  static String time(Instant at) {
    return DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC).format(at);
  }
}
