/**
 * What a page says as JSON beside it, and the page that lays two of these side by side.
 *
 * <p>What must not enter: what only one kind of page knows; what is not on the page either.
 */
@NullMarked
package org.autorl.site.compare;

import org.jspecify.annotations.NullMarked;
