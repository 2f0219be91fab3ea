package org.autorl.runner.imports;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user wants of an import.
 *
 * @param out folder that task folders are written to
 * @param policy folder of the base policy; if there is none, the profile has one
 * @param profile that the tasks use; if there is none and no policy either, the usual one
 * @param force whether files that are there may be overwritten
 */
public record Settings(Path out, Optional<Path> policy, Optional<String> profile, boolean force) {}
