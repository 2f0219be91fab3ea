package org.autorl.trainers.cli;

import java.util.Locale;
import org.autorl.trainers.script.Algorithm;
import org.autorl.trainers.script.Algorithms;
import org.autorl.trainers.script.OptionTexts;
import org.autorl.trainers.script.SettingsBinder;
import org.autorl.trainers.script.Spelling;

/** What {@code train --help} says; options come from the settings records. */
final class TrainHelp {
  private static final String USAGE =
      """
      Usage: autorl train ALGORITHM --model DIR --data FILE [--reward FILE]... --out DIR [OPTION VALUE]...
             autorl train SCRIPT.groovy [--model DIR] [--data PATH] [--out DIR] [--seed N]
      """;

  private static final String COMMON =
      """
        --model DIR        policy folder to begin with; only read
        --data FILE        a JSON object a line
        --reward REWARD    FILE.groovy or java:CLASS; several as NAME=WEIGHT:FILE
        --out DIR          gets the policy, metrics.jsonl and training_args.json
        --resume           go on from the last checkpoint in --out
        --sandbox KIND     bubblewrap (default) or none; not inside a workspace
        --json             print the result as JSON
      """;

  private TrainHelp() {}

  static String all() {
    StringBuilder text = new StringBuilder(USAGE).append("\nAlgorithms:\n");
    for (Algorithm algorithm : Algorithms.all()) {
      text.append(line("  %-12s %s", algorithm.name(), algorithm.about()));
    }
    return text.append("\n")
        .append(COMMON)
        .append("\n`autorl train ALGORITHM --help` tells the options of one.\n")
        .toString();
  }

  static String of(Algorithm algorithm) {
    StringBuilder text = new StringBuilder(USAGE);
    text.append(line("\n%s: %s", algorithm.name(), algorithm.about()));
    text.append(line("A line of data is %s.\n", algorithm.format().shape()));
    text.append(COMMON).append('\n');
    OptionTexts texts = OptionTexts.load();
    for (SettingsBinder.Option option : algorithm.commandLine().options()) {
      text.append(
          line(
              "  %-34s %s (default %s)",
              Spelling.COMMAND_LINE.of(option.name()),
              texts.of(algorithm.name(), option.name()),
              option.initialText()));
    }
    return text.toString();
  }

  static String script() {
    return USAGE
        + "\nA script trains with the words that docs/guides/train-a-policy.md shows; --model, --data and --out\n"
        + "are its variables MODEL_PATH, DATA_PATH and OUTPUT_DIR.\n";
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + "\n";
  }
}
