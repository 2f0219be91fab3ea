/**
 * The program that reads task files in a process of its own. What must not enter: rules about task
 * files.
 */
@NullMarked
package org.autorl.dsl.cli;

import org.jspecify.annotations.NullMarked;
