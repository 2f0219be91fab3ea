/**
 * Run folders and content to pages: read, make views of formatted text, render, write.
 *
 * <p>What must not enter: anything that changes a score, or reads what is not a run folder or
 * content.
 */
@NullMarked
package org.autorl.site;

import org.jspecify.annotations.NullMarked;
