package org.autorl.records;

import java.util.Optional;

/**
 * Who was tested: results always name all of it.
 *
 * @param scaffold the program that drives
 * @param driver the language policy behind it, if any
 * @param mode for example {@code free}
 */
public record AgentStack(String scaffold, Optional<String> driver, String mode) {}
