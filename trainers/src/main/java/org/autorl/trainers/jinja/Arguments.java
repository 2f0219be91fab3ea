package org.autorl.trainers.jinja;

import java.util.List;
import java.util.Map;

/** The arguments of a filter, test, method or function, by place or by name. */
record Arguments(String of, List<Object> values, Map<String, Object> named) {
  /** The argument at a place or of a name, or what stands for it. */
  Object get(int place, String name, Object absent) {
    Object value = named.get(name);
    return place < values.size() ? values.get(place) : value == null ? absent : value;
  }

  String text(int place, String name, String absent) {
    if (get(place, name, absent) instanceof String text) {
      return text;
    }
    throw new JinjaException("`%s` of `%s` must be a text".formatted(name, of));
  }

  int number(int place, String name, int absent) {
    Object value = get(place, name, (long) absent);
    if (value instanceof Long n && n == n.intValue()) {
      return n.intValue();
    } else if (value == Nothing.NONE) {
      return absent;
    }
    throw new JinjaException("`%s` of `%s` must be a whole number".formatted(name, of));
  }
}
