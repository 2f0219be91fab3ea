/**
 * Answering questions by searching, in several turns of thought, action and observation: the loop,
 * where it searches, and how answers are judged.
 *
 * <p>What must not enter: policies, data sets, and judges that are policies themselves.
 */
@NullMarked
package org.autorl.environments.search;

import org.jspecify.annotations.NullMarked;
