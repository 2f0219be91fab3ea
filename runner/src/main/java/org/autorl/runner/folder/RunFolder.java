package org.autorl.runner.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.autorl.records.Json;
import org.autorl.records.RunRecord;
import org.autorl.records.Suite;

/** The folder of one run; it can be read with no code of ours. */
public record RunFolder(Path root) {
  /** {@code run.json}. */
  public Path runJson() {
    return root.resolve("run.json");
  }

  /** {@code suite.json}, what the run was asked to do. */
  public Path suiteJson() {
    return root.resolve("suite.json");
  }

  /** There while a runner is at work. */
  public Path lock() {
    return root.resolve("run.lock");
  }

  /** The folder of an attempt of this run. */
  public AttemptFolder attempt(String task, long seed) {
    return new AttemptFolder(root.resolve(task).resolve("seed-" + seed));
  }

  /** Weights and other large files of all runs, by content hash. */
  public Path blobs() {
    return root.resolveSibling("blobs");
  }

  /** Begins the run on disk. */
  public void write(RunRecord run, Suite suite) throws IOException {
    Files.createDirectories(root);
    AtomicFile.write(suiteJson(), Json.pretty(suite));
    AtomicFile.write(runJson(), Json.pretty(run));
  }

  /** Reads {@code run.json}. */
  public RunRecord run() throws IOException {
    return Json.read(Files.readString(runJson()), RunRecord.class);
  }

  /** Reads {@code suite.json}. */
  public Suite suite() throws IOException {
    return Json.read(Files.readString(suiteJson()), Suite.class);
  }
}
