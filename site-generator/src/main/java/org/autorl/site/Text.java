package org.autorl.site;

import java.util.Locale;
import java.util.Optional;
import org.autorl.records.Score;

/** Numbers as text, the same in every locale. */
final class Text {
  private Text() {}

  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  static String signed(double value) {
    return String.format(Locale.ROOT, "%+.1f", value);
  }

  static String withError(Optional<Score> score) {
    return score
        .map(s -> number(s.value()) + " ± " + number(s.standardError()) + unscored(s))
        .orElse("–");
  }

  private static String unscored(Score score) {
    int all = score.items() + score.unscored();
    return score.unscored() == 0 ? "" : " (%d of %d unscored)".formatted(score.unscored(), all);
  }
}
