/**
 * Workers: processes and servers that complete prompts with a policy that this process must never
 * load.
 *
 * <p>What must not enter: what a completion is worth, and what it is asked for.
 */
@NullMarked
package org.autorl.runner.worker;

import org.jspecify.annotations.NullMarked;
