package org.autorl.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.autorl.records.Combination;
import org.autorl.records.Level;
import org.autorl.records.Suite;
import org.autorl.records.TieRule;

/** {@code suite('name') { ... }}: tasks that are scored together. */
public final class SuiteBlock extends Block {
  private final String name;
  private final Slot<String> aboutSaid = mandatory("about");
  private final Slot<Integer> protocolSaid = mandatory("protocol");
  private final Slot<String> paperSaid = optional("paper");
  private final Slot<List<Number>> seedsSaid = mandatory("seeds");
  private final Slot<Combination> combinationSaid = optional("combination");
  private final Slot<TieRule> tiesSaid = optional("ties");
  private final List<ProfileBlock> profiles = new ArrayList<>();
  private final List<LevelBlock> levels = new ArrayList<>();

  SuiteBlock(String name, Reading reading, Place place) {
    super("suite", "the suite", reading, place);
    this.name = name;
  }

  /** What the suite is about. */
  @Word(
      value = "What the suite asks, in a sentence for readers of the board.",
      example = "about 'Make a small policy better at a checkable skill.'")
  public void about(String text) {
    aboutSaid.say(text);
  }

  /** The version of the rules. */
  @Word(
      value = "Version of the rules, from 1. Scores of two versions are never compared.",
      example = "protocol 1")
  public void protocol(int version) {
    protocolSaid.say(version);
  }

  /** Seeds of attempts. */
  @Word(
      value = "Seeds of attempts, each once; the first is what a run takes unless told otherwise.",
      example = "seeds 11, 12, 13")
  public void seeds(Number... values) {
    seedsSaid.say(List.of(values));
  }

  /** Where published scores are from. */
  @Word(
      value = "Where the scores are from that tasks state as `published`.",
      example = "paper 'https://arxiv.org/abs/2604.10547v1'")
  public void paper(String address) {
    paperSaid.say(address);
  }

  /** How tasks become one number. */
  @Word(
      value =
          "How improvements on tasks become one number: `meanOverTasks`, or `meanOverLevels`, where"
              + " each level counts the same. Default: `meanOverTasks`.",
      example = "combination meanOverLevels")
  public void combination(Combination rule) {
    combinationSaid.say(rule);
  }

  /** A combination. */
  @Word(value = "Each task counts the same.", example = "combination meanOverTasks")
  public Combination getMeanOverTasks() {
    return Combination.MEAN_OVER_TASKS;
  }

  /** A combination. */
  @Word(
      value = "Each level counts the same, and in it each task.",
      example = "combination meanOverLevels")
  public Combination getMeanOverLevels() {
    return Combination.MEAN_OVER_LEVELS;
  }

  /** Which of equals is final. */
  @Word(
      value =
          "Which of several submissions with the best practice score is final, where the agent has"
              + " not chosen: the `earlier` or the `later`. Default: `earlier`.",
      example = "ties earlier")
  public void ties(TieRule rule) {
    tiesSaid.say(rule);
  }

  /** A tie rule. */
  @Word(value = "The first of equals.", example = "ties earlier")
  public TieRule getEarlier() {
    return TieRule.EARLIER;
  }

  /** A tie rule. */
  @Word(value = "The last of equals.", example = "ties later")
  public TieRule getLater() {
    return TieRule.LATER;
  }

  /** What tasks have in common. */
  @Word(
      value = "What several tasks have in common: a name that they `uses`, and a block.",
      example = "profile('embedded') { ... }")
  public void profile(
      String name,
      @DelegatesTo(value = ProfileBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    profiles.add(open(new ProfileBlock(name, reading()), body));
  }

  /** A step of difficulty. */
  @Word(
      value = "A step of difficulty: its number, its title, a block. At least one.",
      example = "level(1, 'Static rule') { ... }")
  public void level(
      int number,
      String title,
      @DelegatesTo(value = LevelBlock.class, strategy = Closure.DELEGATE_ONLY) Closure<?> body) {
    levels.add(open(new LevelBlock(number, title, reading()), body));
  }

  @Override
  void checkValues() {
    if (name.isBlank()) {
      problem("a suite's name is blank", "", "Write `suite('embedded') { ... }`.");
    }
    requireText(aboutSaid);
    require(
        protocolSaid,
        version -> version > 0,
        "`protocol` is %d",
        "versions count from 1",
        "Write `protocol 1`.");
    require(
        seedsSaid, list -> !list.isEmpty(), "`seeds` names no seed", "", "Write `seeds 11, 12`.");
    require(
        seedsSaid,
        list -> list.stream().allMatch(seed -> seed instanceof Integer || seed instanceof Long),
        "`seeds` names what is no whole number: %s",
        "seeds are whole numbers of at most 64 bits",
        "Write `seeds 11, 12, 13`.");
    require(
        seedsSaid,
        list -> list.stream().map(Number::longValue).distinct().count() == list.size(),
        "`seeds` names a seed twice: %s",
        "two attempts with one seed are one attempt",
        "Make each seed another number.");
    if (levels.isEmpty()) {
      problem(
          "the suite has no `level`",
          "a suite needs at least one",
          "Add `level(1, 'Title') { ... }`.");
    }
    checkNumbers();
    List<TaskBlock> tasks = levels.stream().flatMap(level -> level.tasks().stream()).toList();
    checkIds(tasks);
    connect(tasks, profiles);
    checkPaper(tasks);
  }

  private void checkPaper(List<TaskBlock> tasks) {
    tasks.stream()
        .filter(task -> !paperSaid.isSaid())
        .flatMap(task -> task.publishedPlace().stream().map(place -> Map.entry(task, place)))
        .findFirst()
        .ifPresent(
            first ->
                first
                    .getKey()
                    .reading()
                    .problem(
                        first.getValue(),
                        "`published` states what nobody can look up",
                        "`paper` of the suite says where published scores are from",
                        "Add `paper 'https://...'` to the suite."));
  }

  /** Gives tasks what their profiles say, and checks what they say of each other. */
  static void connect(List<TaskBlock> tasks, List<ProfileBlock> profiles) {
    Map<String, ProfileBlock> byName = new TreeMap<>();
    for (ProfileBlock profile : profiles) {
      if (byName.putIfAbsent(profile.name(), profile) != null) {
        profile.problem(
            "there are two profiles `" + profile.name() + "`", "", "Give this one another name.");
      }
    }
    Map<String, TaskBlock> byId = new TreeMap<>();
    tasks.forEach(task -> byId.put(task.id(), task));
    for (TaskBlock task : tasks) {
      task.use(byName);
      task.checkGates(byId);
    }
  }

  private void checkNumbers() {
    TreeMap<Integer, Place> numbers = new TreeMap<>();
    for (LevelBlock level : levels) {
      if (!numbers.isEmpty() && level.number() <= numbers.lastKey()) {
        level.problem(
            "level " + level.number() + " stands after level " + numbers.lastKey(),
            "levels stand by rising number, each once",
            "Give it a higher number, or move it up.");
      }
      numbers.put(level.number(), level.place());
    }
  }

  static void checkIds(List<TaskBlock> tasks) {
    TreeMap<String, TaskBlock> ids = new TreeMap<>();
    for (TaskBlock task : tasks) {
      TaskBlock first = ids.putIfAbsent(task.id(), task);
      if (first != null) {
        task.problem(
            "there are two tasks `" + task.id() + "`",
            "the first is in " + first.reading().where(first.place(), task.reading()),
            "Give this one another id.");
      }
    }
  }

  Suite suite() {
    List<Level> frozen = levels.stream().map(LevelBlock::level).toList();
    List<Long> longs = seedsSaid.value().stream().map(Number::longValue).toList();
    return new Suite(
        name,
        aboutSaid.value(),
        protocolSaid.value(),
        paperSaid.found(),
        longs,
        combinationSaid.valueOr(Combination.MEAN_OVER_TASKS),
        tiesSaid.valueOr(TieRule.EARLIER),
        frozen);
  }
}
