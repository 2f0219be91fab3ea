package org.autorl.runner.hub;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.autorl.records.DataSource;
import org.autorl.records.PolicySource;
import org.autorl.records.Split;
import org.autorl.records.Task;
import org.autorl.runner.folder.Folders;

/**
 * Something public that tasks need, each once, however many need it.
 *
 * @param kind {@code data} or {@code policy}
 * @param address of the repository: on the hub, or with its protocol
 * @param licence as the task file states it, an SPDX identifier
 * @param tasks ids of those that need it
 */
public record Source(
    String kind, String address, String revision, String licence, List<String> tasks, Way way) {
  public Source {
    tasks = List.copyOf(tasks);
  }

  /** How it is fetched. */
  interface Way {
    Fetched fetch(Source source, Store store, Fetcher fetcher, Transfer transfer)
        throws IOException, InterruptedException;
  }

  /** What these tasks need, in the order in which they name it. */
  public static List<Source> of(List<Task> tasks) {
    Map<String, Source> found = new LinkedHashMap<>();
    Map<Repository, List<Selection>> selections = new LinkedHashMap<>();
    for (Task task : tasks) {
      Store.splits(task)
          .map(Split::source)
          .forEach(source -> of(source, task.id(), selections).forEach(one -> add(found, one)));
      if (task.policy() instanceof PolicySource.HuggingFace hub) {
        Repository repository = Repository.of(hub);
        List<Selection> wanted = select(selections, repository, new PolicyFiles());
        add(found, of("policy", repository, hub.licence(), task.id(), wanted));
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Source> of(
      DataSource source, String task, Map<Repository, List<Selection>> selections) {
    if (source instanceof DataSource.HuggingFace hub) {
      Repository repository = Repository.of(hub);
      List<Selection> wanted = select(selections, repository, Store.selection(hub));
      return List.of(of("data", repository, hub.licence(), task, wanted));
    }
    return source instanceof DataSource.GitRepository git ? List.of(of(git, task)) : List.of();
  }

  /** All that is wanted of a repository so far; grows as more tasks are looked at. */
  private static List<Selection> select(
      Map<Repository, List<Selection>> selections, Repository repository, Selection one) {
    List<Selection> all = selections.computeIfAbsent(repository, r -> new ArrayList<>());
    if (!all.contains(one)) {
      all.add(one);
    }
    return all;
  }

  private static Source of(
      String kind, Repository repository, String licence, String task, List<Selection> wanted) {
    return new Source(
        kind,
        repository.id(),
        repository.revision(),
        licence,
        List.of(task),
        (source, store, fetcher, transfer) -> {
          Fetcher.Brought all = fetcher.fetch(repository, wanted);
          long bytes = all.files().stream().mapToLong(RepositoryFile::size).sum();
          return new Fetched(source, all.folder(), all.files(), bytes, all.fetched());
        });
  }

  private static Source of(DataSource.GitRepository git, String task) {
    return new Source(
        "data",
        git.url(),
        git.revision(),
        git.licence(),
        List.of(task),
        (source, store, fetcher, transfer) -> {
          long fetched = new GitClone(store, transfer).fetch(git);
          long bytes = Folders.size(store.folder(git));
          return new Fetched(source, store.folder(git), List.of(), bytes, fetched);
        });
  }

  private static void add(Map<String, Source> found, Source one) {
    found.merge(one.kind + one.address + one.revision, one, Source::withTasksOf);
  }

  private Source withTasksOf(Source other) {
    List<String> all = new ArrayList<>(tasks);
    other.tasks.stream().filter(task -> !all.contains(task)).forEach(all::add);
    return new Source(kind, address, revision, licence, all, way);
  }

  /**
   * Makes sure that it is there; reaches out for what is not.
   *
   * @param environment with {@code AUTORL_HUB} and {@code HF_TOKEN}, or without
   * @throws FetchFailed if that is not possible, with a reason for people
   */
  public Fetched fetch(Store store, Map<String, String> environment, Transfer transfer)
      throws IOException, InterruptedException {
    Fetcher fetcher = new Fetcher(store, Hub.of(environment), Patience.usual(), transfer);
    return way.fetch(this, store, fetcher, transfer);
  }

  /** For people. */
  public String name() {
    return address
        + " at "
        + (revision.matches("[0-9a-f]{40}") ? revision.substring(0, 7) : revision);
  }
}
