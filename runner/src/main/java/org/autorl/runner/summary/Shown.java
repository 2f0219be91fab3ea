package org.autorl.runner.summary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.autorl.records.Json;

/**
 * The trajectory as a model is shown it: its objects, a numbered line each, as the site numbers
 * them. What is long is shortened, and of many steps the middle ones are left out.
 *
 * @param steps that are in it
 */
record Shown(String text, Set<Integer> steps) {
  private static final int STEP = 600;

  /** As the site has it: a longer line is none, and no step after so many has a place. */
  private static final int LINE = 1 << 20;

  private static final int STEPS = 20_000;

  /** Characters of the first steps, and as many of the last. */
  private static final int HALF = 40_000;

  private record Step(int number, String line) {}

  static Shown of(Path trajectory) throws IOException {
    List<Step> first = new ArrayList<>();
    Deque<Step> last = new ArrayDeque<>();
    int firstRoom = HALF;
    int lastRoom = HALF;
    int number = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(trajectory), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine();
          line != null && number < STEPS;
          line = lines.readLine()) {
        Optional<ObjectNode> object = object(line);
        if (object.isEmpty()) {
          continue;
        }
        Step step = step(++number, object.get());
        if (last.isEmpty() && step.line().length() <= firstRoom) {
          firstRoom -= step.line().length();
          first.add(step);
        } else {
          lastRoom -= step.line().length();
          last.add(step);
          while (lastRoom < 0) {
            lastRoom += last.remove().line().length();
          }
        }
      }
    }
    int gap = last.isEmpty() ? 0 : last.getFirst().number() - first.size() - 1;
    return shown(first, gap, last);
  }

  private static Shown shown(List<Step> first, int gap, Deque<Step> last) {
    Set<Integer> steps = new TreeSet<>();
    StringBuilder text = new StringBuilder();
    first.forEach(step -> add(step, text, steps));
    if (gap > 0) {
      text.append("... ").append(gap).append(" steps are not shown\n");
    }
    last.forEach(step -> add(step, text, steps));
    return new Shown(text.toString(), steps);
  }

  private static void add(Step step, StringBuilder text, Set<Integer> steps) {
    text.append(step.line());
    steps.add(step.number());
  }

  private static Optional<ObjectNode> object(String line) {
    try {
      return line.length() > LINE ? Optional.empty() : Optional.of(Json.readObject(line));
    } catch (IllegalArgumentException e) {
      // The site does not number it either.
      return Optional.empty();
    }
  }

  private static Step step(int number, ObjectNode object) {
    String line = Json.canonical(object);
    String shown = line.length() <= STEP ? line : line.substring(0, STEP) + " ...";
    return new Step(number, "[" + number + "] " + shown + "\n");
  }
}
