package org.autorl.environments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.autorl.environments.alfworld.AlfWorld;
import org.autorl.environments.webshop.WebShop;

/** Items of one kind, made from a seed. */
public interface Family {
  /** The families whose texts base policies are pretrained on. */
  static List<Family> pretrained() {
    return List.of(
        new Arithmetic(),
        new Letters(),
        new StackCode(),
        new Shop(),
        new Search(),
        new Household());
  }

  /** All families; no base policy has read those that came later. */
  static List<Family> all() {
    List<Family> later = List.of(new AlfWorld(), new WebShop(), new WorldFacts());
    return Stream.concat(pretrained().stream(), later.stream()).toList();
  }

  /** The family of this name. */
  static Optional<Family> named(String name) {
    return all().stream().filter(family -> family.name().equals(name)).findFirst();
  }

  /** The word for it in {@code tasks.groovy}. */
  String name();

  /** One random item, of any partition; its id is its content. */
  Item draw(SplittableRandom random);

  /** Documents to pretrain a base policy on: endless, visible partition only. */
  Stream<String> pretrainingText(long seed);

  /** Visible files by name, a JSON object a line, for {@code items} items. */
  Map<String, List<ObjectNode>> visibleFiles(long seed, int items);

  /**
   * Distinct items of one partition, the same for the same arguments.
   *
   * @throws IllegalArgumentException if the partition does not hold that many
   */
  default List<Item> items(Partition partition, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> seen = new HashSet<>();
    List<Item> items = new ArrayList<>();
    for (long tries = 0; items.size() < count; tries++) {
      if (tries > 1000L + 200L * count) {
        throw new IllegalArgumentException(
            "`%s` has no %d distinct items in %s; about %d can be had"
                .formatted(name(), count, partition, items.size()));
      }
      Item item = draw(random);
      if (Partition.of(item.id()) == partition && seen.add(item.id())) {
        items.add(
            new Item(
                "%s-%s-%d"
                    .formatted(
                        name(),
                        partition.name().toLowerCase(java.util.Locale.ROOT),
                        items.size() + 1),
                item.prompt(),
                item.data()));
      }
    }
    return items;
  }

  /** A random item of the visible partition. */
  default Item drawVisible(SplittableRandom random) {
    while (true) {
      Item item = draw(random);
      if (Partition.of(item.id()) == Partition.VISIBLE) {
        return item;
      }
    }
  }
}
