package org.autorl.site.read;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.autorl.records.Submission;
import org.autorl.records.Verdict;

/** A submission with its verdict, if there is one. */
public record Handed(Submission submission, Optional<Verdict> verdict) {
  /**
   * All of an attempt that can be read, in their order.
   *
   * @param problem gets a sentence for each record that cannot be read
   */
  static List<Handed> all(Path attempt, Consumer<String> problem) {
    List<Handed> all = new ArrayList<>();
    for (int n = 1; ; n++) {
      String own = "submissions/" + n + "/";
      if (!Files.isDirectory(attempt.resolve(own), LinkOption.NOFOLLOW_LINKS)) {
        return all;
      }
      Optional<Submission> submission =
          RunFiles.optional(attempt, own + "manifest.json", Submission.class, problem);
      Optional<Verdict> verdict =
          RunFiles.optional(attempt, own + "verdict.json", Verdict.class, problem);
      submission.ifPresent(handed -> all.add(new Handed(handed, verdict)));
    }
  }
}
