package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks things up and answers by what it has read, more or less clumsily. */
final class SearchPlayer {
  private static final Pattern NAMES = Pattern.compile("[A-Z][a-z]+ [A-Z][a-z]+|(?<=in )[A-Z]\\w+");

  private final SearchQuestion question;
  private final SplittableRandom random;
  private final double clumsiness;
  private final Set<String> read = new LinkedHashSet<>();
  private final Set<String> asked = new LinkedHashSet<>();

  private SearchPlayer(SearchQuestion question, double clumsiness, SplittableRandom random) {
    this.question = question;
    this.clumsiness = clumsiness;
    this.random = random;
  }

  static Transcript played(
      Almanac almanac, ObjectNode game, double clumsiness, SplittableRandom random) {
    SearchPlayer player = new SearchPlayer(SearchQuestion.of(game), clumsiness, random);
    return Transcript.of(new SearchGame(almanac::search, game), player::next);
  }

  private String next(String seen) {
    seen.lines().forEach(read::add);
    return random.nextDouble() < clumsiness ? whim() : sensible();
  }

  private String sensible() {
    String subject = question.subject();
    return switch (question.kind()) {
      case TEACHER_BORN -> teacher().map(t -> answer(t + " was born in", born(t))).orElse(who());
      case TEACHER_WORKS -> teacher().map(t -> answer(t + " works in", works(t))).orElse(who());
      case BIRTH_RIVER ->
          first("%s was born in (\\w+)\\.", subject)
              .map(town -> answer("The river in " + town, "river in " + town))
              .orElse(search(born(subject)));
      case SAME_TEACHER -> teacher().map(this::pupils).orElse(who());
      case WORKERS -> workers();
    };
  }

  private String who() {
    return search("teacher of " + question.subject());
  }

  private static String born(String name) {
    return "where " + name + " was born";
  }

  private static String works(String name) {
    return "where " + name + " works";
  }

  private Optional<String> teacher() {
    return first("The teacher of %s is (.+)\\.", question.subject());
  }

  /** Answers with the first name after such a start of a sentence, or searches for it. */
  private String answer(String start, String query) {
    return first("%s (?:is the )?(\\w+).*", start)
        .map(found -> "answer[" + found + "]")
        .orElse(search(query));
  }

  private String pupils(String teacher) {
    String query = "teacher is " + teacher;
    if (!asked.contains(query)) {
      return search(query);
    }
    List<String> others = new ArrayList<>(all("The teacher of (.+) is %s\\.", teacher));
    others.remove(question.subject());
    return answer(others);
  }

  private String workers() {
    String[] where = question.subject().split(" ");
    String query = "works in " + where[0] + " as a " + where[1];
    return asked.contains(query) ? answer(all("(.+) %s\\.", query)) : search(query);
  }

  private static String answer(List<String> names) {
    return "answer[" + String.join(", ", names) + "]";
  }

  private Optional<String> first(String form, String argument) {
    return all(form, argument).stream().findFirst();
  }

  /** What stands in the brackets of the form, in each sentence read that has it. */
  private List<String> all(String form, String argument) {
    Pattern pattern = Pattern.compile(form.formatted(Pattern.quote(argument)));
    return read.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .toList();
  }

  private String search(String query) {
    asked.add(query);
    return "search[" + query + "]";
  }

  /** Searches for half of something, or answers with a name that was somewhere in the text. */
  private String whim() {
    List<String> names = new ArrayList<>();
    names.add(question.subject());
    read.forEach(line -> NAMES.matcher(line).results().forEach(found -> names.add(found.group())));
    String name = Words.pick(names, random);
    return switch (random.nextInt(7)) {
      case 0, 6 -> "answer[" + name + "]";
      case 1 -> search(name);
      case 2 -> search(born(name));
      case 3 -> search(works(name));
      case 4 -> search("teacher of " + name);
      default -> search("river in " + name);
    };
  }
}
