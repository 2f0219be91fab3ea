package org.autorl.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.TreeMap;
import org.autorl.site.read.Memory;

/**
 * Renders run folders as a static site. Its caller is a program, {@code autorl site} or a script:
 * people's command line is there. A library for command lines would take a third of the time in
 * which a site with one changed run is made again.
 */
public final class Main {
  private static final String USAGE =
      """
      usage: --runs FOLDER      of runs
             --results FOLDER   of accepted runs
             --content FOLDER   of Markdown pages
             --out FOLDER       where to write
             --state FILE       keeps what this build knew for the next one; without it all is made
             --address URL      of the site, for its site map; without it there is none
             --again yes        renders again for each line of standard input, until that ends
      """;

  private static final List<String> NEEDED = List.of("--runs", "--results", "--content", "--out");
  private static final List<String> OPTIONAL = List.of("--state", "--address", "--again");

  private Main() {}

  /**
   * Exits 0 done, 2 command line, 3 our fault. Each rendering is a line of standard output: the
   * first page's path, or {@code error: } and why there is none. Only with {@code --again} another
   * may follow an error.
   */
  public static void main(String[] args) {
    List<String> wrong = new ArrayList<>();
    Map<String, String> options = options(args, wrong);
    if (!wrong.isEmpty()) {
      wrong.forEach(what -> System.err.println("error: " + what));
      System.err.print(USAGE);
      System.exit(2);
    }
    Memory memory = new Memory(Optional.ofNullable(options.get("--state")).map(Path::of));
    boolean done = render(options, memory);
    if (options.containsKey("--again")) {
      Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
      while (lines.hasNextLine()) {
        lines.nextLine();
        done = render(options, memory);
      }
    }
    if (!done) {
      System.exit(3);
    }
  }

  /**
   * Options by their names.
   *
   * @param wrong gets a sentence for each mistake
   */
  static Map<String, String> options(String[] args, List<String> wrong) {
    Map<String, String> options = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!NEEDED.contains(args[i]) && !OPTIONAL.contains(args[i])) {
        wrong.add("there is no option `" + args[i] + "`");
      } else if (i + 1 == args.length) {
        wrong.add("`" + args[i] + "` has no value");
      } else {
        options.put(args[i], args[i + 1]);
      }
    }
    NEEDED.stream()
        .filter(name -> !List.of(args).contains(name))
        .forEach(name -> wrong.add("`" + name + "` is missing"));
    return options;
  }

  private static boolean render(Map<String, String> options, Memory memory) {
    Path out = Path.of(options.get("--out"));
    Site site =
        new Site(
            List.of(Path.of(options.get("--results")), Path.of(options.get("--runs"))),
            Path.of(options.get("--content")),
            out,
            Optional.ofNullable(options.get("--address"))
                .map(text -> text.endsWith("/") ? text : text + "/"),
            Runtime.getRuntime().availableProcessors());
    long begun = System.nanoTime();
    try {
      Site.Built built = site.build(memory);
      System.err.printf(
          Locale.ROOT,
          "site: %d runs (%d unreadable), %d of them made now, %d pages, %.2f s%n",
          built.runs(),
          built.unreadable(),
          built.made(),
          built.pages(),
          (System.nanoTime() - begun) / 1e9);
      System.out.println(out.resolve("index.html"));
    } catch (IOException | RuntimeException e) {
      System.err.println("error: the site could not be rendered: " + e);
      System.out.println("error: " + e.toString().lines().findFirst().orElse(""));
      return false;
    }
    // Whoever waits for the pages has them by now.
    try {
      memory.save();
    } catch (IOException e) {
      System.err.println("warning: the next program will make all pages anew: " + e);
    }
    return true;
  }
}
