/**
 * Planning problems in PDDL: read, grounded, and searched.
 *
 * <p>The part of PDDL 2.2 that the household domains use: types, predicates, actions with
 * conditional and quantified effects, quantified conditions, equality. Costs are read over. What
 * must not enter: text for people, files, and what a certain domain means.
 */
@NullMarked
package org.autorl.environments.pddl;

import org.jspecify.annotations.NullMarked;
