package org.autorl.site.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.autorl.site.read.Result;
import org.autorl.site.read.Summary;

/** The paths of all pages of a run. */
public final class RunPaths {
  private RunPaths() {}

  /**
   * The paths.
   *
   * @param out where the pages are, made now or before
   */
  public static List<String> of(Path out, Summary run) {
    String folder = "runs/" + run.id() + "/";
    List<String> paths = new ArrayList<>(List.of(folder + "index.html"));
    for (Result result : run.results()) {
      String own = "%s%s/seed-%d/".formatted(folder, result.task(), result.seed());
      paths.add(own + "index.html");
      paths.add(own + "ledger.html");
      result.handed().forEach(one -> paths.add(own + "submissions/" + one.number() + ".html"));
      for (int n = 1; out.resolve(own + "trajectory-" + n + ".html").toFile().exists(); n++) {
        paths.add(own + "trajectory-" + n + ".html");
      }
    }
    return paths;
  }
}
