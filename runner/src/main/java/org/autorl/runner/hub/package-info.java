/**
 * Public data and policies: fetching them from a hub or a repository, keeping them by the commit
 * that pins them, and reading their rows. What a row means for a task, and whether a task can be
 * run, must not enter.
 */
@NullMarked
package org.autorl.runner.hub;

import org.jspecify.annotations.NullMarked;
