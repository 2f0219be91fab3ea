package org.autorl.runner.judge;

/**
 * A judge that does not say which answer it prefers.
 *
 * @param why for people; quotes no text of a pair
 */
record NoOpinion(String why) implements Reply {}
