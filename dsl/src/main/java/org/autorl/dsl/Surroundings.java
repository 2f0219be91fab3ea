package org.autorl.dsl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.codehaus.groovy.ast.expr.Expression;

/** The block that a word stands in. */
record Surroundings(String name, Class<?> block) {
  static final Surroundings FILE = new Surroundings("", TaskFileScript.class);

  /**
   * Follows the words that open blocks.
   *
   * @param enclosing calls, the innermost first
   */
  static Surroundings of(List<Expression> enclosing) {
    List<String> path = new ArrayList<>(WordChecker.names(enclosing).toList());
    Collections.reverse(path);
    Surroundings here = FILE;
    for (String word : path) {
      here = here.inside(word).orElse(here);
    }
    return here;
  }

  /** The block that a word opens here, or that the nearest word opens if this is none. */
  Optional<Surroundings> inside(String word) {
    Words words = words();
    String meant =
        words.method(word).isPresent() ? word : Words.nearest(word, words.all()).orElse(word);
    return words.opens(meant).map(opened -> new Surroundings(meant, opened));
  }

  Words words() {
    return Words.of(block);
  }

  /** What to say of a word that this block does not have. */
  Finding unknown(String word) {
    return unknown(word, words().lines());
  }

  /** What to say of a value that this block does not have. */
  Finding unknownValue(String word) {
    return unknown(word, words().values());
  }

  private Finding unknown(String word, List<String> known) {
    String owner = name.isEmpty() ? "a task file" : "`" + name + "`";
    return new Finding(
        "`" + word + "` is not a word of " + owner,
        known.isEmpty() ? "" : owner + " knows " + Words.list(known),
        hint(word, words().all()));
  }

  private static String hint(String word, List<String> all) {
    SortedMap<String, Class<?>> blocks = blocks();
    TreeSet<String> homes = new TreeSet<>();
    blocks.forEach(
        (name, block) -> {
          if (Words.of(block).method(word).isPresent()) {
            homes.add(name);
          }
        });
    if (!homes.isEmpty()) {
      return "Move it: `" + word + "` is a word of " + Words.list(homes) + ".";
    }
    return Words.nearest(word, all)
        .map(near -> "Did you mean `" + near + "`?")
        .orElse("docs/reference/tasks-groovy.md says what each word means.");
  }

  /** All blocks by the word that opens them. */
  static SortedMap<String, Class<?>> blocks() {
    SortedMap<String, Class<?>> found = new TreeMap<>();
    collect(TaskFileScript.class, found);
    return found;
  }

  private static void collect(Class<?> block, SortedMap<String, Class<?>> found) {
    Words words = Words.of(block);
    for (String word : words.all()) {
      words
          .opens(word)
          .ifPresent(
              opened -> {
                found.put(word, opened);
                collect(opened, found);
              });
    }
  }
}
