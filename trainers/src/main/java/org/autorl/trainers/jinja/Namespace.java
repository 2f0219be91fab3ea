package org.autorl.trainers.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that a template may change: what {@code namespace()} makes. */
final class Namespace extends LinkedHashMap<String, Object> {
  private static final long serialVersionUID = 1;

  Namespace(Map<String, Object> values) {
    super(values);
  }
}
