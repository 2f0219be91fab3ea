/**
 * Plays a planning problem as text, by a grammar file.
 *
 * <p>The formats and their meaning are TextWorld's (<a
 * href="https://github.com/microsoft/TextWorld/tree/main/textworld/envs/pddl">its PDDL games</a>):
 * commands and all that is seen come from the grammar of a game and from no code of ours. What must
 * not enter: files, rewards, and what a certain game means.
 */
@NullMarked
package org.autorl.environments.textworld;

import org.jspecify.annotations.NullMarked;
