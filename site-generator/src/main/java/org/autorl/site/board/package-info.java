/**
 * Pages over all runs: the leaderboard, a page for each task and for each agent stack, with their
 * data and badges.
 *
 * <p>What must not enter: files of a run; these pages know summaries alone.
 */
@NullMarked
package org.autorl.site.board;

import org.jspecify.annotations.NullMarked;
