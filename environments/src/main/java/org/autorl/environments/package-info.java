/**
 * Worlds and their items, made from seeds.
 *
 * <p>Each family makes items (prompts with what a grader needs), visible files and text to pretrain
 * on; the household is a game that can be played. What must not enter: graders, judges, policies,
 * files.
 */
@NullMarked
package org.autorl.environments;

import org.jspecify.annotations.NullMarked;
