/** What an agent hands in: copied, checked, numbered, graded, chosen. What must not enter: HTTP. */
@NullMarked
package org.autorl.runner.submission;

import org.jspecify.annotations.NullMarked;
