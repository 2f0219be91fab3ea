package org.autorl.trainers.algorithm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes settings by the names of their components, for records cannot be changed in part. */
public final class Options {
  private Options() {}

  /**
   * The same settings but for some components.
   *
   * @param changes new values by name, such as {@code learningRate}; a whole number stands for a
   *     real one, a plain value for an {@code Optional} of it
   * @throws IllegalArgumentException if a component is not there or takes another type, or with
   *     what the settings themselves refuse
   */
  public static <S extends Record & TrainerSettings> S change(S settings, Map<String, ?> changes) {
    RecordComponent[] components = settings.getClass().getRecordComponents();
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    Problems problems = new Problems();
    changes
        .keySet()
        .forEach(
            name ->
                problems.require(
                    names.contains(name),
                    "there is no option `%s`; there are %s",
                    name,
                    String.join(", ", names)));
    problems.orThrow();
    try {
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        String name = components[i].getName();
        values[i] =
            changes.containsKey(name)
                ? fit(types[i], changes.get(name))
                : components[i].getAccessor().invoke(settings);
      }
      @SuppressWarnings("unchecked")
      Class<S> type = (Class<S>) settings.getClass();
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object fit(Class<?> type, Object value) {
    if (type == Optional.class) {
      return value instanceof Optional ? value : Optional.of(value);
    }
    if (value instanceof Number number) {
      if (type == double.class) {
        return number.doubleValue();
      }
      if (type == long.class) {
        return number.longValue();
      }
    }
    return value;
  }
}
