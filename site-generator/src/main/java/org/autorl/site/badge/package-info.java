/**
 * Badges: small pictures for the pages of others.
 *
 * <p>What must not enter: where the numbers on a badge come from.
 */
@NullMarked
package org.autorl.site.badge;

import org.jspecify.annotations.NullMarked;
