package org.autorl.dsl;

import groovy.lang.DelegatesTo;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The words of a block, by its class. */
final class Words {
  /** Each word of a file asks for the words around it, and reflection looks them up anew. */
  private static final ClassValue<Words> BY_BLOCK =
      new ClassValue<>() {
        @Override
        protected Words computeValue(Class<?> block) {
          return new Words(block);
        }
      };

  private final SortedMap<String, Method> words = new TreeMap<>();
  private final Map<String, Class<?>> opened = new HashMap<>();

  private Words(Class<?> block) {
    for (Method method : block.getMethods()) {
      if (method.isAnnotationPresent(Word.class) && !method.isBridge()) {
        words.put(wordOf(method), method);
        opened(method).ifPresent(inner -> opened.put(wordOf(method), inner));
      }
    }
  }

  static Words of(Class<?> block) {
    return BY_BLOCK.get(block);
  }

  List<String> all() {
    return List.copyOf(words.keySet());
  }

  /** Words that begin a line. */
  List<String> lines() {
    return ofReturning(true);
  }

  /** Words that stand behind one that begins a line. */
  List<String> values() {
    return ofReturning(false);
  }

  private List<String> ofReturning(boolean nothing) {
    return words.entrySet().stream()
        .filter(word -> (word.getValue().getReturnType() == void.class) == nothing)
        .map(Map.Entry::getKey)
        .toList();
  }

  Optional<Method> method(String word) {
    return Optional.ofNullable(words.get(word));
  }

  String example(String word) {
    return method(word).map(m -> m.getAnnotation(Word.class).example()).orElse(word);
  }

  /** The block that a word opens, if it opens one. */
  Optional<Class<?>> opens(String word) {
    return Optional.ofNullable(opened.get(word));
  }

  private static Optional<Class<?>> opened(Method method) {
    return Arrays.stream(method.getParameters())
        .filter(parameter -> parameter.isAnnotationPresent(DelegatesTo.class))
        .<Class<?>>map(parameter -> parameter.getAnnotation(DelegatesTo.class).value())
        .findFirst();
  }

  /** {@code `a`, `b`, `c`}. */
  static String list(Collection<String> words) {
    return list(words, ", ");
  }

  static String list(Collection<String> words, String between) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(between));
  }

  /** The one that {@code wrong} was probably meant to be. */
  static Optional<String> nearest(String wrong, Collection<String> words) {
    int furthest = Math.max(1, wrong.length() / 3);
    return words.stream()
        .filter(word -> distance(wrong, word) <= furthest)
        .min(
            java.util.Comparator.<String>comparingInt(word -> distance(wrong, word))
                .thenComparing(word -> word));
  }

  private static String wordOf(Method method) {
    String name = method.getName();
    boolean getter = name.startsWith("get") && method.getParameterCount() == 0;
    return getter ? name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4) : name;
  }

  /** Letters to insert, drop or replace; upper and lower case are one. */
  private static int distance(String a, String b) {
    String from = a.toLowerCase(Locale.ROOT);
    String to = b.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
