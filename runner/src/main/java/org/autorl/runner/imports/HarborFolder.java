package org.autorl.runner.imports;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.records.Bytes;

/**
 * A task folder of Harbor, as Terminal-Bench 2 has them, described by {@code task.toml}. Such a
 * task asks an agent to change a container. It has no policy to train, no items and no grader of
 * completions; what it does say is carried over, and the rest is left to its author.
 */
final class HarborFolder {
  static final String CONFIG = "task.toml";

  private static final String KIND = "Harbor";
  private static final String INSTRUCTION = "instruction.md";
  private static final String PROGRAM = "tests/evaluate.py";
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(10);
  private static final long TOO_LARGE = 1L << 50;
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([KMGT])(?:i?B)?");

  private final SourceFolder folder;
  private final Config config;
  private final Problems problems;
  private final Set<String> used = new TreeSet<>(Set.of(CONFIG, INSTRUCTION));
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private HarborFolder(SourceFolder folder, Config config) {
    this.folder = folder;
    this.config = config;
    this.problems = folder.problems();
  }

  /** What the folder says; empty if there is a problem with it. */
  static Optional<Draft> read(SourceFolder folder) throws IOException {
    Optional<Config> config = ConfigFile.toml(folder, CONFIG);
    return config.isPresent() ? new HarborFolder(folder, config.get()).draft() : Optional.empty();
  }

  private Optional<Draft> draft() throws IOException {
    int before = problems.count();
    checkVersion();
    Optional<String> id = TaskId.of(folder.name(), folder.shown().toString(), problems);
    Config task = config.block("task");
    Config metadata = config.block("metadata");
    Config verifier = config.block("verifier");
    Config agent = config.block("agent");
    Config environment = config.block("environment");
    Caps caps =
        new Caps(
            seconds(agent),
            size(environment, "storage", "storage_mb"),
            size(environment, "memory", "memory_mb"));
    Optional<Duration> timeout = seconds(verifier);
    Optional<String> instruction =
        folder.text(INSTRUCTION, "A task has one instruction; tasks in several steps have none.");
    Optional<byte[]> program = program();
    if (problems.count() > before || id.isEmpty() || instruction.isEmpty()) {
      return Optional.empty();
    }
    program.ifPresent(content -> files.put(PROGRAM, content));
    String about =
        task.text("description").map(Words::line).orElse(Words.sentence(instruction.get()));
    List<String> header = header(task, metadata);
    return Optional.of(
        new Draft(
            id.get(),
            KIND,
            header,
            notCarried(List.of(config, verifier, agent, environment)),
            "embedded",
            about.isBlank() ? "Do what the task `" + id.get() + "` of " + KIND + " asks." : about,
            Prompts.of(instruction.get()),
            List.of(),
            caps,
            DATA,
            grader(timeout, program.isPresent()),
            awaits(id.get(), program.isPresent()),
            files));
  }

  private static List<String> awaits(String id, boolean hasProgram) {
    String data = "error: task `" + id + "` lacks `data`";
    String program = "error: `program` names a file that does not exist: `" + PROGRAM + "`";
    return hasProgram ? List.of(data) : List.of(data, program);
  }

  private void checkVersion() {
    for (String key : List.of("version", "schema_version")) {
      Optional<String> version = config.text(key);
      if (version.isPresent() && !version.get().matches("1(\\..*)?")) {
        config.wrong(key, "1, such as \"1.0\"", "Look at what has changed since, by hand.");
      }
    }
  }

  private static Optional<Duration> seconds(Config block) {
    return block
        .amount("timeout_sec")
        .map(seconds -> Duration.ofSeconds((long) Math.ceil(seconds)));
  }

  /** A size as a number of megabytes or, in older files, as a text such as {@code 2G}. */
  private static Optional<Bytes> size(Config block, String text, String megabytes) {
    if (block.has(megabytes)) {
      return block.amount(megabytes).map(n -> Bytes.ofMebibytes((long) Math.ceil(n)));
    }
    Optional<String> said = block.text(text);
    Optional<Bytes> size =
        said.map(SIZE::matcher).filter(Matcher::matches).map(HarborFolder::bytes);
    if (said.isPresent() && size.filter(s -> s.count() > 0 && s.count() < TOO_LARGE).isEmpty()) {
      block.wrong(text, "a size such as \"2G\" or \"512M\"", "Write `" + megabytes + " = 2048`.");
    }
    return size;
  }

  private static Bytes bytes(Matcher size) {
    double unit = Math.pow(1024, "KMGT".indexOf(size.group(2)) + 1.0);
    return new Bytes((long) (Double.parseDouble(size.group(1)) * unit));
  }

  /** A program that grades completions, which tests of a container rarely are. */
  private Optional<byte[]> program() {
    if (!folder.has(PROGRAM)) {
      return Optional.empty();
    }
    return folder
        .bytes(PROGRAM, Bytes.ofMebibytes(1), "")
        .filter(PerSample::grades)
        .filter(content -> used.add(PROGRAM));
  }

  private static final List<String> DATA =
      """
      // To do: the items. Write a JSON-lines file, each line with a `prompt` and an `answer`, and name it here:
      //
      //     data file('items.jsonl', licence: 'CC0-1.0', digest: 'its SHA-256') {
      //         visible  60
      //         practice 20, after: 60
      //         sealed   20, after: 80
      //     }
      """
          .lines()
          .toList();

  private static List<String> grader(Optional<Duration> timeout, boolean isThere) {
    List<String> lines = new ArrayList<>();
    if (!isThere) {
      lines.addAll(
          """
          // To do: the program. Tests of a container cannot grade a completion, so write one that can, with a function
          // `evaluate(question, model_answer, reference_answer)` that answers 0 to 1, as `tests/evaluate.py`.
          """
              .lines()
              .toList());
    }
    String time = Words.time(timeout.orElse(USUAL_TIMEOUT));
    lines.addAll(
        """
        grader program('tests/evaluate.py') {
            passAt    50           // not stated there: grade the base policy first, then choose
            maxTokens 512          // not stated there
            timeout   %-11s  // %s
        }
        """
            .formatted(
                time,
                timeout.isPresent()
                    ? "the verifier's there, for one completion here"
                    : "not stated there: the usual one")
            .lines()
            .toList());
    return lines;
  }

  private List<String> header(Config task, Config metadata) {
    List<String> header = new ArrayList<>();
    header.add(
        "Imported from `%s`, a task folder of %s.".formatted(Words.line(folder.name()), KIND));
    for (String described : List.of(task.described(), metadata.described())) {
      if (!described.isEmpty()) {
        header.add(described);
      }
    }
    header.add(
        "A draft: such a task asks an agent to change a container. It has no policy to train, no"
            + " items, and no grader of completions. What it says stands below; what is missing is"
            + " marked `To do`, and `check` asks for it.");
    return header;
  }

  private List<String> notCarried(List<Config> blocks) throws IOException {
    List<String> sentences = new ArrayList<>();
    List<String> keys = blocks.stream().flatMap(block -> block.unasked().stream()).toList();
    LeftBehind.say("of task.toml", keys, sentences);
    LeftBehind.say("of its files", folder.beside(used), sentences);
    return sentences;
  }
}
