package org.autorl.trainers.script;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An algorithm as users see it.
 *
 * @param name on the command line and in scripts
 * @param about one sentence
 * @param format what a line of its data is
 * @param rewarded whether it needs rewards
 * @param defaults records whose components are its options
 * @param body trains; returns the updates made
 */
public record Algorithm(
    String name,
    String about,
    DataFormat format,
    boolean rewarded,
    List<Record> defaults,
    Body body) {
  /** The training itself. */
  @FunctionalInterface
  public interface Body {
    /** Trains the job's policy; returns the updates made. */
    int train(Job job) throws IOException;
  }

  public Algorithm {
    List<Record> all = new ArrayList<>(defaults);
    all.add(RunOptions.defaults());
    defaults = List.copyOf(all);
  }

  /** Makes its settings of options. */
  public SettingsBinder binder() {
    return new SettingsBinder(name, defaults);
  }
}
