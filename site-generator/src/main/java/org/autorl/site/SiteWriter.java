package org.autorl.site;

import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.autorl.records.AttemptRecord;
import org.autorl.records.CheatReport;
import org.autorl.records.Json;
import org.autorl.records.Task;

/** Writes all pages; the same runs give the same bytes. */
final class SiteWriter {
  private static final String TEMPLATES = "/org/autorl/templates";
  private static final List<String> COPIED =
      List.of("attempt.json", "ledger.jsonl", "metrics.jsonl", "report.json", "trajectory.jsonl");

  /** What a page of the documentation links to has no page here: the words of such a link stay. */
  private static final String LINK_OUT = "\\[([^\\]]+)]\\(\\.\\./[^)]+\\)";

  private final Path out;
  private final Configuration templates;
  private int pages;

  SiteWriter(Path out) {
    this.out = out;
    this.templates = new Configuration(Configuration.VERSION_2_3_34);
    templates.setClassForTemplateLoading(SiteWriter.class, TEMPLATES);
    templates.setOutputFormat(HTMLOutputFormat.INSTANCE);
    templates.setLocale(Locale.ROOT);
    templates.setDefaultEncoding("UTF-8");
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
  }

  /** How many pages there are now. */
  int write(List<RunReader.Read> read, List<CheatReader.Read> zoo, Path content)
      throws IOException {
    List<RunReader.Run> runs = read.stream().flatMap(r -> r.run().stream()).toList();
    List<CheatReport> cheats = zoo.stream().flatMap(z -> z.report().stream()).toList();
    List<Views.Broken> broken =
        Stream.concat(
                read.stream().flatMap(r -> broken(r.folder(), r.problem())),
                zoo.stream().flatMap(z -> broken(z.file(), z.problem())))
            .toList();
    page(
        "index.html",
        "index.ftlh",
        Map.of("root", "", "boards", new BoardViews(runs).boards(), "broken", broken));
    for (Map.Entry<String, Task> task : tasks(runs).entrySet()) {
      page(
          "tasks/" + task.getKey() + ".html",
          "task.ftlh",
          Map.of(
              "root",
              "../",
              "title",
              task.getKey(),
              "about",
              task.getValue().about(),
              "facts",
              BoardViews.rules(task.getValue()),
              "zoos",
              CheatViews.of(task.getValue(), cheats)));
    }
    for (RunReader.Run run : runs) {
      String folder = "runs/" + run.record().id() + "/";
      page(folder + "index.html", "run.ftlh", Map.of("root", "../../", "run", RunViews.of(run)));
      copy(run, out.resolve(folder));
    }
    contentPages(content);
    resource("style.css");
    data(runs);
    return pages;
  }

  private static Stream<Views.Broken> broken(Path place, Optional<String> problem) {
    return problem.stream().map(why -> new Views.Broken(place.getFileName().toString(), why));
  }

  private static Map<String, Task> tasks(List<RunReader.Run> runs) {
    Map<String, Task> tasks = new TreeMap<>();
    runs.forEach(run -> run.suite().tasks().forEach(task -> tasks.put(task.id(), task)));
    return tasks;
  }

  private void page(String path, String template, Map<String, Object> values) throws IOException {
    StringWriter text = new StringWriter();
    try {
      templates.getTemplate(template).process(new LinkedHashMap<>(values), text);
    } catch (TemplateException e) {
      throw new IOException("template " + template + ": " + e.getMessageWithoutStackTop(), e);
    }
    write(path, text.toString());
    pages++;
  }

  private void write(String path, String text) throws IOException {
    Path file = out.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void copy(RunReader.Run run, Path folder) throws IOException {
    for (RunReader.Attempt attempt : run.attempts()) {
      Path own = folder.resolve(attempt.record().task()).resolve("seed-" + attempt.record().seed());
      Files.createDirectories(own);
      for (String name : COPIED) {
        if (Files.isRegularFile(attempt.folder().resolve(name))) {
          Files.write(own.resolve(name), Files.readAllBytes(attempt.folder().resolve(name)));
        }
      }
    }
  }

  private void contentPages(Path content) throws IOException {
    if (!Files.isDirectory(content)) {
      return;
    }
    // Raw HTML in content is shown, not obeyed.
    HtmlRenderer renderer = HtmlRenderer.builder().escapeHtml(true).build();
    Parser parser = Parser.builder().build();
    List<Path> files;
    try (Stream<Path> listed = Files.list(content)) {
      files = listed.filter(p -> p.toString().endsWith(".md")).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".md", "");
      String text = Files.readString(file).replaceAll(LINK_OUT, "$1");
      String html = renderer.render(parser.parse(text));
      page(name + ".html", "content.ftlh", Map.of("root", "", "title", name, "html", html));
    }
  }

  private void resource(String name) throws IOException {
    try (InputStream in = SiteWriter.class.getResourceAsStream(TEMPLATES + "/" + name)) {
      if (in == null) {
        throw new IOException("the class path lacks " + name);
      }
      write(name, new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  private void data(List<RunReader.Run> runs) throws IOException {
    var root = Json.object().put("version", 1);
    var list = root.putArray("runs");
    List<String> csv = new ArrayList<>();
    csv.add("run,agent,task,level,seed,outcome,sealed,sealed_baseline,practice,baseline");
    for (RunReader.Run run : runs) {
      var entry = list.addObject();
      entry.set("run", Json.tree(run.record()));
      entry.set(
          "attempts", Json.tree(run.attempts().stream().map(RunReader.Attempt::record).toList()));
      for (RunReader.Attempt attempt : run.attempts()) {
        csv.add(line(run, attempt.record()));
      }
    }
    write("data/index.json", Json.pretty(root));
    write("data/attempts.csv", String.join("\n", csv) + "\n");
  }

  private static String line(RunReader.Run run, AttemptRecord a) {
    return Stream.of(
            run.record().id(),
            run.record().agent().scaffold(),
            a.task(),
            "" + a.level(),
            "" + a.seed(),
            a.state(),
            a.sealed().map(s -> "" + s.value()).orElse(""),
            a.sealedBaseline().map(s -> "" + s.value()).orElse(""),
            a.practice().map(s -> "" + s.value()).orElse(""),
            a.baseline().map(s -> "" + s.value()).orElse(""))
        .map(
            field -> field.matches("[^\",\n\r]*") ? field : '"' + field.replace("\"", "\"\"") + '"')
        .reduce((x, y) -> x + "," + y)
        .orElseThrow();
  }
}
