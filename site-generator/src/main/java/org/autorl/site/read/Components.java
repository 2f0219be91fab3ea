package org.autorl.site.read;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Records that a file may have left with holes. */
final class Components {
  private Components() {}

  /**
   * The first component that has no value, as when the file lacks it: {@code agent.mode}.
   *
   * @param value a record, or what holds some
   */
  static Optional<String> missing(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.flatMap(Components::missing);
    }
    if (value instanceof Collection<?> collection) {
      return collection.stream().flatMap(element -> missing(element).stream()).findFirst();
    }
    if (value instanceof Record) {
      return List.of(value.getClass().getRecordComponents()).stream()
          .flatMap(component -> missing(component, value).stream())
          .findFirst();
    }
    return Optional.empty();
  }

  private static Optional<String> missing(RecordComponent component, Object of) {
    try {
      return Optional.ofNullable(component.getAccessor().invoke(of))
          .map(value -> missing(value).map(inner -> component.getName() + "." + inner))
          .orElse(Optional.of(component.getName()));
    } catch (ReflectiveOperationException e) {
      // It is no record of ours to look into.
      return Optional.empty();
    }
  }
}
