package org.autorl.environments.textworld;

import java.util.List;

/** A part of a production's right side. */
sealed interface Symbol {
  record Text(String text) implements Symbol {}

  /** {@code #name#}: what the first production of that name comes to whose condition holds. */
  record Call(String name) implements Symbol {}

  /** {@code {value}}: a name of something. */
  record Say(Value value) implements Symbol {}

  /** {@code {symbol | query}}: the symbol once for each answer to the query. */
  record Each(Symbol of, Query query) implements Symbol {}

  /** {@code [symbol]}: what the symbol comes to, as a list with separators. */
  record Listed(Symbol of) implements Symbol {}

  /** What can be said of objects. */
  sealed interface Value {
    record Quoted(String text) implements Value {}

    /** A variable's name, id, type, or article. */
    record Of(String variable, String attribute) implements Value {}

    record Joined(List<Value> parts) implements Value {}

    /** The first that is no empty text. */
    record FirstOf(List<Value> parts) implements Value {}
  }

  /**
   * All patterns hold at once; variables that are not bound yet are bound, each to another object.
   */
  record Query(List<Pattern> patterns) {}

  /**
   * A predicate to look for.
   *
   * @param deleted looks for facts that an action has deleted: {@code not_} before a predicate
   *     means that, and not that a fact is false
   */
  record Pattern(String predicate, boolean deleted, List<Placeholder> terms) {}

  /** A variable of a query; two with one name but different types are two. */
  record Placeholder(String name, String type) {}
}
