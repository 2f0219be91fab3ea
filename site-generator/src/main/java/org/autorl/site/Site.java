package org.autorl.site;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.autorl.records.CheatReport;
import org.autorl.records.Digest;
import org.autorl.records.Suite;
import org.autorl.site.board.BoardPages;
import org.autorl.site.changes.ChangePages;
import org.autorl.site.changes.Changes;
import org.autorl.site.data.DataFiles;
import org.autorl.site.data.Pieces;
import org.autorl.site.data.RunPaths;
import org.autorl.site.data.SiteMap;
import org.autorl.site.data.SubmissionFiles;
import org.autorl.site.page.Pages;
import org.autorl.site.read.BuildState;
import org.autorl.site.read.CheatReader;
import org.autorl.site.read.Key;
import org.autorl.site.read.Memory;
import org.autorl.site.read.PublishedResults;
import org.autorl.site.read.RunReader;
import org.autorl.site.read.Stamp;
import org.autorl.site.read.Summary;
import org.autorl.site.run.RunPages;

/**
 * Makes the site. Runs are read one at a time and forgotten but for a summary, so that their number
 * is no matter; the same run folders give the same bytes, in whatever order they are listed, with
 * however many threads, and whether an earlier build is known or not.
 *
 * @param runs folders of run folders; of two runs with one id the first folder's is shown
 * @param content folder of Markdown pages
 * @param out where the pages go
 * @param address of the site, with a slash at its end, for the site map
 * @param threads that make runs' pages
 */
record Site(List<Path> runs, Path content, Path out, Optional<String> address, int threads) {
  /** What came of a build. */
  record Built(int runs, int unreadable, int made, int pages) {}

  /** A run folder, read now or before, or why it cannot be. */
  private record Found(
      Path folder, Optional<Summary> run, Optional<String> problem, boolean fresh) {}

  /**
   * What runs share: suites by the digest of their file, ids of items by their digest, and records
   * of changes.
   */
  private record Known(
      RunReader reader,
      Map<String, Suite> suites,
      Map<String, List<String>> ids,
      Changes changes) {}

  /**
   * Makes all pages that are not there yet.
   *
   * @param memory of builds; holds what this one knows, and is for the caller to save
   */
  Built build(Memory memory) throws IOException {
    BuildState before = memory.recall(program());
    Pages pages = new Pages(out, before.pages());
    Map<String, Suite> suites = new ConcurrentHashMap<>(before.suites());
    Known known =
        new Known(
            new RunReader(suites),
            suites,
            new ConcurrentHashMap<>(before.ids()),
            Changes.read(runs));
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      return build(memory, before, pages, known, workers);
    } finally {
      workers.shutdownNow();
    }
  }

  private Built build(
      Memory memory, BuildState before, Pages pages, Known known, ExecutorService workers)
      throws IOException {
    List<Found> all = runs(pages, before, known, workers);
    Map<String, Summary> now = new LinkedHashMap<>();
    Map<String, Summary> byId = new LinkedHashMap<>();
    List<BoardPages.Broken> broken = new ArrayList<>();
    for (Found found : all) {
      String name = String.valueOf(found.folder().getFileName());
      String page = "runs/" + addressOf(name) + "/index.html";
      found.problem().ifPresent(why -> broken.add(new BoardPages.Broken(name, why, page)));
      found
          .run()
          .ifPresent(
              run -> {
                now.put(found.folder().toString(), run);
                byId.put(run.id(), run);
                run.problems().forEach(why -> broken.add(new BoardPages.Broken(name, why, page)));
              });
    }
    removeGone(before, byId);
    for (Found found : all) {
      if (found.problem().isPresent()) {
        writeBroken(pages, found);
      }
    }
    Changes.Applied shown = known.changes().applied(byId.values());
    shown.problems().forEach(p -> broken.add(new BoardPages.Broken(p.file(), p.problem(), "")));
    // Both need all summaries and nothing of each other.
    Pieces pieces = new Pieces(pages, before.pieces());
    Future<Void> data =
        workers.submit(
            () -> {
              DataFiles.write(pieces, shown.runs());
              SubmissionFiles.write(pieces, shown.runs());
              return null;
            });
    BoardPages.Written boards = boards(pages, before, known, shown.runs(), broken);
    List<String> paths = new ArrayList<>(boards.paths());
    paths.addAll(ContentPages.write(pages, content));
    paths.addAll(ChangePages.write(pages, shown, address));
    waitFor(data);
    if (address.isPresent()) {
      Stream<String> ofRuns = byId.values().stream().flatMap(run -> RunPaths.of(out, run).stream());
      SiteMap.write(pages, address.get(), Stream.concat(paths.stream(), ofRuns));
    }
    for (String name : List.of("style.css", "board.js")) {
      pages.resource(name);
    }
    for (String path : pages.gone()) {
      Path page = out.resolve(path);
      if (!path.startsWith("runs/")) {
        Files.deleteIfExists(page);
      } else if (!byId.containsKey(path.split("/")[1])) {
        delete(page.resolveSibling(""));
      }
    }
    memory.hold(
        new BuildState(
            before.program(),
            used(known.suites(), byId),
            known.ids(),
            now,
            pages.keys(),
            boards.measured(),
            pieces.now()));
    int made = (int) all.stream().filter(Found::fresh).count();
    return new Built(byId.size(), all.size() - now.size(), made, pages.count());
  }

  private BoardPages.Written boards(
      Pages pages,
      BuildState before,
      Known known,
      List<Summary> shown,
      List<BoardPages.Broken> broken)
      throws IOException {
    List<CheatReport> cheats = new ArrayList<>();
    List<PublishedResults> published = new ArrayList<>();
    for (Path root : runs) {
      for (CheatReader.Read read : CheatReader.all(root)) {
        read.report().ifPresent(cheats::add);
        read.problem().ifPresent(why -> broken.add(broken(read.file(), why)));
      }
      for (PublishedResults.Read read : PublishedResults.all(root)) {
        read.results().ifPresent(published::add);
        read.problem().ifPresent(why -> broken.add(broken(read.file(), why)));
      }
    }
    return BoardPages.write(
        pages,
        new BoardPages.Sources(known.suites(), known.ids(), before.measured(), address),
        shown,
        cheats,
        published,
        broken);
  }

  private static BoardPages.Broken broken(Path file, String why) {
    return new BoardPages.Broken(String.valueOf(file.getFileName()), why, "");
  }

  /** All run folders; of two with one name the first. */
  private List<Path> folders() throws IOException {
    Set<Path> names = new LinkedHashSet<>();
    List<Path> folders = new ArrayList<>();
    for (Path root : runs) {
      for (Path folder : RunReader.folders(root)) {
        if (names.add(folder.getFileName())) {
          folders.add(folder);
        }
      }
    }
    return folders;
  }

  private List<Found> runs(Pages pages, BuildState before, Known known, ExecutorService workers)
      throws IOException {
    List<Future<Found>> waiting = new ArrayList<>();
    for (Path folder : folders()) {
      waiting.add(workers.submit(() -> run(pages, folder, before, known)));
    }
    List<Found> all = new ArrayList<>();
    for (Future<Found> one : waiting) {
      all.add(waitFor(one));
    }
    return all;
  }

  private static <T> T waitFor(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Found run(Pages pages, Path folder, BuildState before, Known known) throws IOException {
    String name = String.valueOf(folder.getFileName());
    String beside = known.changes().stamp(name);
    Optional<Summary> old = before.unchanged(folder, beside);
    if (old.isPresent() && page(old.get()).toFile().exists()) {
      return new Found(folder, old, Optional.empty(), false);
    }
    delete(out.resolve("runs").resolve(addressOf(name)));
    RunReader.Run run;
    try {
      run = known.reader().read(folder, beside);
    } catch (IOException e) {
      return unreadable(folder, String.valueOf(e.getMessage()));
    }
    try {
      Summary summary = run.summary(known.ids());
      List<String> more = RunPages.write(pages, run, known.changes().marks(summary));
      return new Found(folder, Optional.of(summary.alsoUnread(more)), Optional.empty(), true);
    } catch (RuntimeException e) {
      // Somebody's run must not keep all others from being shown.
      delete(out.resolve("runs").resolve(run.record().id()));
      return unreadable(folder, "its pages cannot be made: " + e);
    }
  }

  private static Found unreadable(Path folder, String why) {
    return new Found(folder, Optional.empty(), Optional.of(why), false);
  }

  private static void writeBroken(Pages pages, Found found) throws IOException {
    String name = String.valueOf(found.folder().getFileName());
    String problem = found.problem().orElseThrow();
    pages.page(
        "runs/" + addressOf(name) + "/index.html",
        new Key().add(name).add(problem).value(),
        "broken.ftlh",
        () -> Map.of("name", name, "problem", problem));
  }

  /** Where a run's pages lie: its name, if that can be part of an address. */
  private static String addressOf(String name) {
    return RunReader.plain(name) ? name : "unreadable-" + Digest.sha256(name).substring(0, 12);
  }

  /** Removes the pages of runs that are not there any more. */
  private void removeGone(BuildState before, Map<String, Summary> now) throws IOException {
    for (Summary gone : before.runs().values()) {
      if (!now.containsKey(gone.id())) {
        delete(out.resolve("runs").resolve(gone.id()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (folder.toFile().isDirectory()) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private Path page(Summary run) {
    return out.resolve("runs").resolve(run.id()).resolve("index.html");
  }

  private static Map<String, Suite> used(Map<String, Suite> known, Map<String, Summary> runs) {
    Map<String, Suite> used = new HashMap<>();
    for (Summary run : runs.values()) {
      String digest = run.source().suite();
      Optional.ofNullable(known.get(digest)).ifPresent(suite -> used.put(digest, suite));
    }
    return used;
  }

  /** The stamp of this generator, by the files of its class path. */
  private static long program() throws IOException {
    Key stamp = new Key();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.contains("site-generator") || entry.contains("templates")) {
        stamp.add(Stamp.of(Path.of(entry)));
      }
    }
    return stamp.value();
  }
}
