package org.autorl.site.changes;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.autorl.site.page.Text;

/**
 * What an attempt's page says of a change of its score.
 *
 * @param id of the change, an anchor on the page of changes
 * @param withdrawn whether the score counts no longer
 */
public record Banner(String id, boolean withdrawn, String sentence, String reason) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  /** Those of an attempt, newest first. */
  public static List<Banner> of(List<Changes.Mark> marks, String task, long seed) {
    return marks.stream()
        .filter(mark -> mark.score().task().equals(task) && mark.score().seed() == seed)
        .map(Banner::of)
        .toList();
  }

  private static Banner of(Changes.Mark mark) {
    boolean withdrawn = mark.change().kind() == Change.Kind.WITHDRAWN;
    String day = DAY.format(mark.change().at());
    String was = mark.score().was().map(Text::number).orElse("none");
    return new Banner(
        mark.change().id(),
        withdrawn,
        withdrawn
            ? "The score was withdrawn on %s and counts no longer; it was %s.".formatted(day, was)
            : "The score was changed on %s from %s to %s."
                .formatted(day, was, mark.score().now().map(Text::number).orElse("none")),
        mark.change().rule().map(Change.Rule::sentence).orElse("")
            + mark.change().reason().map(why -> " " + Text.sentence(why)).orElse(""));
  }
}
