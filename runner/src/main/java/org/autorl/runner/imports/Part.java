package org.autorl.runner.imports;

import java.util.List;
import java.util.Set;

/**
 * What the way of evaluation makes of a task.
 *
 * @param profile that suits it
 * @param used files of the foreign folder that it takes over
 * @param rows lines of data that no other file may show to the agent
 * @param data lines of the task file
 * @param grader lines of the task file
 */
record Part(
    String profile, List<String> used, Set<String> rows, List<String> data, List<String> grader) {}
