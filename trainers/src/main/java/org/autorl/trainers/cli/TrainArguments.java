package org.autorl.trainers.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.autorl.trainers.script.SettingsBinder;

/**
 * What was typed after {@code train} and its algorithm or script.
 *
 * @param settings other options by their {@code camelCase} names, or as typed if nobody knows them
 * @param problems what is wrong with the form of what was typed
 */
record TrainArguments(
    Optional<Path> model,
    Optional<Path> data,
    List<String> rewards,
    Optional<Path> out,
    boolean resume,
    boolean json,
    boolean help,
    Map<String, String> settings,
    List<String> problems) {
  private static final List<String> SWITCHES = List.of("--resume", "--json", "--help");
  private static final List<String> OWN = List.of("--model", "--data", "--out", "--reward");

  /**
   * Reads them.
   *
   * @param known finds an algorithm's option by its name as typed
   */
  static TrainArguments parse(
      List<String> typed, Function<String, Optional<SettingsBinder.Option>> known) {
    Deque<String> rest = new ArrayDeque<>(typed);
    Map<String, List<String>> own = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    while (!rest.isEmpty()) {
      String word = rest.pop();
      if (!word.startsWith("--")) {
        problems.add("`%s` stands where an option is expected".formatted(word));
        continue;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      Optional<String> value =
          equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
      Optional<SettingsBinder.Option> option = known.apply(name);
      boolean needsNone =
          SWITCHES.contains(name) || option.map(SettingsBinder.Option::isSwitch).orElse(false);
      if (value.isEmpty() && !SWITCHES.contains(name)) {
        value = next(rest, needsNone);
      }
      if (value.isEmpty() && !needsNone) {
        problems.add("`%s` lacks a value".formatted(name));
      } else if (SWITCHES.contains(name) || OWN.contains(name)) {
        own.computeIfAbsent(name, n -> new ArrayList<>()).add(value.orElse("true"));
      } else {
        String key = option.map(SettingsBinder.Option::name).orElse(name.substring(2));
        if (settings.put(key, value.orElse("true")) != null) {
          problems.add("`%s` is given twice".formatted(name));
        }
      }
    }
    for (String once : List.of("--model", "--data", "--out")) {
      if (own.getOrDefault(once, List.of()).size() > 1) {
        problems.add("`%s` is given twice".formatted(once));
      }
    }
    return new TrainArguments(
        path(own, "--model"),
        path(own, "--data"),
        own.getOrDefault("--reward", List.of()),
        path(own, "--out"),
        own.containsKey("--resume"),
        own.containsKey("--json"),
        own.containsKey("--help"),
        settings,
        problems);
  }

  /** The next word, if it is a value; of a switch only a truth is one. */
  private static Optional<String> next(Deque<String> rest, boolean ofSwitch) {
    boolean isValue =
        !rest.isEmpty()
            && (ofSwitch
                ? List.of("true", "false").contains(rest.peek())
                : !rest.peek().startsWith("--"));
    return isValue ? Optional.of(rest.pop()) : Optional.empty();
  }

  private static Optional<Path> path(Map<String, List<String>> own, String name) {
    return own.getOrDefault(name, List.of()).stream().findFirst().map(Path::of);
  }
}
