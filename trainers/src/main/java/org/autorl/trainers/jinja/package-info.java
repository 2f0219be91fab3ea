/**
 * The part of the template language Jinja that chat templates use, as transformers sets it up. A
 * template comes with a policy that a stranger made: it sees plain data, calls only what is listed
 * here, and its work is counted.
 *
 * <p>What must not enter: reflection, files, anything that a template could reach beyond its data.
 */
@NullMarked
package org.autorl.trainers.jinja;

import org.jspecify.annotations.NullMarked;
