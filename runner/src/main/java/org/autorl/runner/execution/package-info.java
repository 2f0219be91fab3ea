/**
 * Programs that nobody vouches for, run one by one in sandboxes of their own: those that policies
 * write, on unit tests, and those of tasks that say what a completion is worth. What must not
 * enter: what their results count for.
 */
@NullMarked
package org.autorl.runner.execution;

import org.jspecify.annotations.NullMarked;
