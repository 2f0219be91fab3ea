package org.autorl.runner.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.autorl.records.AttemptRecord;
import org.autorl.records.Digest;
import org.autorl.records.Json;

/** The folder of one attempt; each file has one name, said here. */
public record AttemptFolder(Path root) {
  public Path attemptJson() {
    return root.resolve("attempt.json");
  }

  public Path ledger() {
    return root.resolve("ledger.jsonl");
  }

  public Path trajectory() {
    return root.resolve("trajectory.jsonl");
  }

  /** What the agent's model was asked and has answered, a line a call. */
  public Path modelCalls() {
    return root.resolve("model-calls.jsonl");
  }

  public Path metrics() {
    return root.resolve("metrics.jsonl");
  }

  /** What became of each tensor of the base policy, a line each. */
  public Path lineage() {
    return root.resolve("lineage.jsonl");
  }

  public Path codeRepository() {
    return root.resolve("code.git");
  }

  public Path agentLog() {
    return root.resolve("agent.log");
  }

  /** How the attempt went. */
  public Path reportJson() {
    return root.resolve("report.json");
  }

  /** What a language model says of how the attempt went; there only if it was asked. */
  public Path modelSummary() {
    return root.resolve("model-summary.json");
  }

  /** A file of the report in the form of Agent² RL-Bench, such as {@code metrics.json}. */
  public Path reports(String name) {
    return root.resolve("reports").resolve(name);
  }

  /** What can be made again from the rest of the folder; {@code SHA256SUMS} does not name it. */
  public Set<Path> derived() {
    return Set.of(
        reportJson(),
        reports("metrics.json"),
        reports("results.csv"),
        reports("summary.jsonl"),
        reports("summary.md"));
  }

  /** Which sealed items were found in what the agent wrote. */
  public Path contamination() {
    return root.resolve("contamination.json");
  }

  /** What the agent works in; there only while the attempt is not over. */
  public Path workspace() {
    return root.resolve("workspace");
  }

  /**
   * How the names of temporary folders begin that cannot lie in this one: the path of a socket must
   * be short.
   */
  public String mark() {
    String place = root.toAbsolutePath().normalize().toString();
    return "autorl-" + Digest.sha256(place).substring(0, 12) + "-";
  }

  /** What is needed for a moment, and thrown away by whoever goes on after a crash. */
  public Path scratch() {
    return root.resolve("scratch");
  }

  /** The workspace's parts that the agent may only read; there as long as the workspace is. */
  public Path given() {
    return root.resolve("given");
  }

  /** SHA-256 of every other file of an ended attempt, as {@code sha256sum} writes them. */
  public Path sums() {
    return root.resolve("SHA256SUMS");
  }

  /** The record of the run that the attempt belongs to. */
  public Path runJson() {
    return root.resolveSibling("").resolveSibling("run.json").normalize();
  }

  public Path submission(int number) {
    return root.resolve("submissions").resolve(Integer.toString(number));
  }

  /** Writes {@code attempt.json}. */
  public void write(AttemptRecord attempt) throws IOException {
    Files.createDirectories(root);
    AtomicFile.write(attemptJson(), Json.pretty(attempt));
  }

  /** Reads {@code attempt.json}, if the attempt has begun. */
  public Optional<AttemptRecord> attempt() throws IOException {
    return Files.exists(attemptJson())
        ? Optional.of(Json.read(Files.readString(attemptJson()), AttemptRecord.class))
        : Optional.empty();
  }
}
