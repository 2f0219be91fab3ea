package org.autorl.site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Submission;
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
final class CodeDiffs {
  private static final int LINES = 400;

  private CodeDiffs() {}

  static List<Views.Diff> between(Path repositoryFolder, List<Submission> submissions) {
    List<Views.Diff> diffs = new ArrayList<>();
    if (!Files.isDirectory(repositoryFolder)) {
      return diffs;
    }
    try (Repository repository = new FileRepository(repositoryFolder.toFile())) {
      Optional<String> before = Optional.empty();
      for (Submission submission : submissions) {
        Optional<String> revision = submission.codeRevision();
        if (revision.isPresent() && !revision.equals(before)) {
          String title =
              before.isEmpty()
                  ? "Code of submission " + submission.number()
                  : "Code of submission %d against the one before".formatted(submission.number());
          diffs.add(new Views.Diff(title, diff(repository, before, revision.get())));
        }
        before = revision;
      }
    } catch (IOException | RuntimeException e) {
      // A repository that cannot be read costs its differences, not the page.
      diffs.add(new Views.Diff("The code revisions cannot be read", List.of()));
    }
    return diffs;
  }

  private static List<Views.DiffLine> diff(
      Repository repository, Optional<String> before, String after) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(bytes)) {
      formatter.setRepository(repository);
      AbstractTreeIterator old =
          before.isPresent() ? tree(repository, before.get()) : new EmptyTreeIterator();
      formatter.format(old, tree(repository, after));
    }
    List<Views.DiffLine> lines = new ArrayList<>();
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
      lines.add(new Views.DiffLine(kind, line));
    }
    return lines.subList(0, Math.min(LINES, lines.size()));
  }

  private static AbstractTreeIterator tree(Repository repository, String commit)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository);
        ObjectReader reader = repository.newObjectReader()) {
      return new CanonicalTreeParser(
          new byte[0], reader, walk.parseCommit(ObjectId.fromString(commit)).getTree());
    }
  }
}
