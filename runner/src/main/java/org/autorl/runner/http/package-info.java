/**
 * Asking servers over HTTP that may be busy, slow or gone. What must not enter: what is asked, and
 * what an answer means.
 */
@NullMarked
package org.autorl.runner.http;

import org.jspecify.annotations.NullMarked;
