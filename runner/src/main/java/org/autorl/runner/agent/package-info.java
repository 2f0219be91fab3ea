/** Programs under test, and how they are started. What must not enter: what they score. */
@NullMarked
package org.autorl.runner.agent;

import org.jspecify.annotations.NullMarked;
