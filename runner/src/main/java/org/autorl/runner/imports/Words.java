package org.autorl.runner.imports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.autorl.records.Bytes;

/** Values as a task file writes them. */
final class Words {
  private static final int WIDTH = 110;

  /** The most letters of a sentence about a task. */
  static final int SENTENCE = 200;

  private Words() {}

  /** A text in quotes. What a reader could not see is written as its number. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> quoted.append("\\\\");
        case '\'' -> quoted.append("\\'");
        case '\n' -> quoted.append("\\n");
        default -> quoted.append(isSeen(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c));
      }
    }
    return quoted.append("'").toString();
  }

  /** A text on one line, for comments and messages. */
  static String line(String text) {
    StringBuilder line = new StringBuilder();
    text.chars().forEach(c -> line.append(isSeen((char) c) ? (char) c : ' '));
    return line.toString().strip().replaceAll(" {2,}", " ");
  }

  private static boolean isSeen(char c) {
    int type = Character.getType(c);
    return !Character.isISOControl(c)
        && type != Character.FORMAT
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }

  /** Comment lines, broken between words. */
  static List<String> comment(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("//");
    for (String word : line(text).split(" ")) {
      if (line.length() + word.length() >= WIDTH && line.length() > 2) {
        lines.add(line.toString());
        line = new StringBuilder("//");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** The first sentence of a Markdown text, without its headings. */
  static String sentence(String text) {
    StringBuilder paragraph = new StringBuilder();
    for (String line : text.lines().map(String::strip).toList()) {
      boolean heading = line.startsWith("#") || line.startsWith("<!--");
      if (!line.isEmpty() && !heading) {
        paragraph.append(line).append(' ');
      } else if (!paragraph.isEmpty()) {
        break;
      }
    }
    String all = line(paragraph.toString());
    String first = all.replaceFirst("(?<=[.!?]) .*", "");
    return first.length() <= SENTENCE ? first : first.substring(0, SENTENCE - 1).strip() + "…";
  }

  /** A time in its largest whole unit. */
  static String time(Duration time) {
    long seconds = time.toSeconds() + (time.getNano() > 0 ? 1 : 0);
    if (seconds % 3600 == 0) {
      return seconds / 3600 + ".hours";
    }
    return seconds % 60 == 0 ? seconds / 60 + ".minutes" : seconds + ".seconds";
  }

  /** A size in its largest whole unit, rounded up to MB. */
  static String size(Bytes size) {
    long megabytes = (size.count() + (1L << 20) - 1) >> 20;
    return megabytes % 1024 == 0 ? megabytes / 1024 + ".GB" : megabytes + ".MB";
  }

  static String ticked(List<String> names) {
    return String.join(", ", names.stream().map(name -> "`" + line(name) + "`").toList());
  }
}
