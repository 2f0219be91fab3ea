package org.autorl.site.changes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.autorl.records.Json;
import org.autorl.site.read.RunReader;

/**
 * Reads records of changes, {@code changes/ID.json} in a folder of results, and believes nothing: a
 * field that is missing, unknown or of another type is a problem, and all problems are told at
 * once. docs/reference/site-data.md states the form.
 */
final class ChangeReader {
  /** One file, with a change or with problems. */
  record Read(String file, Optional<Change> change, List<String> problems) {}

  private static final String ID = "[a-z0-9][a-z0-9.-]*";
  private static final Set<String> ACCEPTED = Set.of("kind", "at", "run", "reason");
  private static final Set<String> OTHERS =
      Set.of("kind", "at", "run", "reason", "rule", "attempts");
  private static final Set<String> OF_WITHDRAWN = Set.of("task", "seed", "was");
  private static final Set<String> OF_CHANGED = Set.of("task", "seed", "was", "now");

  private final ObjectNode record;
  private final List<String> problems = new ArrayList<>();

  private ChangeReader(ObjectNode record) {
    this.record = record;
  }

  /** All in a folder of results, by name; none if it has no such folder. */
  static List<Read> all(Path results) throws IOException {
    Path folder = results.resolve(RunReader.CHANGES);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.sorted().toList();
    }
    List<Read> all = new ArrayList<>();
    for (Path file : files) {
      all.add(read(file));
    }
    return all;
  }

  private static Read read(Path file) {
    String name = file.getFileName().toString();
    if (!name.matches(ID + "\\.json")) {
      return refused(name, "its name is not allowed; a record is named like 2026-03-05-leak.json");
    }
    try {
      ChangeReader reader = new ChangeReader(Json.readObject(Files.readString(file)));
      Optional<Change> change = reader.change(name.substring(0, name.length() - ".json".length()));
      return new Read(name, change, List.copyOf(reader.problems));
    } catch (IOException e) {
      return refused(name, "it cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return refused(name, "it is no JSON object" + place(e));
    }
  }

  private static String place(IllegalArgumentException e) {
    return e.getCause() instanceof JsonProcessingException found && found.getLocation() != null
        ? ", at line %d, column %d"
            .formatted(found.getLocation().getLineNr(), found.getLocation().getColumnNr())
        : "";
  }

  private static Read refused(String name, String problem) {
    return new Read(name, Optional.empty(), List.of(problem));
  }

  private Optional<Change> change(String id) {
    Optional<Change.Kind> kind = kind();
    boolean accepted = kind.equals(Optional.of(Change.Kind.ACCEPTED));
    only(record, accepted ? ACCEPTED : OTHERS, "");
    Optional<Instant> at = at();
    Optional<String> run = text("run", "the id of a run");
    Optional<String> reason =
        accepted && !record.has("reason")
            ? Optional.empty()
            : text("reason", "a sentence that says why");
    Optional<Change.Rule> rule = accepted ? Optional.empty() : rule();
    List<Change.Score> scores =
        kind.isEmpty() || accepted ? List.of() : scores(kind.get() == Change.Kind.CHANGED);
    return problems.isEmpty()
        ? Optional.of(
            new Change(
                id, kind.orElseThrow(), at.orElseThrow(), run.orElseThrow(), rule, reason, scores))
        : Optional.empty();
  }

  private Optional<Change.Kind> kind() {
    Optional<String> wire = text("kind", "`accepted`, `changed` or `withdrawn`");
    Optional<Change.Kind> kind =
        wire.flatMap(
            text -> Stream.of(Change.Kind.values()).filter(k -> k.wire().equals(text)).findFirst());
    if (wire.isPresent() && kind.isEmpty()) {
      problems.add(
          "`kind` is `%s`; allowed are `accepted`, `changed` and `withdrawn`"
              .formatted(wire.get()));
    }
    return kind;
  }

  private Optional<Change.Rule> rule() {
    Optional<String> wire = text("rule", "one of " + Change.Rule.all());
    Optional<Change.Rule> rule =
        wire.flatMap(
            text -> Stream.of(Change.Rule.values()).filter(r -> r.wire().equals(text)).findFirst());
    if (wire.isPresent() && rule.isEmpty()) {
      problems.add("`rule` is `%s`; allowed are %s".formatted(wire.get(), Change.Rule.all()));
    }
    return rule;
  }

  private Optional<Instant> at() {
    Optional<String> text = text("at", "a time in UTC like 2026-03-05T12:00:00Z");
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException e) {
      problems.add(
          "`at` is `%s`; a time in UTC like 2026-03-05T12:00:00Z is allowed"
              .formatted(text.orElse("")));
      return Optional.empty();
    }
  }

  private Optional<String> text(String field, String what) {
    return text(record, field, "`" + field + "`", what);
  }

  private Optional<String> text(JsonNode from, String field, String name, String what) {
    JsonNode value = from.path(field);
    if (value.isTextual() && !value.asText().isBlank()) {
      return Optional.of(value.asText());
    }
    problems.add(
        value.isMissingNode()
            ? "%s is missing: %s".formatted(name, what)
            : "%s is %s; allowed is %s".formatted(name, Json.canonical(value), what));
    return Optional.empty();
  }

  private List<Change.Score> scores(boolean changed) {
    JsonNode attempts = record.path("attempts");
    List<Change.Score> scores = new ArrayList<>();
    if (!attempts.isArray() || attempts.isEmpty()) {
      problems.add("`attempts` is missing or empty: a list of attempts, each with task and seed");
      return scores;
    }
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < attempts.size(); i++) {
      String place = "`attempts[%d]`".formatted(i);
      score(attempts.get(i), place, changed)
          .ifPresent(
              score -> {
                scores.add(score);
                if (!seen.add(score.title())) {
                  problems.add("%s is %s once more".formatted(place, score.title()));
                }
              });
    }
    return scores;
  }

  private Optional<Change.Score> score(JsonNode entry, String place, boolean changed) {
    if (!entry.isObject()) {
      problems.add(place + " is no object with task and seed");
      return Optional.empty();
    }
    int before = problems.size();
    only((ObjectNode) entry, changed ? OF_CHANGED : OF_WITHDRAWN, place + ": ");
    Optional<String> task = text(entry, "task", place + ": `task`", "the id of a task");
    JsonNode seed = entry.path("seed");
    if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
      problems.add(place + ": `seed` is missing or no whole number");
    }
    Optional<Double> was = number(entry, "was", place);
    Optional<Double> now = number(entry, "now", place);
    if (changed && now.isEmpty() && !entry.has("now")) {
      problems.add(place + ": `now` is missing: the score that it has now");
    }
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new Change.Score(task.orElseThrow(), seed.asLong(), was, now));
  }

  private Optional<Double> number(JsonNode entry, String field, String place) {
    JsonNode value = entry.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      problems.add(
          "%s: `%s` is %s; allowed is a number".formatted(place, field, Json.canonical(value)));
      return Optional.empty();
    }
    return Optional.of(value.asDouble());
  }

  private void only(ObjectNode object, Set<String> allowed, String place) {
    Set<String> unknown = new TreeSet<>();
    object.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(allowed);
    if (!unknown.isEmpty()) {
      problems.add(
          "%sunknown: %s; allowed are %s"
              .formatted(place, quoted(unknown), quoted(new TreeSet<>(allowed))));
    }
  }

  private static String quoted(Set<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
