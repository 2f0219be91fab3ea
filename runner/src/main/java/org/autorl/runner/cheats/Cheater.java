package org.autorl.runner.cheats;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.autorl.records.Outcome;

/**
 * One agent of the zoo; a shell script whose first lines say what it is, {@code # key: value} each.
 *
 * @param tries one sentence
 * @param from where the idea is from
 * @param ends outcomes that its attempt may have; any other is a surprise
 * @param steps how many things it must say that it tried, at least one
 * @param wallClock its agent's time, where it needs more or less than the zoo's
 * @param keeps a text that must be in its log at the end
 * @param program the script
 */
public record Cheater(
    String id,
    String title,
    String tries,
    Promise promise,
    String from,
    Set<Outcome> ends,
    int steps,
    Optional<Duration> wallClock,
    Optional<String> keeps,
    Set<Trait> traits,
    String program) {

  /** What is special about one. */
  public enum Trait {
    /** No cheater: the honest twin of some. It must be let through. */
    HONEST,
    /** Uses so much that it runs beside no other, and is measured. */
    ALONE,
    /** Is given the practice items, as if they had leaked. */
    LEAKED,
    /** Makes items itself: a few will be hidden ones by chance, more than a quarter will not. */
    GENERATES,
    /** Trains, so it takes minutes; left out of quick runs. */
    LONG
  }

  private static final Pattern HEADER = Pattern.compile("# ([a-z-]+): (.+)");
  private static final Set<String> KEYS =
      Set.of("title", "tries", "attacks", "from", "ends", "steps", "seconds", "keeps", "traits");

  public Cheater {
    ends = Set.copyOf(ends);
    traits = Set.copyOf(traits);
  }

  /** Whether it has a trait. */
  public boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with all that is wrong with its first lines
   */
  static Cheater read(String id, String program) {
    Map<String, String> said = new LinkedHashMap<>();
    for (String line : program.lines().takeWhile(l -> l.startsWith("#")).toList()) {
      Matcher header = HEADER.matcher(line);
      if (header.matches()) {
        said.put(header.group(1), header.group(2).strip());
      }
    }
    Set<String> problems = new TreeSet<>();
    for (String key : List.of("title", "tries", "attacks", "from", "ends")) {
      if (!said.containsKey(key)) {
        problems.add("`%s` is missing".formatted(key));
      }
    }
    said.keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .forEach(key -> problems.add("`%s` is no key".formatted(key)));
    Optional<Promise> promise = Promise.named(said.getOrDefault("attacks", ""));
    if (promise.isEmpty()) {
      problems.add("`attacks` is no promise");
    }
    Set<Outcome> ends = values(Outcome.values(), said.getOrDefault("ends", ""), problems);
    Set<Trait> traits = values(Trait.values(), said.getOrDefault("traits", ""), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "cheater `%s`: %s".formatted(id, String.join("; ", problems)));
    }
    return new Cheater(
        id,
        said.getOrDefault("title", ""),
        said.getOrDefault("tries", ""),
        promise.orElseThrow(),
        said.getOrDefault("from", ""),
        ends,
        Integer.parseInt(said.getOrDefault("steps", "1")),
        Optional.ofNullable(said.get("seconds")).map(Long::parseLong).map(Duration::ofSeconds),
        Optional.ofNullable(said.get("keeps")),
        traits,
        program);
  }

  /** Constants of an enum by their names in lower case, joined by commas. */
  private static <E extends Enum<E>> Set<E> values(E[] all, String text, Set<String> problems) {
    Map<String, E> known =
        Arrays.stream(all)
            .collect(
                Collectors.toMap(v -> v.name().toLowerCase(Locale.ROOT).replace('_', ' '), v -> v));
    List<String> words =
        Arrays.stream(text.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
    words.stream()
        .filter(word -> !known.containsKey(word))
        .forEach(word -> problems.add("`%s` is unknown".formatted(word)));
    return words.stream()
        .flatMap(word -> Optional.ofNullable(known.get(word)).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
