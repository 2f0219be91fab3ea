package org.autorl.runner.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.autorl.records.EventKind;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.ledger.Ledger;

/** What a runner that was killed has left half done: nothing in the ledger builds on it. */
record Leftovers(AttemptFolder folder) {
  /** Removes what an attempt that goes on has no use for. */
  void sweep(Ledger ledger) throws IOException {
    Folders.delete(folder.scratch());
    for (Path door : listed(Path.of(System.getProperty("java.io.tmpdir")))) {
      if (door.getFileName().toString().startsWith(folder.mark())) {
        Folders.delete(door);
      }
    }
    long known =
        ledger.entries().stream()
            .filter(entry -> entry.is(EventKind.Step.SUBMISSION_RECEIVED))
            .count();
    for (Path submission : listed(folder.root().resolve("submissions"))) {
      String name = submission.getFileName().toString();
      if (name.matches("\\d{1,9}") && Integer.parseInt(name) > known) {
        Folders.delete(submission);
      }
    }
    codeLocks();
    for (Path file : listed(folder.root())) {
      if (file.getFileName().toString().matches("\\..+\\.new")) {
        Files.delete(file);
      }
    }
  }

  /** Nobody but a runner writes the repository, so a lock in it is one of a runner that died. */
  private void codeLocks() throws IOException {
    if (!Files.isDirectory(folder.codeRepository())) {
      return;
    }
    List<Path> locks;
    try (Stream<Path> files = Files.walk(folder.codeRepository())) {
      locks = files.filter(file -> file.toString().endsWith(".lock")).toList();
    }
    for (Path lock : locks) {
      Files.delete(lock);
    }
  }

  /** Removes what an attempt that has ended has no use for. */
  void sweepAll() throws IOException {
    Folders.delete(folder.workspace());
    Folders.delete(folder.given());
    Folders.delete(folder.scratch());
  }

  private static List<Path> listed(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
