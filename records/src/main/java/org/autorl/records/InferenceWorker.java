package org.autorl.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What completes prompts when policies are graded: a choice of the machine, not of the task.
 *
 * @param command the operator's words, as typed; empty for the embedded one and for a server that
 *     runs already
 * @param files that the command names, the program first; by name and digest
 * @param mounts folders and devices that it may read besides
 * @param url of a server that runs already
 */
public record InferenceWorker(
    Form form,
    List<String> command,
    List<FileDigest> files,
    List<String> mounts,
    Optional<String> url) {
  /** How prompts and completions travel. */
  public enum Form {
    /** The project's own, as JSON lines. */
    @JsonProperty("djl")
    DJL,
    /** A program of the operator's, as JSON lines. */
    @JsonProperty("command")
    COMMAND,
    /** An OpenAI-compatible server. */
    @JsonProperty("openai")
    OPENAI
  }

  public InferenceWorker {
    command = List.copyOf(command);
    files = List.copyOf(files);
    mounts = List.copyOf(mounts);
  }

  /** The project's own. */
  public static InferenceWorker embedded() {
    return new InferenceWorker(Form.DJL, List.of(), List.of(), List.of(), Optional.empty());
  }

  /** Whether the other is the same program, wherever it lies. */
  public boolean sameAs(InferenceWorker other) {
    return form == other.form && url.equals(other.url) && digests().equals(other.digests());
  }

  private List<String> digests() {
    return files.stream().map(FileDigest::sha256).toList();
  }

  /** For people. */
  public String sentence() {
    if (form == Form.DJL) {
      return "djl, the embedded one";
    }
    String what = url.orElse(String.join(" ", command));
    String bytes =
        files.stream()
            .map(file -> "%s %.12s".formatted(file.path(), file.sha256()))
            .collect(Collectors.joining(", "));
    return form.name().toLowerCase(java.util.Locale.ROOT)
        + ": "
        + what
        + (bytes.isEmpty() ? "" : " (" + bytes + ")");
  }
}
