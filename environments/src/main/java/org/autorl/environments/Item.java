package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One thing to answer or play.
 *
 * @param id names the item in records; tells nothing of its content
 * @param prompt exactly what a policy continues
 * @param data the family's own fields
 */
public record Item(String id, String prompt, ObjectNode data) {}
