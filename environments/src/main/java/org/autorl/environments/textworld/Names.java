package org.autorl.environments.textworld;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.autorl.environments.pddl.Problem;
import org.autorl.environments.pddl.Task;

/**
 * What objects are called: {@code apple_bar__minus_00_dot_47} is {@code apple 2}.
 *
 * <p>The name is what stands before the first {@code _bar_}, with {@code basin} behind it if the id
 * holds that word. Of those with one name, sorted by id, the first has the highest number. Only
 * objects count that some fact of the start speaks of. All this is ALFWorld's.
 */
final class Names {
  private static final String BAR = "_bar_";

  private Names() {}

  static List<String> of(Task task, Problem problem) {
    Set<String> spokenOf = new HashSet<>();
    problem.facts().forEach(fact -> spokenOf.addAll(fact.terms()));
    Map<String, Integer> left = new HashMap<>();
    for (String id : task.objects()) {
      if (id.contains(BAR) && spokenOf.contains(id)) {
        left.merge(kind(id), 1, Integer::sum);
      }
    }
    List<String> names = new ArrayList<>();
    for (String id : task.objects()) {
      if (id.contains(BAR) && spokenOf.contains(id)) {
        String kind = kind(id);
        int number = left.getOrDefault(kind, 0);
        names.add(kind + " " + number);
        left.put(kind, number - 1);
      } else {
        names.add(id);
      }
    }
    return names;
  }

  private static String kind(String id) {
    return id.substring(0, id.indexOf(BAR)) + (id.contains("basin") ? "basin" : "");
  }
}
