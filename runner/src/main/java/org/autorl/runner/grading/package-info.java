/**
 * Graders, judges and the worker that completes prompts for them. What must not enter: agents and
 * their workspaces.
 */
@NullMarked
package org.autorl.runner.grading;

import org.jspecify.annotations.NullMarked;
