package org.autorl.site.data;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.autorl.site.page.Pages;

/**
 * The site map, https://www.sitemaps.org/protocol.html; there only if the site's address is known.
 * A map holds at most {@value #MOST} pages; with more there are several, and {@code sitemap.xml} is
 * their index.
 */
public final class SiteMap {
  private static final int MOST = 50_000;
  private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

  private SiteMap() {}

  /**
   * Writes the map. No more paths are held than one map has.
   *
   * @param address of the site, with the slash at its end
   */
  public static void write(Pages pages, String address, Stream<String> paths) throws IOException {
    write(pages, address, paths, MOST);
  }

  static void write(Pages pages, String address, Stream<String> paths, int most)
      throws IOException {
    Iterator<String> left = paths.iterator();
    List<String> own = some(left, most);
    if (!left.hasNext()) {
      file(pages, "sitemap.xml", "urlset", "url", address, own);
      return;
    }
    List<String> maps = new ArrayList<>();
    for (; !own.isEmpty(); own = some(left, most)) {
      String name = "sitemap-" + (maps.size() + 1) + ".xml";
      file(pages, name, "urlset", "url", address, own);
      maps.add(name);
    }
    file(pages, "sitemap.xml", "sitemapindex", "sitemap", address, maps);
  }

  private static List<String> some(Iterator<String> left, int most) {
    List<String> some = new ArrayList<>();
    while (some.size() < most && left.hasNext()) {
      some.add(left.next());
    }
    return some;
  }

  private static void file(
      Pages pages, String name, String root, String entry, String address, List<String> paths)
      throws IOException {
    try (Writer out = pages.writer(name)) {
      out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
      out.write("<%s xmlns=\"%s\">\n".formatted(root, NAMESPACE));
      for (String path : paths) {
        out.write("<" + entry + "><loc>" + escaped(address + path) + "</loc></" + entry + ">\n");
      }
      out.write("</%s>\n".formatted(root));
    }
  }

  /** Bytes of UTF-8 that a path cannot hold become percent signs, and the rest is XML. */
  private static String escaped(String address) {
    StringBuilder text = new StringBuilder();
    for (byte b : address.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          c < 0x80 && (Character.isLetterOrDigit(c) || "-._~:/?#@!$()*+,;=%&'".indexOf(c) >= 0);
      text.append(plain ? Character.toString(c) : "%%%02X".formatted((int) c));
    }
    return text.toString().replace("&", "&amp;").replace("'", "&apos;");
  }
}
