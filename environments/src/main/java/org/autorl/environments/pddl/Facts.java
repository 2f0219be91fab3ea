package org.autorl.environments.pddl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The facts of one predicate that can ever be true, sorted by the names of their objects.
 *
 * <p>Objects are numbers, their places in {@link Task#objects()}.
 */
public final class Facts {
  /** Stands for the number of a fact that is always true. */
  private static final int ALWAYS = -1;

  private static final int[] NONE = {};

  private final int[][] objects;
  private final int[] numbers;
  private final int[] all;
  private final List<Map<Integer, int[]>> byObject = new ArrayList<>();

  /**
   * Facts in order.
   *
   * @param objects of each fact, in order
   * @param numbers of each fact in the state; {@code ALWAYS} for one that never changes
   */
  private Facts(int[][] objects, int[] numbers, int terms) {
    this.objects = objects;
    this.numbers = numbers;
    all = new int[objects.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    for (int term = 0; term < terms; term++) {
      Map<Integer, List<Integer>> rows = new HashMap<>();
      for (int i = 0; i < objects.length; i++) {
        rows.computeIfAbsent(objects[i][term], o -> new ArrayList<>()).add(i);
      }
      Map<Integer, int[]> index = new HashMap<>();
      rows.forEach((object, list) -> index.put(object, Bits.array(list)));
      byObject.add(index);
    }
  }

  /**
   * Sorts facts.
   *
   * @param numbered facts that can change, by their objects
   * @param lasting facts that never change
   */
  static Facts of(Map<List<Integer>, Integer> numbered, List<List<Integer>> lasting, int terms) {
    Map<List<Integer>, Integer> rows = new HashMap<>(numbered);
    lasting.forEach(fact -> rows.put(fact, ALWAYS));
    List<List<Integer>> order = new ArrayList<>(rows.keySet());
    order.sort(Facts::compare);
    int[][] objects = order.stream().map(Bits::array).toArray(int[][]::new);
    int[] numbers = order.stream().mapToInt(rows::get).toArray();
    return new Facts(objects, numbers, terms);
  }

  private static int compare(List<Integer> one, List<Integer> two) {
    for (int i = 0; i < one.size(); i++) {
      int order = Integer.compare(one.get(i), two.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** All rows. */
  public int[] rows() {
    return all;
  }

  /** The rows with this object as their term, in order. */
  public int[] rows(int term, int object) {
    return byObject.get(term).getOrDefault(object, NONE);
  }

  /** A row's object. */
  public int object(int row, int term) {
    return objects[row][term];
  }

  public boolean holds(int row, State state) {
    return numbers[row] == ALWAYS || state.holds(numbers[row]);
  }

  /** See {@link State#wasDeleted}. */
  public boolean wasDeleted(int row, State state) {
    return numbers[row] != ALWAYS && state.wasDeleted(numbers[row]);
  }

  /** Whether a row can ever change. */
  public boolean changes(int row) {
    return numbers[row] != ALWAYS;
  }
}
