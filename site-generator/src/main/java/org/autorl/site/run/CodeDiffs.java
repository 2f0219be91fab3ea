package org.autorl.site.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Json;
import org.autorl.site.page.Pages;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;

/** What changed in an agent's code from one submission to the next. */
public final class CodeDiffs implements AutoCloseable {
  private static final int LINES = 400;
  private static final int LINE = 400;

  /** Lines of a difference; {@code kind} is add, remove, head or same. */
  public record DiffLine(String kind, String text) {}

  /** What changed in the code between two submissions; {@code more} lines are not shown. */
  public record Diff(String title, List<DiffLine> lines, int more) {}

  private final Optional<Repository> repository;

  private CodeDiffs(Optional<Repository> repository) {
    this.repository = repository;
  }

  /** The differences in a bare repository; there are none if it is not there. */
  static CodeDiffs open(Path folder) {
    try {
      return new CodeDiffs(
          Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
              ? Optional.of(new FileRepository(folder.toFile()))
              : Optional.empty());
    } catch (IOException e) {
      return new CodeDiffs(Optional.empty());
    }
  }

  /**
   * What a submission's code has that the one before had not.
   *
   * @return empty if it is the same, or nothing is known of it
   */
  Optional<Diff> between(Optional<String> before, Optional<String> after, int number) {
    if (repository.isEmpty() || after.isEmpty() || after.equals(before)) {
      return Optional.empty();
    }
    String title =
        before.isEmpty()
            ? "Code of submission " + number
            : "Code of submission %d against the one before".formatted(number);
    try {
      List<DiffLine> lines = diff(repository.get(), before, after.get());
      int shown = Math.min(LINES, lines.size());
      return Optional.of(new Diff(title, lines.subList(0, shown), lines.size() - shown));
    } catch (IOException | RuntimeException e) {
      // A repository that cannot be read costs its differences, not the page.
      return Optional.of(new Diff("The code revisions cannot be read", List.of(), 0));
    }
  }

  /**
   * Writes the code of a revision below a folder of pages, if it can be read.
   *
   * @return its path
   */
  Optional<String> write(Pages pages, String folder, Optional<String> revision) throws IOException {
    if (repository.isEmpty() || revision.filter(id -> id.matches("[0-9a-f]{40}")).isEmpty()) {
      return Optional.empty();
    }
    String path = folder + "code/" + revision.get() + ".json";
    String text;
    try {
      text = Json.canonical(CodeFiles.of(repository.get(), revision.get())) + "\n";
    } catch (IOException | RuntimeException e) {
      // The page says that the revision cannot be read.
      return Optional.empty();
    }
    pages.text(path, text);
    return Optional.of(path);
  }

  private static List<DiffLine> diff(Repository repository, Optional<String> before, String after)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(bytes)) {
      formatter.setRepository(repository);
      AbstractTreeIterator old =
          before.isPresent() ? tree(repository, before.get()) : new EmptyTreeIterator();
      formatter.format(old, tree(repository, after));
    }
    List<DiffLine> lines = new ArrayList<>();
    for (String line : bytes.toString(StandardCharsets.UTF_8).split("\n")) {
      boolean head =
          line.startsWith("diff ")
              || line.startsWith("index ")
              || line.startsWith("---")
              || line.startsWith("+++")
              || line.startsWith("@@")
              || line.startsWith("new file");
      String kind =
          head ? "head" : line.startsWith("+") ? "add" : line.startsWith("-") ? "remove" : "same";
      lines.add(new DiffLine(kind, line.length() <= LINE ? line : line.substring(0, LINE) + " …"));
    }
    return lines;
  }

  private static AbstractTreeIterator tree(Repository repository, String commit)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        ObjectReader reader = repository.newObjectReader()) {
      return new CanonicalTreeParser(
          new byte[0], reader, walk.parseCommit(ObjectId.fromString(commit)).getTree());
    }
  }

  @Override
  public void close() {
    repository.ifPresent(Repository::close);
  }
}
