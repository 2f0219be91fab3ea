package org.autorl.records;

/**
 * One assignment.
 *
 * @param id lower-case words joined by hyphens, unique in its suite
 * @param embedded whether a run with no choice includes it: generated data, our base policy, no GPU
 * @param prompt file with the text for the agent, relative to the task file
 * @param policy folder of the base policy, relative to the task file
 */
public record Task(
    String id,
    String about,
    boolean embedded,
    String prompt,
    String policy,
    TaskData data,
    Budget budget,
    SubmissionRule submission,
    GraderRule grader) {
  public Task {
    Check.that(
        id.matches("[a-z0-9]+(-[a-z0-9]+)*"),
        "a task id is lower-case words joined by hyphens, not `" + id + "`");
  }

  /** SHA-256, in hex, of the canonical JSON of this task: two tasks with it ask the same. */
  public String fingerprint() {
    return Digest.sha256(Json.canonical(this));
  }
}
