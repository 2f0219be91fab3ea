package org.autorl.runner.grading;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Equality of final answers, as GSM8K is graded: the last signed number after {@code ####}, without
 * commas, equal as text or within 1e-6.
 */
final class ExactMatch {
  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(?:\\.\\d+)?");
  private static final double TOLERANCE = 1e-6;

  private ExactMatch() {}

  static boolean right(String completion, String gold) {
    int mark = completion.lastIndexOf("####");
    if (mark < 0) {
      return false;
    }
    Matcher matcher = NUMBER.matcher(completion.substring(mark));
    if (!matcher.find()) {
      return false;
    }
    String answer = matcher.group().replace(",", "");
    String wanted = gold.replace(",", "");
    return answer.equals(wanted)
        || Math.abs(Double.parseDouble(answer) - Double.parseDouble(wanted)) < TOLERANCE;
  }
}
