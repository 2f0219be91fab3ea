package org.autorl.records;

/**
 * One thing to know of a task, for people.
 *
 * @param name in a word or two, such as {@code Budget}
 * @param text a phrase without a full stop
 */
public record Fact(String name, String text) {}
