package org.autorl.runner.cli;

import org.autorl.runner.imports.ImportedTask;

/**
 * A suite that an imported task is checked in, when the suite that it is meant for is not there.
 */
final class StandIn {
  /** A name that no task has. */
  static final String POLICY = ".policy";

  private StandIn() {}

  /** The smallest suite with the task's profile; its policy is an empty folder. */
  static String suite(ImportedTask task) {
    return """
        suite('stand-in') {
            about 'What an imported task is checked in.'
            protocol 1
            seeds 1
            profile('%s') {
                policy '%s'
                budget {
                    wallClock   1.hours
                    submissions 1
                    disk        1.GB
                    memory      1.GB
                }
                submission { checkpoint atMost: 1.GB }
            }
            level(1, 'Imported') {
                adds 'Whatever the task asks.'
                include '%s/task.groovy'
            }
        }
        """
        .formatted(task.profile().orElseThrow(), POLICY, task.id());
  }
}
