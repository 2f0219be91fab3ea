/**
 * What a language model says of an attempt that has ended, each sentence with the steps that are to
 * show it. What must not enter: anything that a score, a rank or a diagnosis rests on.
 */
@NullMarked
package org.autorl.runner.summary;

import org.jspecify.annotations.NullMarked;
