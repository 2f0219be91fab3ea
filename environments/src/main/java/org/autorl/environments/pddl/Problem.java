package org.autorl.environments.pddl;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What there is, how it is at first, and what is wanted.
 *
 * @param objects each object's type
 * @param facts what is true at first; all else is false
 */
public record Problem(Map<String, String> objects, Set<Atom> facts, Formula goal) {

  /**
   * Reads a problem of a domain. Numbers are read over.
   *
   * @throws PddlException with all that is wrong, each with its line
   */
  public static Problem read(String text, Domain domain) {
    Sexp.Group define = PddlReader.define(text, "problem");
    PddlReader reader = new PddlReader(domain);
    Map<String, String> objects = new LinkedHashMap<>(domain.constants());
    Set<Atom> facts = new LinkedHashSet<>();
    Formula goal = Formula.TRUE;
    for (Sexp.Group part : reader.parts(define)) {
      switch (part.head()) {
        case ":objects" -> reader.typed(part.tail()).forEach(p -> objects.put(p.name(), p.type()));
        case ":init" -> facts.addAll(facts(part.tail(), reader, objects));
        case ":goal" -> goal = reader.formula(reader.only(part), List.of());
        case ":domain", ":metric", ":requirements" -> {}
        default ->
            reader.wrong(
                part,
                "`%s` is no part of a problem; there are :domain, :objects, :init, :goal"
                    .formatted(part.head()));
      }
    }
    reader.complain();
    return new Problem(objects, facts, goal);
  }

  private static Set<Atom> facts(List<Sexp> init, PddlReader reader, Map<String, String> objects) {
    Set<Atom> facts = new LinkedHashSet<>();
    for (Sexp fact : init) {
      if (fact instanceof Sexp.Group group && group.head().equals("=")) {
        continue; // a cost
      }
      reader
          .atom(fact, List.of())
          .ifPresent(
              atom -> {
                for (String term : atom.terms()) {
                  if (!objects.containsKey(term)) {
                    reader.wrong(
                        fact, "there is no object `%s`; :objects must name it".formatted(term));
                  }
                }
                facts.add(atom);
              });
    }
    return facts;
  }
}
