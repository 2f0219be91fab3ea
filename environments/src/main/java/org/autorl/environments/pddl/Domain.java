package org.autorl.environments.pddl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there can be, and what can be done.
 *
 * @param types each type's parent; {@code object} is the parent of all
 * @param constants objects of every problem, with their types
 * @param predicates each predicate's number of terms
 * @param actions in the order of the text
 * @see <a href="https://www.jair.org/index.php/jair/article/view/10352">Fox and Long 2003, PDDL
 *     2.1</a>
 */
public record Domain(
    String name,
    Map<String, String> types,
    Map<String, String> constants,
    Map<String, Integer> predicates,
    List<Schema> actions) {

  /**
   * Reads a domain.
   *
   * @throws PddlException with all that is wrong, each with its line
   */
  public static Domain read(String text) {
    Sexp.Group define = PddlReader.define(text, "domain");
    PddlReader reader = new PddlReader();
    Map<String, String> constants = new LinkedHashMap<>();
    List<Sexp.Group> actions = new ArrayList<>();
    for (Sexp.Group part : reader.parts(define)) {
      switch (part.head()) {
        case ":types" -> reader.types(part.tail());
        case ":constants" ->
            reader.typed(part.tail()).forEach(p -> constants.put(p.name(), p.type()));
        case ":predicates" -> reader.predicates(part.tail());
        case ":action" -> actions.add(part);
        case ":requirements", ":functions" -> {}
        default ->
            reader.wrong(
                part,
                "`%s` is no part of a domain that we read; there are :types, :constants, :predicates, :action"
                    .formatted(part.head()));
      }
    }
    List<Schema> schemas = actions.stream().map(reader::action).toList();
    reader.complain();
    return new Domain(
        PddlReader.nameOf(define), reader.types(), constants, reader.predicates(), schemas);
  }

  /** Whether all that is of {@code type} is of {@code wanted} too. */
  public boolean isA(String type, String wanted) {
    String at = type;
    while (!at.equals(wanted)) {
      String parent = types.getOrDefault(at, "object");
      if (parent.equals(at) || at.equals("object")) {
        return wanted.equals("object");
      }
      at = parent;
    }
    return true;
  }
}
