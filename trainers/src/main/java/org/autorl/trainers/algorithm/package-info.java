/**
 * Trainers: one file for each algorithm, in the order of its paper; metrics have the keys of TRL.
 *
 * <p>What must not enter: files, HTTP, anything that knows a task.
 */
@NullMarked
package org.autorl.trainers.algorithm;

import org.jspecify.annotations.NullMarked;
