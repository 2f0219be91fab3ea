/**
 * What users of the trainers touch: algorithms by name, their options, data as JSON lines, rewards,
 * and the words of a {@code train.groovy}. A mistake in any of these is told in full, and where.
 *
 * <p>What must not enter: losses and updates (those are in {@code algorithm}), the layout of a
 * command line.
 */
@NullMarked
package org.autorl.trainers.script;

import org.jspecify.annotations.NullMarked;
