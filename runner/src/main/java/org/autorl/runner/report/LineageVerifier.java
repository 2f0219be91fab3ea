package org.autorl.runner.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.autorl.records.FileDigest;
import org.autorl.records.Json;
import org.autorl.records.LedgerEntry;
import org.autorl.records.Lineage;
import org.autorl.records.Submission;
import org.autorl.records.TensorChange;
import org.autorl.runner.folder.AttemptFolder;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.lineage.Tracing;
import org.autorl.runner.submission.BlobStore;

/**
 * Derives again where weights come from: the finding from the tensors' figures, and those from the
 * bytes of both policies, where they are in the store.
 */
record LineageVerifier(RunFolder run, AttemptFolder folder, StoredFiles stored) {
  /**
   * What does not fit.
   *
   * @param entry with the finding
   * @param ledger up to it
   */
  List<Problem> problems(LedgerEntry entry, List<LedgerEntry> ledger) throws IOException {
    Lineage found = Json.fromTree(entry.data().path("lineage"), Lineage.class);
    Path file = folder.lineage();
    if (!Files.isRegularFile(file)) {
      return List.of(Problem.of(file, "is missing"));
    }
    for (JsonNode node : entry.data().path("base")) {
      FileDigest base = Json.fromTree(node, FileDigest.class);
      stored.check(base, "the base policy's " + base.path());
    }
    List<Problem> problems = new ArrayList<>();
    List<TensorChange> tensors = new ArrayList<>();
    for (String line : Findings.text(file).lines().toList()) {
      try {
        tensors.add(Json.read(line, TensorChange.class));
      } catch (IllegalArgumentException e) {
        problems.add(
            new Problem(file, Optional.of(tensors.size() + 1), "it is no change of a tensor"));
        return problems;
      }
    }
    if (!Lineage.of(tensors, found.kin(), found.texts()).equals(found)) {
      problems.add(
          Problem.of(file, "does not give what line " + (entry.seq() + 1) + " of its ledger says"));
    }
    SortedMap<String, Path> base = blobs(entry.data().path("base"));
    SortedMap<String, Path> given = new TreeMap<>();
    int number = entry.data().path("number").asInt();
    for (LedgerEntry other : ledger) {
      JsonNode said = other.data().path("submission");
      if (said.isObject() && Json.fromTree(said, Submission.class).number() == number) {
        given.putAll(blobs(said.path("files")));
      }
    }
    boolean there =
        !base.isEmpty()
            && !given.isEmpty()
            && base.values().stream().allMatch(Files::isRegularFile)
            && given.values().stream().allMatch(Files::isRegularFile);
    if (there && !again(base, given).equals(Optional.of(tensors))) {
      problems.add(Problem.of(file, "is not what the weights in " + run.blobs() + " give"));
    }
    return problems;
  }

  private static Optional<List<TensorChange>> again(
      SortedMap<String, Path> base, SortedMap<String, Path> given) {
    try {
      return Optional.of(Tracing.of(base, given, List.of()).tensors());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private SortedMap<String, Path> blobs(JsonNode files) {
    BlobStore store = new BlobStore(run.blobs());
    SortedMap<String, Path> found = new TreeMap<>();
    for (JsonNode node : files) {
      FileDigest file = Json.fromTree(node, FileDigest.class);
      found.put(file.path(), store.blob(file.sha256()));
    }
    return found;
  }
}
