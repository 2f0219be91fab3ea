package org.autorl.records;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * One assignment.
 *
 * @param id lower-case words joined by hyphens, unique in its suite
 * @param embedded whether a run with no choice includes it: generated data, our base policy, no GPU
 * @param prompt file with the text for the agent, relative to the task file
 * @param files that the agent finds in its workspace besides, relative to the task file
 * @param environment that episodes take place in
 * @param modes that an attempt can be held to, at least one
 * @param gates abilities that must be kept
 */
public record Task(
    String id,
    String about,
    boolean embedded,
    String prompt,
    List<String> files,
    PolicySource policy,
    TaskData data,
    Optional<Environment> environment,
    Budget budget,
    Network network,
    List<Mode> modes,
    SubmissionRule submission,
    GraderRule grader,
    List<Gate> gates,
    List<Published> published) {
  /** Fields that say nothing of how a score is made. */
  private static final List<String> FOR_READERS = List.of("about", "embedded", "published");

  public Task {
    Check.that(
        id.matches("[a-z0-9]+(-[a-z0-9]+)*"),
        "a task id is lower-case words joined by hyphens, not `" + id + "`");
    Check.that(!modes.isEmpty(), "a task has at least one mode");
    files = List.copyOf(files);
    modes = List.copyOf(modes);
    gates = List.copyOf(gates);
    published = List.copyOf(published);
  }

  /**
   * SHA-256, in hex, of the canonical JSON of this task less {@code about}, {@code embedded} and
   * {@code published}: scores of two tasks with one fingerprint can be compared.
   */
  public String fingerprint() {
    ObjectNode tree = (ObjectNode) Json.tree(this);
    tree.remove(FOR_READERS);
    return Digest.sha256(Json.canonical(tree));
  }
}
