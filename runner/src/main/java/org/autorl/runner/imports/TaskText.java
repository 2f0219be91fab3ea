package org.autorl.runner.imports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.autorl.records.Bytes;

/**
 * Writes the task file of a draft.
 *
 * @param profile that the task uses
 * @param policy folder beside the task file
 * @param policySize of all files of the policy
 */
record TaskText(Optional<String> profile, Optional<String> policy, Bytes policySize) {
  private static final Duration USUAL_TIME = Duration.ofHours(1);
  private static final long LEAST_DISK = 512;
  private static final long LEAST_CHECKPOINT = 64;
  private static final Bytes USUAL_MEMORY = Bytes.ofMebibytes(6L << 10);

  String of(Draft draft) {
    List<String> lines = new ArrayList<>();
    draft.header().forEach(text -> lines.addAll(Words.comment(text)));
    if (!draft.notCarried().isEmpty()) {
      lines.add("//");
    }
    draft.notCarried().forEach(text -> lines.addAll(Words.comment("Not carried over: " + text)));
    lines.add("");
    lines.add(
        "task(%s%s) {"
            .formatted(
                Words.quoted(draft.id()),
                profile.map(name -> ", uses: " + Words.quoted(name)).orElse("")));
    lines.add(
        Stream.of(first(draft), draft.data(), budget(draft.caps()), draft.grader())
            .filter(part -> !part.isEmpty())
            .map(TaskText::indented)
            .collect(Collectors.joining("\n\n")));
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  private static String indented(List<String> part) {
    return part.stream().map(line -> "    " + line).collect(Collectors.joining("\n"));
  }

  private List<String> first(Draft draft) {
    List<String> lines = new ArrayList<>();
    lines.add("about " + Words.quoted(draft.about()));
    policy.ifPresent(folder -> lines.add("policy " + Words.quoted(folder)));
    if (!draft.exposes().isEmpty()) {
      lines.add(
          "exposes " + String.join(", ", draft.exposes().stream().map(Words::quoted).toList()));
    }
    return lines;
  }

  /** With a profile, what the foreign task says; without, also what must be said. */
  private List<String> budget(Caps caps) {
    boolean whole = profile.isEmpty();
    List<String> lines = new ArrayList<>();
    if (whole || !caps.isNone()) {
      lines.add("budget {");
      line(lines, "wallClock   ", caps.wallClock().map(Words::time), Words.time(USUAL_TIME), whole);
      line(lines, "submissions ", Optional.empty(), "8", whole);
      long disk = Math.max(LEAST_DISK, 8 * checkpoint());
      line(
          lines,
          "disk        ",
          caps.disk().map(Words::size),
          Words.size(Bytes.ofMebibytes(disk)),
          whole);
      line(lines, "memory      ", caps.memory().map(Words::size), Words.size(USUAL_MEMORY), whole);
      lines.add("}");
    }
    if (whole) {
      lines.add(
          "submission { checkpoint atMost: %s }   // not stated there: the policy, with room to spare"
              .formatted(Words.size(Bytes.ofMebibytes(checkpoint()))));
    }
    return lines;
  }

  private static void line(
      List<String> lines, String word, Optional<String> said, String usual, boolean whole) {
    if (said.isPresent()) {
      lines.add("    " + word + said.get());
    } else if (whole) {
      lines.add("    " + word + "%-10s  // not stated there".formatted(usual));
    }
  }

  /** Twice the policy, in MB. */
  private long checkpoint() {
    return Math.max(LEAST_CHECKPOINT, (policySize.count() >> 19) + 1);
  }
}
