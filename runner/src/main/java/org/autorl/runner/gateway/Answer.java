package org.autorl.runner.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.autorl.records.Json;

/**
 * What is said to one call.
 *
 * @param status of HTTP
 * @param location where more will be, if it is not here yet
 */
record Answer(int status, ObjectNode body, Optional<String> location) {
  static Answer ok(ObjectNode body) {
    return new Answer(200, body, Optional.empty());
  }

  static Answer problem(int status, String title, String detail) {
    ObjectNode body = Json.object().put("status", status).put("title", title);
    return new Answer(status, body.put("detail", detail), Optional.empty());
  }
}
