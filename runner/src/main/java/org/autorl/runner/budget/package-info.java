/** What an attempt may spend and has spent. What must not enter: who spends it. */
@NullMarked
package org.autorl.runner.budget;

import org.jspecify.annotations.NullMarked;
