package org.autorl.runner.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.autorl.records.FileDigest;
import org.autorl.runner.folder.Folders;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.submission.BlobStore;

/** The files in the store beside a run, held against their digests. */
final class StoredFiles {
  private final BlobStore store;
  private final Weights weights;
  private final Findings found;

  StoredFiles(RunFolder run, Weights weights, Findings found) {
    this.store = new BlobStore(run.blobs());
    this.weights = weights;
    this.found = found;
  }

  /**
   * Checks one.
   *
   * @param whose for people, such as {@code the bytes of submission 1}
   */
  void check(FileDigest file, String whose) throws IOException {
    Path blob = store.blob(file.sha256());
    if (weights == Weights.LEFT_OUT && !Files.exists(blob)) {
      found.leftOut();
      return;
    }
    found.count(1);
    found.expect(
        Files.isRegularFile(blob)
            && Files.size(blob) == file.size().count()
            && Folders.sha256(blob).equals(file.sha256()),
        blob,
        "is missing or not " + whose);
  }
}
