/** The grading API over HTTP. What must not enter: decisions; it asks the desk. */
@NullMarked
package org.autorl.runner.gateway;

import org.jspecify.annotations.NullMarked;
