package org.autorl.site;

import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.autorl.site.page.Pages;
import org.autorl.site.read.Key;

/** Pages that somebody wrote, as Markdown. */
final class ContentPages {
  /** What a documentation page links to has no page here: the words of such a link stay. */
  private static final String LINK_OUT = "\\[([^\\]]+)]\\(\\.\\./[^)]+\\)";

  private ContentPages() {}

  /** Writes a page for each file of a folder; their paths. None if there is no folder. */
  static List<String> write(Pages pages, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(p -> p.toString().endsWith(".md")).sorted().toList();
    }
    List<String> paths = new ArrayList<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName()).replace(".md", "");
      String text = Files.readString(file).replaceAll(LINK_OUT, "$1");
      pages.page(
          name + ".html",
          new Key().add(text).value(),
          "content.ftlh",
          () -> Map.of("title", name, "html", html(text)));
      paths.add(name + ".html");
    }
    return paths;
  }

  /** Raw HTML in content is shown, not obeyed. */
  private static String html(String markdown) {
    return HtmlRenderer.builder()
        .escapeHtml(true)
        .build()
        .render(Parser.builder().build().parse(markdown));
  }
}
