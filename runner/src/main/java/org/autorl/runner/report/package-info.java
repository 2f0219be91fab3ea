/**
 * Numbers about an attempt that are no score, and the check of a whole run. What must not enter:
 * anything that writes a score.
 */
@NullMarked
package org.autorl.runner.report;

import org.jspecify.annotations.NullMarked;
