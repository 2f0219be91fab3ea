/**
 * The site for programs: JSON and CSV of everything, site map.
 *
 * <p>What must not enter: HTML.
 */
@NullMarked
package org.autorl.site.data;

import org.jspecify.annotations.NullMarked;
