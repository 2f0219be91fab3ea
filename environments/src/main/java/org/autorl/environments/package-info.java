/**
 * Worlds and their items, made from seeds.
 *
 * <p>Each family makes items (prompts with what a grader needs), visible files and text to pretrain
 * on. A world is a family whose items are games: the household, the shop, the search. Programs of
 * the stack language are run here, since what they do is the family's own. What others wrote is
 * read in the packages below. What must not enter: judges, policies, files of a user, and any
 * randomness without a seed.
 */
@NullMarked
package org.autorl.environments;

import org.jspecify.annotations.NullMarked;
