package org.autorl.runner.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.autorl.records.Fact;
import org.autorl.records.Task;
import org.autorl.records.TaskFacts;
import org.autorl.runner.grading.Worlds;

/**
 * The text that an agent is given: what the task's prompt says, then how it is scored and how to
 * hand in. The numbers come from the task itself, so that no text can promise others.
 */
final class Assignment {
  /** What is for readers of the board, and would be noise or a hint to an agent. */
  private static final Set<String> NOT_FOR_AGENTS = Set.of("Fingerprint", "Reported elsewhere");

  private final Task task;
  private final List<Fact> facts;

  private Assignment(Task task) {
    this.task = task;
    this.facts =
        TaskFacts.of(task).stream().filter(f -> !NOT_FOR_AGENTS.contains(f.name())).toList();
  }

  /**
   * The whole text.
   *
   * @param folder that the task's paths are relative to
   */
  static String text(Task task, Path folder) throws IOException {
    Assignment assignment = new Assignment(task);
    return Files.readString(folder.resolve(task.prompt())).strip()
        + "\n\n"
        + assignment.scoring()
        + "\n"
        + assignment.contract();
  }

  private String scoring() {
    return facts.stream()
        .map(fact -> "| %s | %s |\n".formatted(fact.name(), fact.text().replace("|", "\\|")))
        .collect(Collectors.joining("", "## How it is scored\n| | |\n| --- | --- |\n", ""));
  }

  private String contract() throws IOException {
    String text = resource("contract.md");
    boolean played = task.environment().filter(world -> Worlds.isKnown(world.name())).isPresent();
    String files = "| `FILES_PATH` | folder of the task's own files; read only |\n";
    Map<String, String> values =
        Map.of(
            "{task}", task.id(),
            "{network}", network(),
            "{world}", played ? resource("world.md") : "",
            "{files}", task.files().isEmpty() ? "" : files,
            "{metric}", fact("Metric"),
            "{budget}", fact("Budget"),
            "{atMost}", task.submission().atMost().toString());
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace(value.getKey(), value.getValue());
    }
    return text;
  }

  private String network() {
    return switch (task.network()) {
      case OFFLINE -> "There is no other network. ";
      case MIRRORED ->
          "There is no other network but a mirror, where `HF_ENDPOINT` or `PIP_INDEX_URL` is set: the Hugging Face hub's clients"
              + " and `pip` use it by themselves. What you fetch is recorded, and this suite's data sets are not handed out. ";
      case OPEN -> "";
    };
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Assignment.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String fact(String name) {
    return facts.stream().filter(f -> f.name().equals(name)).map(Fact::text).findFirst().orElse("");
  }
}
