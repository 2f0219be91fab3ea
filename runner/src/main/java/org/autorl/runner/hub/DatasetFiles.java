package org.autorl.runner.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The files of one split. A name with a dot is a file of the repository, or a pattern of files.
 * Else the {@code configs} of the repository's card say which files a split has, and without them
 * the names of files do.
 *
 * <p>Source: <a href="https://huggingface.co/docs/hub/datasets-manual-configuration">manual
 * configuration</a> and <a href="https://huggingface.co/docs/hub/datasets-file-names-and-splits">
 * file names and splits</a>.
 *
 * @param split empty if there is one only
 */
record DatasetFiles(Optional<String> config, Optional<String> split) implements Selection {
  private static final String CARD = "README.md";

  @Override
  public List<String> first() {
    return List.of(CARD);
  }

  @Override
  public List<RepositoryFile> of(Repository repository, Listing listing, Path fetched)
      throws FetchFailed {
    List<RepositoryFile> rows = listing.files().stream().filter(RowsFile::isOne).toList();
    Optional<String> pattern = split.filter(name -> name.contains("."));
    if (pattern.isPresent()) {
      return some(repository, rows, matching(rows, List.of(pattern.get())));
    }
    List<JsonNode> configs = configs(fetched.resolve(CARD));
    return some(
        repository,
        rows,
        configs.isEmpty()
            ? named(repository, rows)
            : matching(rows, patterns(repository, config(repository, configs))));
  }

  private List<RepositoryFile> some(
      Repository repository, List<RepositoryFile> rows, List<RepositoryFile> found)
      throws FetchFailed {
    if (found.isEmpty()) {
      throw new FetchFailed(
          "%s has no rows of %s"
              .formatted(
                  repository, split.map(name -> "`" + name + "`").orElse("the task's config")),
          rows.isEmpty()
              ? "It has no files of rows: JSON, JSON lines, CSV or Parquet."
              : "Its files of rows are %s; `of:` names a split or a file."
                  .formatted(list(rows.stream().map(RepositoryFile::path).toList())));
    }
    return found;
  }

  private static List<RepositoryFile> matching(List<RepositoryFile> rows, List<String> patterns) {
    List<PathMatcher> matchers =
        patterns.stream()
            .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
            .toList();
    return rows.stream()
        .filter(file -> matchers.stream().anyMatch(one -> one.matches(Path.of(file.path()))))
        .toList();
  }

  /** The configurations in the card's header; empty without any. */
  private static List<JsonNode> configs(Path card) throws FetchFailed {
    if (!Files.isRegularFile(card)) {
      return List.of();
    }
    try {
      String text = Files.readString(card);
      int end = text.indexOf("\n---", 3);
      if (!text.startsWith("---") || end < 0) {
        return List.of();
      }
      JsonNode header = new YAMLMapper().readTree(text.substring(3, end));
      return StreamSupport.stream(header.path("configs").spliterator(), false)
          .filter(config -> config.has("data_files"))
          .toList();
    } catch (JsonProcessingException e) {
      // A card that is no YAML configures nothing, on the hub as well.
      return List.of();
    } catch (IOException e) {
      throw new FetchFailed(
          "%s cannot be read: %s".formatted(card, e.getMessage()), "Fetch it again.", e);
    }
  }

  private JsonNode config(Repository repository, List<JsonNode> configs) throws FetchFailed {
    List<String> names = configs.stream().map(DatasetFiles::name).toList();
    Optional<JsonNode> chosen =
        configs.stream()
            .filter(
                one ->
                    config
                        .map(name(one)::equals)
                        .orElse(
                            configs.size() == 1
                                || one.path("default").asBoolean()
                                || name(one).equals("default")))
            .findFirst();
    if (chosen.isEmpty()) {
      throw new FetchFailed(
          config
              .map(name -> "%s has no config `%s`".formatted(repository, name))
              .orElse("%s has several configs".formatted(repository)),
          "Write `config:` with one of %s.".formatted(list(names)));
    }
    return chosen.get();
  }

  private static String name(JsonNode config) {
    return config.path("config_name").asText();
  }

  /** A pattern, patterns, or patterns by split. */
  private List<String> patterns(Repository repository, JsonNode config) throws FetchFailed {
    JsonNode files = config.path("data_files");
    boolean bySplit = files.isArray() && files.path(0).isObject();
    if (!bySplit) {
      boolean whole = split.isEmpty() || split.get().equals("train");
      return whole ? texts(files) : List.of();
    }
    List<JsonNode> chosen = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode part : files) {
      String name = part.path("split").asText();
      names.add(name);
      if (split.map(name::equals).orElse(true)) {
        chosen.add(part);
      }
    }
    if (chosen.isEmpty() || (split.isEmpty() && names.size() > 1)) {
      throw new FetchFailed(
          split
              .map(name -> "%s has no split `%s`".formatted(repository, name))
              .orElse("%s has several splits".formatted(repository)),
          "Write `of:` with one of %s.".formatted(list(names)));
    }
    return chosen.stream().flatMap(part -> texts(part.path("path")).stream()).toList();
  }

  private static List<String> texts(JsonNode one) {
    return one.isTextual()
        ? List.of(one.asText())
        : StreamSupport.stream(one.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Files that are called after the split, in the folder that is called after the config. */
  private List<RepositoryFile> named(Repository repository, List<RepositoryFile> rows)
      throws FetchFailed {
    List<RepositoryFile> found =
        rows.stream()
            .filter(file -> config.map(name -> file.path().startsWith(name + "/")).orElse(true))
            .filter(file -> split.map(name -> isOf(name, file.path())).orElse(true))
            .toList();
    TreeSet<String> folders =
        found.stream()
            .map(file -> file.path().substring(0, file.path().lastIndexOf('/') + 1))
            .collect(Collectors.toCollection(TreeSet::new));
    if (folders.size() > 1) {
      throw new FetchFailed(
          "%s has such rows in several folders: %s".formatted(repository, list(folders)),
          "Name one with `config:`, or name the file with `of:`.");
    }
    return found;
  }

  /** Whether a word of the file's name is the split's. */
  private static boolean isOf(String split, String path) {
    List<String> words = List.of(path.substring(path.lastIndexOf('/') + 1).split("[-_.]"));
    return words.contains(split);
  }

  private static String list(Iterable<String> names) {
    return StreamSupport.stream(names.spliterator(), false)
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(", "));
  }
}
