/**
 * Language models as judges of pairs of answers, behind an OpenAI-compatible server: asking,
 * reading what they say, remembering it, and counting what it took.
 *
 * <p>What must not enter: what a score is made of (that is a rule of the graders room), agents, and
 * the judge's key in anything that is written or printed.
 */
@NullMarked
package org.autorl.runner.judge;

import org.jspecify.annotations.NullMarked;
