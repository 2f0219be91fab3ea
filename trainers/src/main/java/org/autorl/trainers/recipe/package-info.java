/**
 * Agents without a language policy: programs that live in a workspace under the same rules as any
 * agent, read what lies there, train, submit over HTTP and choose.
 *
 * <p>What must not enter: knowledge of graders, of hidden splits, or of the runner.
 */
@NullMarked
package org.autorl.trainers.recipe;

import org.jspecify.annotations.NullMarked;
