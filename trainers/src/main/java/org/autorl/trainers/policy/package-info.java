/**
 * Policies: decoder, weights, tokenizer and sampling, in Hugging Face layout on disk.
 *
 * <p>What must not enter: losses, rewards, tasks.
 */
@NullMarked
package org.autorl.trainers.policy;

import org.jspecify.annotations.NullMarked;
