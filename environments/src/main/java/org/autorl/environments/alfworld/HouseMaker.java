package org.autorl.environments.alfworld;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.autorl.environments.pddl.Operator;
import org.autorl.environments.textworld.TextGame;

/** Makes houses with errands that can be done, from a seed. */
public final class HouseMaker {
  /** Longest plans of houses are around twelve operators. */
  private static final int LONGEST = 30;

  private static final int MOST_OF_A_KIND = 3;

  private final Kinds kinds;
  private final String domain;
  private final String name;
  private final String grammar;

  /**
   * Makes games of one domain.
   *
   * @param name of the domain
   * @param domain PDDL with ALFWorld's names
   * @param grammar with {@code UNKNOWN GOAL} where the errand belongs
   */
  public HouseMaker(Kinds kinds, String name, String domain, String grammar) {
    this.kinds = kinds;
    this.name = name;
    this.domain = domain;
    this.grammar = grammar;
  }

  /** A game with a shortest walkthrough, the same for the same seed. */
  public GameFile make(TaskType type, SplittableRandom random) {
    while (true) {
      House house = house(random);
      List<Errand> errands = errands(house, type);
      if (!errands.isEmpty()) {
        Optional<GameFile> game = game(house, errands.get(random.nextInt(errands.size())));
        if (game.isPresent()) {
          return game.get();
        }
      }
    }
  }

  /** A house with an errand as a game; empty if the errand cannot be done, or is done already. */
  public Optional<GameFile> game(House house, Errand errand) {
    GameFile game =
        new GameFile(
            domain,
            grammar.replace("UNKNOWN GOAL", errand.sentence()),
            house.problem(name, kinds, errand),
            Optional.empty(),
            false);
    TextGame ready = game.game();
    Optional<List<Operator>> plan =
        new Oracle(ready.task()).plan(ready.task().start(), LONGEST).filter(p -> !p.isEmpty());
    return plan.map(
        operators ->
            new GameFile(
                game.domain(),
                game.grammar(),
                game.problem(),
                Optional.of(operators.stream().map(ready::command).toList()),
                true));
  }

  /** A room with receptacles and things in them. */
  public House house(SplittableRandom random) {
    String room = kinds.rooms().get(random.nextInt(kinds.rooms().size()));
    List<House.Receptacle> receptacles = new ArrayList<>();
    kinds
        .room(room)
        .forEach(
            (kind, about) -> {
              int count = about == 1 ? 1 : about - 1 + random.nextInt(3);
              for (int i = 0; i < count; i++) {
                receptacles.add(receptacle(kind, receptacles, random));
              }
            });
    List<House.Thing> things = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    for (House.Receptacle receptacle : receptacles) {
      List<String> fitting = kinds.holds(receptacle.kind());
      for (int i = random.nextInt(5); i > 0; i--) {
        String kind = fitting.get(random.nextInt(fitting.size()));
        boolean isLamp = kinds.can(kind).contains("toggleable");
        if (counts.getOrDefault(kind, 0) < (isLamp ? 1 : MOST_OF_A_KIND)) {
          counts.merge(kind, 1, Integer::sum);
          things.add(new House.Thing(named(kind, random), kind, receptacle.name()));
        }
      }
    }
    receptacles.sort(Comparator.comparing(House.Receptacle::name));
    things.sort(Comparator.comparing(House.Thing::name));
    return new House(receptacles, things, "loc|0|0|0|30");
  }

  private House.Receptacle receptacle(
      String kind, List<House.Receptacle> before, SplittableRandom random) {
    String called =
        kind.endsWith("Basin")
            ? named(kind.substring(0, kind.length() - "Basin".length()), random) + "|" + kind
            : named(kind, random);
    // Some stand so close together that one sees to both from one place.
    String location =
        !before.isEmpty() && random.nextInt(6) == 0
            ? before.get(random.nextInt(before.size())).location()
            : "loc|%d|%d|%d|30"
                .formatted(before.size() + 1, random.nextInt(20) - 10, random.nextInt(4));
    return new House.Receptacle(called, kind, location, kinds.isOpenable(kind));
  }

  private static String named(String kind, SplittableRandom random) {
    StringBuilder named = new StringBuilder(kind);
    for (int axis = 0; axis < 3; axis++) {
      named.append(String.format(Locale.ROOT, "|%+06.2f", random.nextInt(800) / 100.0 - 4));
    }
    return named.toString();
  }

  /** All errands of a type that the house is good for. */
  public List<Errand> errands(House house, TaskType type) {
    Set<String> present = new LinkedHashSet<>();
    house.receptacles().forEach(receptacle -> present.add(receptacle.kind()));
    Set<Errand> errands = new LinkedHashSet<>();
    for (House.Thing thing : house.things()) {
      if (!kinds.can(thing.kind()).containsAll(needs(type))) {
        continue;
      }
      for (String target : type == TaskType.EXAMINE ? lamps(house) : present) {
        Errand errand = new Errand(type, thing.kind(), target);
        if (type == TaskType.EXAMINE || isWork(house, errand)) {
          errands.add(errand);
        }
      }
    }
    return List.copyOf(errands);
  }

  private static List<String> needs(TaskType type) {
    return switch (type) {
      case CLEAN -> List.of("pickupable", "cleanable");
      case HEAT -> List.of("pickupable", "heatable");
      case COOL -> List.of("pickupable", "coolable");
      default -> List.of("pickupable");
    };
  }

  private List<String> lamps(House house) {
    return house.things().stream()
        .map(House.Thing::kind)
        .filter(kind -> kinds.can(kind).contains("toggleable"))
        .distinct()
        .toList();
  }

  /** Whether the things fit where they belong, there are enough, and none is there yet. */
  private boolean isWork(House house, Errand errand) {
    Set<String> targets = new LinkedHashSet<>();
    house.receptacles().stream()
        .filter(receptacle -> receptacle.kind().equals(errand.target()))
        .forEach(receptacle -> targets.add(receptacle.name()));
    List<House.Thing> same =
        house.things().stream().filter(thing -> thing.kind().equals(errand.thing())).toList();
    return kinds.holds(errand.target()).contains(errand.thing())
        && same.size() >= (errand.type() == TaskType.PUT_TWO ? 2 : 1)
        && same.stream().noneMatch(thing -> targets.contains(thing.in()));
  }
}
