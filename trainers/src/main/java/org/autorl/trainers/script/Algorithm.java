package org.autorl.trainers.script;

import java.util.List;

/**
 * An algorithm as users see it.
 *
 * @param name on the command line and in scripts
 * @param about one sentence
 * @param format what a line of its data is
 * @param rewarded whether it needs rewards
 * @param defaults whose components are its options
 * @param body trains; returns the updates made
 */
public record Algorithm(
    String name, String about, DataFormat format, boolean rewarded, Record defaults, Body body) {
  /** The training itself. */
  @FunctionalInterface
  public interface Body {
    /** Trains the job's policy; returns the updates made. */
    int train(Job job);
  }

  /** An algorithm whose settings are of one type, which its body is given. */
  static <S extends Record> Algorithm of(
      String name, String about, DataFormat format, boolean rewarded, S defaults, Typed<S> typed) {
    @SuppressWarnings("unchecked") // bound settings are of the defaults' type
    Class<S> type = (Class<S>) defaults.getClass();
    return new Algorithm(
        name, about, format, rewarded, defaults, job -> typed.train(job, job.settings(type)));
  }

  /** A body that knows the type of its settings. */
  @FunctionalInterface
  interface Typed<S extends Record> {
    /** Trains the job's policy; returns the updates made. */
    int train(Job job, S settings);
  }

  /** Makes its settings of options. */
  SettingsBinder binder() {
    return new SettingsBinder(name, List.of(defaults));
  }

  /** The same with the options of a training from folder to folder. */
  public SettingsBinder commandLine() {
    return new SettingsBinder(name, List.of(defaults, FolderOptions.defaults()));
  }
}
