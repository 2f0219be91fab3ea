package org.autorl.site.page;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Writes pages from templates, every value escaped. Thread-safe.
 *
 * <p>A page of a run is written when the run is. A page over all runs, and a file beside it, has a
 * key of all that it shows; it is written if the build before made it from something else, and goes
 * if nobody asks for it any more.
 */
public final class Pages {
  private static final String TEMPLATES = "/org/autorl/templates";

  /** Folders that are remembered to be there. */
  private static final int FOLDERS = 10_000;

  private final Path out;
  private final Map<String, Long> before;
  private final Configuration templates;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, Long> keys = new ConcurrentHashMap<>();
  private final Set<Path> folders = ConcurrentHashMap.newKeySet();

  /**
   * Pages below this folder.
   *
   * @param before keys of the pages and files over all runs that a build before made
   */
  public Pages(Path out, Map<String, Long> before) {
    this.out = out;
    this.before = before;
    this.templates = new Configuration(Configuration.VERSION_2_3_34);
    templates.setClassForTemplateLoading(Pages.class, TEMPLATES);
    // Else a template's name would choose FreeMarker's own HTML.
    templates.setRecognizeStandardFileExtensions(false);
    templates.setOutputFormat(SafeHtml.FORMAT);
    templates.setLocale(Locale.ROOT);
    templates.setDefaultEncoding("UTF-8");
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    // Templates lie in a jar: they do not change while pages are made.
    templates.setTemplateUpdateDelayMilliseconds(Long.MAX_VALUE);
  }

  /** How many pages were written. */
  public int count() {
    return count.get();
  }

  /** The folder that all is written below. */
  public Path out() {
    return out;
  }

  /** Keys of the pages and files over all runs. */
  public Map<String, Long> keys() {
    return Map.copyOf(keys);
  }

  /**
   * Pages and files over all runs that a build before made, and nobody has asked for in this one.
   */
  public List<String> gone() {
    return before.keySet().stream().filter(path -> !keys.containsKey(path)).sorted().toList();
  }

  /**
   * Writes a page.
   *
   * @param path below the folder, with {@code /}; the template learns as {@code root} how to come
   *     back from there
   * @throws IllegalStateException if the template cannot show the values
   * @throws IOException if the page cannot be written
   */
  public void page(String path, String template, Map<String, Object> values) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put("root", root(path));
    PageText text = new PageText();
    try {
      templates.getTemplate(template).process(all, text);
    } catch (TemplateException e) {
      throw new IllegalStateException(
          "template " + template + ": " + e.getMessageWithoutStackTop(), e);
    }
    try (OutputStream file = new FileOutputStream(file(path).toFile())) {
      text.to(file);
    }
    count.incrementAndGet();
  }

  /**
   * Writes a page over all runs, if what it shows has changed.
   *
   * @param key a {@link org.autorl.site.read.Key} of all that it shows
   * @param values asked for only if it is written
   */
  public void page(String path, long key, String template, Supplier<Map<String, Object>> values)
      throws IOException {
    if (isAnother(path, key)) {
      page(path, template, values.get());
    }
  }

  /**
   * Writes something else over all runs, if what it holds has changed.
   *
   * @param key a {@link org.autorl.site.read.Key} of all that it holds
   * @param text asked for only if it is written
   */
  public void text(String path, long key, Supplier<String> text) throws IOException {
    if (isAnother(path, key)) {
      text(path, text.get());
    }
  }

  private boolean isAnother(String path, long key) {
    keys.put(path, key);
    return !Objects.equals(before.get(path), key) || !out.resolve(path).toFile().exists();
  }

  /**
   * Writes something else, in UTF-8. Half a character, which JSON can name and no file can hold,
   * becomes a question mark: what an agent writes must not stop a site.
   */
  public void text(String path, String text) throws IOException {
    try (OutputStream file = new FileOutputStream(file(path).toFile())) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The same for what is too long to be held. */
  public Writer writer(String path) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(Files.newOutputStream(file(path)), StandardCharsets.UTF_8));
  }

  /** The way from a page to the top: {@code ../} for each folder. */
  static String root(String path) {
    return "../".repeat((int) path.chars().filter(c -> c == '/').count());
  }

  /** Where to write something else, with its folder made. */
  public Path file(String path) throws IOException {
    Path file = out.resolve(path);
    Path folder = file.getParent();
    if (!folders.contains(folder)) {
      Files.createDirectories(folder);
      if (folders.size() >= FOLDERS) {
        folders.clear();
      }
      folders.add(folder);
    }
    return file;
  }

  /** Copies a file that stands beside the templates. */
  public void resource(String name) throws IOException {
    try (InputStream in = Pages.class.getResourceAsStream(TEMPLATES + "/" + name)) {
      if (in == null) {
        throw new IOException("the class path lacks " + name);
      }
      Files.write(file(name), in.readAllBytes());
    }
  }
}
