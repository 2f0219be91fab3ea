/**
 * Where the weights of a policy come from: the weights of two policies read side by side, a piece
 * at a time, so that memory does not grow with the policy.
 *
 * <p>What must not enter: ledgers, rules on what counts, anything that loads a policy to run it.
 */
@NullMarked
package org.autorl.runner.lineage;

import org.jspecify.annotations.NullMarked;
