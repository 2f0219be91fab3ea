/**
 * Turns the task folders of other benchmarks into task folders of ours. What must not enter:
 * running anything that such a folder holds, the network, and the checking of task files, which is
 * the command line's.
 */
@NullMarked
package org.autorl.runner.imports;

import org.jspecify.annotations.NullMarked;
