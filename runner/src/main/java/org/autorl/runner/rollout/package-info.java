/**
 * Episodes that an agent plays in its task's world while the attempt goes on. What must not enter:
 * hidden items, and HTTP.
 */
@NullMarked
package org.autorl.runner.rollout;

import org.jspecify.annotations.NullMarked;
