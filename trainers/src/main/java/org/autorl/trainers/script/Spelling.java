package org.autorl.trainers.script;

import java.util.Locale;

/** How the name of an option is written where it is used. */
public enum Spelling {
  /** {@code --learning-rate}. */
  COMMAND_LINE {
    @Override
    public String of(String camel) {
      return "--" + words(camel, "-");
    }
  },
  /** {@code learningRate}. */
  GROOVY {
    @Override
    public String of(String camel) {
      return camel;
    }
  },
  /** {@code learning_rate}, as TRL writes it in files and metrics. */
  TRL {
    @Override
    public String of(String camel) {
      return words(camel, "_");
    }
  };

  /** An option in this spelling, given its name in a settings record. */
  public abstract String of(String camel);

  private static String words(String camel, String between) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1" + between + "$2").toLowerCase(Locale.ROOT);
  }
}
