/**
 * The ways from a sandbox to the grading API, and to a server in a sandbox: JDK classes alone, for
 * they are copied into it. What must not enter: any dependency, any class of another package.
 */
@NullMarked
package org.autorl.runner.door;

import org.jspecify.annotations.NullMarked;
