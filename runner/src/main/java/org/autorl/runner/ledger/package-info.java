/**
 * The append-only, hash-chained record of what a score rests on. What must not enter: any way to
 * change a line.
 */
@NullMarked
package org.autorl.runner.ledger;

import org.jspecify.annotations.NullMarked;
