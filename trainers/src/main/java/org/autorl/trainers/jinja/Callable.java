package org.autorl.trainers.jinja;

import java.util.List;
import java.util.Map;

/** What a template can call: a function, a macro, a method of a value. */
@FunctionalInterface
interface Callable {
  Object call(List<Object> arguments, Map<String, Object> named, Work work);
}
