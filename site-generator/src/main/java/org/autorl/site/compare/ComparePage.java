package org.autorl.site.compare;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.autorl.site.page.Pages;

/** The page that lays any two pages side by side, by a script that reads their JSON. */
public final class ComparePage {
  /** A page with comparisons that need no script. */
  public record Ready(String title, String link) {}

  private ComparePage() {}

  /**
   * Writes the page and its scripts.
   *
   * @param tasks whose pages compare every two stacks
   * @return the paths of the pages
   */
  public static List<String> write(Pages pages, List<Ready> tasks) throws IOException {
    pages.page("compare/index.html", "compare.ftlh", Map.of("tasks", tasks));
    pages.resource("compare.js");
    pages.resource("pick.js");
    return List.of("compare/index.html");
  }
}
