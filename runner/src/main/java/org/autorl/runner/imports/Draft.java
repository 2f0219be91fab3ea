package org.autorl.runner.imports;

import java.util.List;
import java.util.Map;

/**
 * What a foreign task folder says, before it is a task file.
 *
 * @param id of the task
 * @param kind whose folder it was
 * @param header paragraphs that say where it is from and what no word of ours says
 * @param notCarried what is left behind, a sentence each
 * @param profile that it uses unless the user says something else
 * @param about a sentence for readers
 * @param prompt what the agent is told
 * @param exposes files that the agent finds in its workspace
 * @param caps of an attempt
 * @param data lines of the task file
 * @param grader lines of the task file
 * @param awaits what `check` says as long as its author has not added what is missing, the first
 *     lines of messages
 * @param files what is written beside the task file, by name
 */
record Draft(
    String id,
    String kind,
    List<String> header,
    List<String> notCarried,
    String profile,
    String about,
    String prompt,
    List<String> exposes,
    Caps caps,
    List<String> data,
    List<String> grader,
    List<String> awaits,
    Map<String, byte[]> files) {}
