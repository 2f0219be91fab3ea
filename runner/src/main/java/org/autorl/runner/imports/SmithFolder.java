package org.autorl.runner.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.autorl.records.Bytes;

/** A task folder of Agent² RL-Bench's plug-in family, described by {@code config.yaml}. */
final class SmithFolder {
  static final String CONFIG = "config.yaml";

  private static final String KIND = "Agent² RL-Bench";
  private static final String DESCRIPTION = "description.md";
  private static final Bytes MOST_EXPOSED = Bytes.ofMebibytes(16);
  private static final List<String> OURS = List.of("items.jsonl", "prompt.md", "task.groovy");

  private final SourceFolder folder;
  private final Config config;
  private final Problems problems;
  private final Set<String> used = new TreeSet<>(Set.of(CONFIG));
  private final List<String> notCarried = new ArrayList<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private SmithFolder(SourceFolder folder, Config config) {
    this.folder = folder;
    this.config = config;
    this.problems = folder.problems();
  }

  /** What the folder says; empty if there is a problem with it. */
  static Optional<Draft> read(SourceFolder folder) throws IOException {
    Optional<Config> config = ConfigFile.yaml(folder, CONFIG);
    return config.isPresent() ? new SmithFolder(folder, config.get()).draft() : Optional.empty();
  }

  private Optional<Draft> draft() throws IOException {
    int before = problems.count();
    Optional<String> name = config.text("name");
    if (name.isEmpty()) {
      problems.add(
          "`name` is missing",
          folder.at(CONFIG),
          "each task has a `name`, which its id is made of",
          "Add `name: " + folder.name() + "`.");
    }
    Optional<String> id = name.flatMap(said -> TaskId.of(said, folder.at(CONFIG), problems));
    Optional<Part> part =
        switch (config.text("eval_mode").orElse("per_sample")) {
          case "per_sample" -> new PerSample(folder, notCarried, files).part();
          case "opencompass" -> openCompass();
          default -> unknownMode();
        };
    part.ifPresent(found -> used.addAll(found.used()));
    Optional<String> described = description();
    List<String> exposes = exposes(part.map(Part::rows).orElse(Set.of()));
    if (problems.count() > before || id.isEmpty() || part.isEmpty()) {
      return Optional.empty();
    }
    List<String> header = header();
    leaveBehind();
    return Optional.of(
        new Draft(
            id.get(),
            KIND,
            header,
            List.copyOf(notCarried),
            part.get().profile(),
            about(id.get(), described),
            Prompts.of(described.orElse("# " + id.get())),
            exposes,
            Caps.none(),
            part.get().data(),
            part.get().grader(),
            List.of(),
            files));
  }

  private String about(String id, Optional<String> described) {
    Optional<String> own = config.text("description").map(Words::line);
    return own.filter(text -> text.length() <= Words.SENTENCE)
        .or(() -> own.or(() -> described).map(Words::sentence))
        .filter(sentence -> !sentence.isBlank())
        .orElse("Do what the task `" + id + "` of " + KIND + " asks.");
  }

  private Optional<Part> unknownMode() {
    config.wrong(
        "eval_mode",
        "`per_sample` or `opencompass`",
        "A task of another kind has its own grader; write it as in docs/guides/add-a-task.md.");
    return Optional.empty();
  }

  private Optional<Part> openCompass() {
    String name = config.text("opencompass_dataset").orElse("");
    Optional<KnownDatasets.Known> known = KnownDatasets.find(name);
    if (known.isEmpty()) {
      config.wrong(
          "opencompass_dataset",
          "one of " + Words.ticked(KnownDatasets.names()),
          "Write a task for another data set as in docs/guides/add-a-task.md.");
      return Optional.empty();
    }
    KnownDatasets.Known dataset = known.get();
    Config source = config.block("source");
    int rows =
        source
            .amount("max_samples")
            .map(most -> Math.max(1, Math.min(dataset.visible(), most.intValue())))
            .orElse(dataset.visible());
    source
        .text("hf_dataset")
        .filter(said -> !said.equals(dataset.hub()))
        .ifPresent(
            said ->
                notCarried.add(
                    "source.hf_dataset `%s`: the rows are those of `%s`"
                        .formatted(Words.line(said), dataset.hub())));
    return Optional.of(
        new Part(
            "full", List.of(), Set.of(), dataset.data(rows), dataset.grader().lines().toList()));
  }

  private Optional<String> description() {
    used.add(DESCRIPTION);
    Optional<String> file =
        folder.has(DESCRIPTION) ? folder.text(DESCRIPTION, "") : Optional.empty();
    return file.filter(text -> !text.isBlank())
        .or(() -> config.text("description").map(text -> "# " + folder.name() + "\n" + text));
  }

  /** Files for the agent; never rows that it could be graded on. */
  private List<String> exposes(Set<String> rows) {
    List<String> exposes = new ArrayList<>();
    for (String said : config.texts("expose_files")) {
      Optional<byte[]> content =
          folder.bytes(said, MOST_EXPOSED, "Take it out of `expose_files`, or add the file.");
      if (content.isEmpty()) {
        continue;
      }
      String file = Path.of(said).normalize().toString();
      used.add(file);
      if (!rows.isEmpty() && (file.startsWith("data/") || holdsRows(content.get(), rows))) {
        notCarried.add(
            "`%s` of expose_files: it holds rows, and the agent sees the visible ones alone"
                .formatted(Words.line(file)));
      } else if (OURS.contains(file) || file.startsWith(PolicyFolder.NAME + "/")) {
        problems.add(
            "`" + file + "` of `expose_files` has the name of a file of ours",
            folder.at(CONFIG),
            Words.ticked(OURS) + " and `policy/` are written by the import",
            "Give it another name.");
      } else {
        files.put(file, content.get());
        exposes.add(file);
      }
    }
    return exposes.stream().distinct().toList();
  }

  private static boolean holdsRows(byte[] content, Set<String> rows) {
    return new String(content, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .anyMatch(rows::contains);
  }

  private List<String> header() {
    List<String> header = new ArrayList<>();
    header.add(
        "Imported from `%s`, a task folder of %s.".formatted(Words.line(folder.name()), KIND));
    config.text("task_type").ifPresent(type -> header.add("task_type: " + Words.line(type)));
    config
        .text("description")
        .filter(text -> Words.line(text).length() > Words.SENTENCE)
        .ifPresent(text -> header.add("description: " + Words.line(text)));
    if (config.has("source")) {
      header.add("source: " + config.block("source").described());
    }
    return header;
  }

  private void leaveBehind() throws IOException {
    LeftBehind.say("of config.yaml", config.unasked(), notCarried);
    LeftBehind.say("of its files", folder.beside(used), notCarried);
  }
}
