/**
 * From a {@code tasks.groovy} to a suite of records.
 *
 * <p>One class for each block, one method for each word, and the checker that knows them. Groovy is
 * only the compiler of the task file. What must not enter: running anything, item families, the
 * command line, and any closure or Groovy type behind {@link org.autorl.dsl.TaskFile#load}.
 */
@NullMarked
package org.autorl.dsl;

import org.jspecify.annotations.NullMarked;
