/** The command line; the only place that prints or exits. What must not enter: the work itself. */
@NullMarked
package org.autorl.runner.cli;

import org.jspecify.annotations.NullMarked;
