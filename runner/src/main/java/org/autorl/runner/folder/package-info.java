/** Where a run lies on disk. What must not enter: what the files mean. */
@NullMarked
package org.autorl.runner.folder;

import org.jspecify.annotations.NullMarked;
