package org.autorl.site.read;

import java.util.Optional;

/**
 * That an attempt's score counts no longer.
 *
 * @param change id of the record that says so
 * @param was the sealed score; absent if it had none
 */
public record Withdrawal(String change, Optional<Double> was) {}
