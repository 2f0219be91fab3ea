/**
 * Rules that turn what a policy did into a score, each by its public definition.
 *
 * <p>Functions of their arguments and nothing else: the same texts, numbers and seed give the same
 * score on every machine. What must not enter: I/O, processes, network, clocks, randomness without
 * a seed parameter, other rooms but the records that state a rule.
 */
@NullMarked
package org.autorl.graders;

import org.jspecify.annotations.NullMarked;
