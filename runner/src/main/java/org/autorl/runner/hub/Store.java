package org.autorl.runner.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.autorl.records.DataSource;
import org.autorl.records.Digest;
import org.autorl.records.Json;
import org.autorl.records.PolicySource;
import org.autorl.records.Split;
import org.autorl.records.Task;
import org.autorl.runner.folder.CacheFolder;

/**
 * What has been fetched. Nothing here reaches out; all of it works offline.
 *
 * <p>A repository of the hub lies in {@code hub/datasets/OWNER/NAME/COMMIT}, or {@code hub/models}:
 * its files in {@code files}, what they must hash to in {@code manifest.json}, and those that are
 * not whole in {@code parts}. A Git repository lies in {@code git/ADDRESS/REVISION} likewise.
 *
 * @param cache the folder of all that is kept
 */
public record Store(Path cache) {
  private static final String MANIFEST = "manifest.json";
  private static final String NOT_FETCHED = "is not fetched";
  private static final String FILES = "files";

  /** The store of an environment. */
  public static Store of(Map<String, String> environment) {
    return new Store(CacheFolder.of(environment));
  }

  /** The files of a repository, as far as they were fetched. */
  public Path files(Repository repository) {
    return folder(repository).resolve(FILES);
  }

  /** The base policy's folder; whole if {@link #has(PolicySource)}. */
  public Path folder(PolicySource.HuggingFace policy) {
    return files(Repository.of(policy));
  }

  /**
   * The files of a Git repository as its revision has them; whole if {@link #has(DataSource)}. What
   * a source's split is called, an environment looks up in there.
   */
  public Path folder(DataSource.GitRepository source) {
    return folder(source.url(), source.revision()).resolve(FILES);
  }

  Path folder(Repository repository) {
    return cache
        .resolve("hub")
        .resolve(repository.kind().plural())
        .resolve(repository.id())
        .resolve(repository.revision());
  }

  /** Readable, and no two addresses share it. */
  Path folder(String url, String revision) {
    String name = url.replaceFirst("^https?://", "").replaceAll("[^A-Za-z0-9.-]+", "-");
    return cache
        .resolve("git")
        .resolve(name + "-" + Digest.sha256(url).substring(0, 8))
        .resolve(
            revision.replaceAll("[^A-Za-z0-9.-]+", "-")
                + "-"
                + Digest.sha256(revision).substring(0, 8));
  }

  Path manifest(Path folder) {
    return folder.resolve(MANIFEST);
  }

  /** Whether all that a source's split needs is there; what this project makes itself always is. */
  public boolean has(DataSource source) {
    if (source instanceof DataSource.GitRepository git) {
      return Files.isRegularFile(manifest(folder(git.url(), git.revision())));
    }
    return !(source instanceof DataSource.HuggingFace hub)
        || wanted(Repository.of(hub), selection(hub)).isPresent();
  }

  /** Whether the base policy is there, as far as it is fetched from a hub. */
  public boolean has(PolicySource policy) {
    return !(policy instanceof PolicySource.HuggingFace hub)
        || wanted(Repository.of(hub), new PolicyFiles()).isPresent();
  }

  /** What a task needs and this machine does not have, for people; empty if all is there. */
  public List<String> missing(Task task) {
    List<String> missing = new ArrayList<>();
    missingPolicy(task).ifPresent(missing::add);
    missing.addAll(missingData(task));
    return missing;
  }

  /** The base policy, for people, if it is not there. */
  public Optional<String> missingPolicy(Task task) {
    return has(task.policy())
        ? Optional.empty()
        : Optional.of(("its base policy, %s, " + NOT_FETCHED).formatted(task.policy().name()));
  }

  /**
   * What of a task's data this machine does not have, for people. Games of a repository's world are
   * not among it: they lie elsewhere.
   */
  public List<String> missingData(Task task) {
    return splits(task)
        .map(Split::source)
        .filter(
            source -> task.environment().isEmpty() || !(source instanceof DataSource.GitRepository))
        .filter(source -> !has(source))
        .map(source -> ("its data, %s, " + NOT_FETCHED).formatted(source.name()))
        .distinct()
        .toList();
  }

  /** Whether a reason of {@link #missing} is one that fetching does away with. */
  public static boolean isFetched(String reason) {
    return reason.endsWith(NOT_FETCHED);
  }

  /** The three splits. */
  static Stream<Split> splits(Task task) {
    return Stream.of(task.data().visible(), task.data().practice(), task.data().sealed());
  }

  static DatasetFiles selection(DataSource.HuggingFace source) {
    return new DatasetFiles(source.config(), source.rows().of());
  }

  /**
   * The rows of a source's split in their own order.
   *
   * @param most how many at most
   * @throws IOException if they are not fetched, or a file is not what was
   */
  public List<ObjectNode> rows(DataSource.HuggingFace source, long most) throws IOException {
    Repository repository = Repository.of(source);
    List<RepositoryFile> files =
        wanted(repository, selection(source))
            .orElseThrow(() -> new IOException(repository + " is not fetched"));
    List<ObjectNode> rows = new ArrayList<>();
    for (RepositoryFile file : files) {
      if (rows.size() < most) {
        Path path = files(repository).resolve(file.path());
        Checksum found = Checksum.of(file.checksum().kind(), path);
        if (!found.equals(file.checksum())) {
          throw new IOException(
              "%s of %s has changed since it was fetched: it has %s, not %s; delete %s"
                  .formatted(
                      file.path(), repository, found.named(), file.checksum().named(), path));
        }
        rows.addAll(RowsFile.read(path, most - rows.size()));
      }
    }
    return rows;
  }

  /** Files that two splits of a task share under two names. */
  public List<String> shared(Task task) {
    List<Split> splits = splits(task).toList();
    List<String> shared = new ArrayList<>();
    for (int i = 0; i < splits.size(); i++) {
      for (int j = i + 1; j < splits.size(); j++) {
        if (splits.get(i).source() instanceof DataSource.HuggingFace one
            && splits.get(j).source() instanceof DataSource.HuggingFace other
            && Repository.of(one).equals(Repository.of(other))
            && !selection(one).equals(selection(other))) {
          List<RepositoryFile> both = files(one);
          both.retainAll(files(other));
          both.forEach(
              file ->
                  shared.add(
                      "two of its splits are in one file of %s, %s"
                          .formatted(one.name(), file.path())));
        }
      }
    }
    return shared.stream().distinct().toList();
  }

  private List<RepositoryFile> files(DataSource.HuggingFace source) {
    return new ArrayList<>(wanted(Repository.of(source), selection(source)).orElse(List.of()));
  }

  /** What is wanted of a repository, if every file of it is here in its full size. */
  Optional<List<RepositoryFile>> wanted(Repository repository, Selection selection) {
    Path files = files(repository);
    Optional<Listing> listing = listing(repository);
    boolean first =
        listing.isPresent()
            && selection.first().stream()
                .flatMap(name -> listing.get().file(name).stream())
                .allMatch(file -> isThere(files, file));
    if (!first) {
      return Optional.empty();
    }
    try {
      List<RepositoryFile> wanted = selection.of(repository, listing.get(), files);
      return Optional.of(wanted).filter(all -> all.stream().allMatch(f -> isThere(files, f)));
    } catch (FetchFailed e) {
      // What is wanted is not in the repository; `fetch` says so.
      return Optional.empty();
    }
  }

  /** The files of a repository, if it has been listed before. */
  Optional<Listing> listing(Repository repository) {
    Path manifest = manifest(folder(repository));
    if (!Files.isRegularFile(manifest)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(Files.readString(manifest), Listing.class).safe(repository));
    } catch (IllegalArgumentException | FetchFailed e) {
      // Half a manifest is none: it is fetched again.
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files come to stand here whole and with the right content, so their size tells enough. */
  static boolean isThere(Path files, RepositoryFile file) {
    try {
      Path path = files.resolve(file.path());
      return Files.isRegularFile(path) && Files.size(path) == file.size();
    } catch (IOException e) {
      return false;
    }
  }
}
