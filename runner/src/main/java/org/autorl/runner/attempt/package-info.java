/** One agent, task and seed from start to end. What must not enter: the command line. */
@NullMarked
package org.autorl.runner.attempt;

import org.jspecify.annotations.NullMarked;
