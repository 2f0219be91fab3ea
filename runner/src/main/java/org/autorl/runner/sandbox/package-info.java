/** Processes that see only what they are given. What must not enter: what they are for. */
@NullMarked
package org.autorl.runner.sandbox;

import org.jspecify.annotations.NullMarked;
