package org.autorl.site.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import org.autorl.records.Digest;
import org.autorl.records.Score;
import org.autorl.records.statistics.Estimate;

/** Numbers as text, the same in every locale. */
public final class Text {
  /** Of a name in an address; file systems hold 255 bytes. */
  private static final int ADDRESS = 80;

  private Text() {}

  /** One digit after the point: as {@code %.1f} has it, and many times as fast. */
  public static String number(double value) {
    double tenths = Math.abs(value) * 10;
    double fromTie = Math.abs(tenths - Math.floor(tenths) - 0.5);
    if (!(tenths < 1e12) || fromTie < 1e-6) {
      return Double.isFinite(value)
          ? BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP).toPlainString()
          : String.format(Locale.ROOT, "%.1f", value);
    }
    long rounded = (long) (tenths + 0.5);
    boolean below = Double.doubleToRawLongBits(value) < 0;
    return (below ? "-" : "") + rounded / 10 + "." + rounded % 10;
  }

  /** Two digits after the point. */
  public static String hundredths(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** One digit after the point, always with its sign. */
  public static String signed(double value) {
    boolean sign = Double.isNaN(value) || Double.doubleToRawLongBits(value) < 0;
    return (sign ? "" : "+") + number(value);
  }

  /** A score with its standard error, and how much of it is unscored. */
  public static String withError(Optional<Score> score) {
    return score
        .map(s -> number(s.value()) + " ± " + number(s.standardError()) + unscored(s))
        .orElse("–");
  }

  private static String unscored(Score score) {
    int all = score.items() + score.unscored();
    return score.unscored() == 0 ? "" : " (%d of %d unscored)".formatted(score.unscored(), all);
  }

  /** Where a number lies with 95 % confidence: {@code 51.2 to 60.3}; empty if nobody knows. */
  public static String interval(Optional<Estimate> estimate) {
    return estimate
        .map(e -> number(e.interval().low()) + " to " + number(e.interval().high()))
        .orElse("");
  }

  /** A name as part of an address: itself if it can be, else one that no other name gets. */
  public static String address(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    String fits = plain.substring(0, Math.min(ADDRESS, plain.length()));
    return fits.equals(name) ? name : fits + "-" + Digest.sha256(name).substring(0, 6);
  }

  /** Words as a sentence: a capital at the start and a full stop at the end. */
  public static String sentence(String words) {
    if (words.isEmpty()) {
      return words;
    }
    String capital = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    return capital.matches("(?s).*[.!?]") ? capital : capital + ".";
  }
}
