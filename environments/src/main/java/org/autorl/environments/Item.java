package org.autorl.environments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One thing to answer or play.
 *
 * @param id names the item in records; tells nothing of its content
 * @param prompt exactly what a policy continues
 * @param data the family's own fields
 */
public record Item(String id, String prompt, ObjectNode data) {
  /** A line of a visible file: id, prompt, and these of the family's own fields. */
  ObjectNode line(String... fields) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("id", id).put("prompt", prompt);
    for (String field : fields) {
      line.set(field, data.get(field));
    }
    return line;
  }
}
