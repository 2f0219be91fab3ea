package org.autorl.environments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A made-up country in sentences: who was born where, who works where, who taught whom, which river
 * is in which town. Made from a seed, with an index over it; it does not change.
 */
final class Almanac {
  private static final int PEOPLE = 2000;
  private static final int MASTERS = 600;
  private static final int PUPILS_OF_ONE = 3;
  private static final long SEED = 20251211;

  private static final List<String> FIRST =
      List.of(
          "Ada", "Alf", "Ann", "Bea", "Bo", "Cora", "Dag", "Dora", "Ed", "Elsa", "Emil", "Erik",
          "Fay", "Fred", "Gus", "Hal", "Hedy", "Inga", "Iris", "Ivan", "Jan", "Jill", "Joan",
          "Karl", "Kate", "Kim", "Lars", "Lena", "Lily", "Lou", "Max", "May", "Mina", "Nan", "Ned",
          "Nora", "Otto", "Pia", "Ralf", "Rita", "Rosa", "Sam", "Stan", "Tess", "Tom", "Uma",
          "Vera", "Walt");
  private static final List<String> FAMILY =
      joined(List.of("Bal", "Dor", "Fen", "Gar", "Hol", "Kem", "Lun", "Mor"), "ak en is ow um by");
  static final List<String> TOWNS =
      joined(
          List.of("Ash", "Bren", "Cole", "Dun", "East", "Fair", "Glen", "High", "Oak", "Sand"),
          "ford ham ton wick bury field gate mouth");
  static final List<String> RIVERS =
      joined(List.of("Al", "Ber", "Cor", "Der", "El", "Ir", "Or", "Wen"), "bach del ma ne va");
  static final List<String> CRAFTS =
      List.of(
          "baker", "cooper", "dyer", "joiner", "mason", "miller", "potter", "smith", "tanner",
          "weaver");

  /** Where somebody is from and what they do. */
  record Person(String name, String born, String works, String craft) {}

  private static final class Standard {
    static final Almanac ALMANAC = new Almanac(SEED);
  }

  private final Map<String, Person> people = new LinkedHashMap<>();
  private final Map<String, String> teachers = new LinkedHashMap<>();
  private final Map<String, String> rivers = new LinkedHashMap<>();
  private final List<String> pupils;
  private final List<String> sentences;
  private final TextIndex index;

  private Almanac(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TOWNS.forEach(town -> rivers.put(town, Words.pick(RIVERS, random)));
    List<String> all =
        FIRST.stream().flatMap(first -> FAMILY.stream().map(f -> first + " " + f)).toList();
    List<String> names = Words.pick(all, PEOPLE, random);
    for (String name : names) {
      String born = Words.pick(TOWNS, random);
      people.put(
          name, new Person(name, born, Words.pick(TOWNS, random), Words.pick(CRAFTS, random)));
    }
    teach(names, random);
    pupils = List.copyOf(teachers.keySet());
    sentences = Words.pick(sentences(), sentences().size(), random);
    index = TextIndex.ofNames(sentences);
  }

  /** The one that tasks are about; made on first use. */
  static Almanac standard() {
    return Standard.ALMANAC;
  }

  /**
   * Gives each pupil a teacher with few others. Both are of one partition, so that what a hidden
   * question asks about a teacher is no visible question's business.
   */
  private void teach(List<String> names, SplittableRandom random) {
    Map<String, Integer> taught = new LinkedHashMap<>();
    for (String pupil : names.subList(MASTERS, PEOPLE)) {
      List<String> free =
          names.subList(0, MASTERS).stream()
              .filter(m -> Partition.of(m) == Partition.of(pupil))
              .filter(m -> taught.getOrDefault(m, 0) < PUPILS_OF_ONE)
              .toList();
      if (!free.isEmpty()) {
        String master = Words.pick(free, random);
        taught.merge(master, 1, Integer::sum);
        teachers.put(pupil, master);
      }
    }
  }

  private List<String> sentences() {
    List<String> all = new ArrayList<>();
    people.values().forEach(p -> all.add(p.name() + " was born in " + p.born() + "."));
    people.values().forEach(p -> all.add(works(p.name(), p.works(), p.craft())));
    teachers.forEach((pupil, t) -> all.add("The teacher of " + pupil + " is " + t + "."));
    rivers.forEach((town, river) -> all.add("The river in " + town + " is the " + river + "."));
    return all;
  }

  private static String works(String name, String town, String craft) {
    return name + " works in " + town + " as a " + craft + ".";
  }

  private static List<String> joined(List<String> heads, String tails) {
    return heads.stream()
        .flatMap(head -> Stream.of(tails.split(" ")).map(tail -> head + tail))
        .toList();
  }

  /** The sentences that fit best, best first. */
  List<String> search(String query, int count) {
    return index.search(query, 0, count).stream().map(sentences::get).toList();
  }

  /** How many sentences there are. */
  int size() {
    return sentences.size();
  }

  /** Those who have a teacher. */
  List<String> pupils() {
    return pupils;
  }

  /** The pupils of one teacher, in a fixed order. */
  List<String> pupilsOf(String teacher) {
    return pupils.stream().filter(pupil -> teacher.equals(teachers.get(pupil))).toList();
  }

  String teacherOf(String pupil) {
    return known(teachers, pupil);
  }

  Person person(String name) {
    return known(people, name);
  }

  String riverIn(String town) {
    return known(rivers, town);
  }

  /** Who works in a town in a craft, in a fixed order. */
  List<String> workers(String town, String craft) {
    return people.values().stream()
        .filter(p -> p.works().equals(town) && p.craft().equals(craft))
        .map(Person::name)
        .toList();
  }

  private static <T> T known(Map<String, T> map, String key) {
    T value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("the almanac does not know `" + key + "`");
    }
    return value;
  }
}
