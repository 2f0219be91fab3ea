/**
 * The way from a sandbox to the grading API: JDK classes alone, for they are copied into it. What
 * must not enter: any dependency, any class of another package.
 */
@NullMarked
package org.autorl.runner.door;

import org.jspecify.annotations.NullMarked;
