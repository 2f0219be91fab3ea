/**
 * The format of a policy folder in Hugging Face layout: what {@code config.json}, the headers of
 * safetensors files and the index of shards say, and what is wrong with them. It is held by those
 * who load a policy and by those who decide whether it may be handed in.
 *
 * <p>What must not enter: opening files (the header of one that is open is read here), weights,
 * anything that computes with them.
 */
@NullMarked
package org.autorl.records.policy;

import org.jspecify.annotations.NullMarked;
