/**
 * ALFWorld's games: read, made, solved, and played as its evaluation plays them.
 *
 * <p>The only part of this room that reads files: those of the public data set, which stay where
 * they are. What must not enter: rules or texts of a certain game, which are in the game's own
 * domain and grammar.
 *
 * @see <a href="https://arxiv.org/abs/2010.03768">Shridhar et al. 2021, ALFWorld</a>
 */
@NullMarked
package org.autorl.environments.alfworld;

import org.jspecify.annotations.NullMarked;
