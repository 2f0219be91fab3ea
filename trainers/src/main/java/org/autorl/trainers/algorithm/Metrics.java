package org.autorl.trainers.algorithm;

import java.util.Map;
import java.util.TreeMap;

/** Numbers of one update that grow part by part, by TRL's keys. */
final class Metrics {
  private final Map<String, Double> values = new TreeMap<>();

  /** Starts with what is known before the update, such as rewards. */
  static Metrics of(Map<String, Double> known) {
    Metrics metrics = new Metrics();
    metrics.values.putAll(known);
    return metrics;
  }

  /** Adds a part's share of a mean, or of a sum. */
  void add(String key, double share) {
    values.merge(key, share, Double::sum);
  }

  void put(String key, double value) {
    values.put(key, value);
  }

  double get(String key) {
    return values.getOrDefault(key, 0.0);
  }

  Map<String, Double> values() {
    return new TreeMap<>(values);
  }
}
