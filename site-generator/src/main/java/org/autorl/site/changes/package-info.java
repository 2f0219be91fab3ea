/**
 * What people have changed of the scores that the board shows: withdrawn, changed and accepted
 * results, their page and the feed.
 *
 * <p>What must not enter: anything that changes a record of a run. A withdrawal hides a score, and
 * says so; the run folder stays as it is.
 */
@NullMarked
package org.autorl.site.changes;

import org.jspecify.annotations.NullMarked;
