/**
 * The site over HTTP on loopback, and what goes on in runs while they run. What must not enter:
 * writing to a run folder, and rendering; another program renders.
 */
@NullMarked
package org.autorl.runner.serve;

import org.jspecify.annotations.NullMarked;
