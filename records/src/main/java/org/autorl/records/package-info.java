/**
 * What crosses a room's door, and its JSON.
 *
 * <p>Suites, runs, attempts, submissions, verdicts and ledger entries as immutable records that
 * check themselves. What must not enter: I/O beyond JSON text, processes, clocks, anything that
 * decides.
 */
@NullMarked
package org.autorl.records;

import org.jspecify.annotations.NullMarked;
