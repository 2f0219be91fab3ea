package org.autorl.runner.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.autorl.records.DataSource;
import org.autorl.records.Json;
import org.autorl.runner.folder.AtomicFile;
import org.autorl.runner.folder.Folders;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.InvalidRemoteException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.BatchingProgressMonitor;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;

/**
 * Brings the files of a Git repository at one revision into the store. Links are kept as plain
 * files with the path in them, submodules and hooks are left out, and nothing is run.
 */
final class GitClone {
  private static final String PINNED = "refs/autorl/pinned";

  private final Store store;
  private final Transfer transfer;

  GitClone(Store store, Transfer transfer) {
    this.store = store;
    this.transfer = transfer;
  }

  /**
   * Makes sure that the files are there.
   *
   * @return bytes that were not there before
   */
  long fetch(DataSource.GitRepository source) throws IOException, InterruptedException {
    if (store.has(source)) {
      return 0;
    }
    Path folder = store.folder(source.url(), source.revision());
    try (FolderLock lock = FolderLock.take(folder, transfer)) {
      if (store.has(source)) {
        return 0;
      }
      Path fresh = folder.resolve("parts");
      Folders.delete(fresh);
      String commit = clone(source, fresh);
      Folders.delete(fresh.resolve(Constants.DOT_GIT));
      Folders.delete(store.folder(source));
      Files.move(fresh, store.folder(source), StandardCopyOption.ATOMIC_MOVE);
      long bytes = Folders.size(store.folder(source));
      ObjectNode manifest = Json.object().put("url", source.url()).put("commit", commit);
      manifest.put("revision", source.revision()).put("bytes", bytes);
      AtomicFile.write(store.manifest(folder), Json.pretty(manifest));
      return bytes;
    }
  }

  private String clone(DataSource.GitRepository source, Path folder) throws IOException {
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      StoredConfig config = git.getRepository().getConfig();
      config.setBoolean(
          ConfigConstants.CONFIG_CORE_SECTION, null, ConfigConstants.CONFIG_KEY_SYMLINKS, false);
      config.save();
      ObjectId commit = commit(git, source);
      git.checkout().setName(commit.name()).call();
      return commit.name();
    } catch (TransportException | InvalidRemoteException e) {
      throw new FetchFailed(
          "%s could not be fetched: %s".formatted(source.url(), e.getMessage()),
          "Look whether the address is right and this machine reaches it; then try again.",
          e);
    } catch (GitAPIException e) {
      throw new FetchFailed(
          "%s could not be laid out: %s".formatted(source.url(), e.getMessage()),
          "Look at the repository's files before you trust it.",
          e);
    }
  }

  /** One commit alone where the server gives it by name, else the branches and what they hold. */
  private ObjectId commit(Git git, DataSource.GitRepository source)
      throws IOException, GitAPIException {
    String revision = source.revision();
    boolean named = ObjectId.isId(revision);
    List<String> asked = new ArrayList<>();
    asked.add("+" + (named ? revision : Constants.R_TAGS + revision) + ":" + PINNED);
    try {
      ask(git, source, asked).setDepth(1).call();
    } catch (TransportException e) {
      if (!named) {
        throw e;
      }
      ask(git, source, List.of("+refs/heads/*:refs/autorl/heads/*", "+refs/tags/*:refs/tags/*"))
          .call();
    }
    Optional<ObjectId> found =
        Optional.ofNullable(git.getRepository().resolve(named ? revision : PINNED));
    try (RevWalk walk = new RevWalk(git.getRepository())) {
      return walk.parseCommit(found.orElse(ObjectId.zeroId())).getId();
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      throw new FetchFailed(
          "%s has no commit %s".formatted(source.url(), revision),
          "Take a commit or a tag from the repository's page.",
          e);
    }
  }

  private FetchCommand ask(Git git, DataSource.GitRepository source, List<String> refs) {
    transfer.say("fetching %s at %s".formatted(source.url(), source.revision()));
    return git.fetch()
        .setRemote(source.url())
        .setRefSpecs(refs.stream().map(RefSpec::new).toArray(RefSpec[]::new))
        .setProgressMonitor(new Lines());
  }

  /** A line for each stage that takes long. */
  private final class Lines extends BatchingProgressMonitor {
    @Override
    protected void onUpdate(String stage, int done, java.time.Duration time) {}

    @Override
    protected void onEndTask(String stage, int done, java.time.Duration time) {
      transfer.say("%s: %d".formatted(stage, done));
    }

    @Override
    protected void onUpdate(
        String stage, int done, int all, int percent, java.time.Duration time) {}

    @Override
    protected void onEndTask(
        String stage, int done, int all, int percent, java.time.Duration time) {
      transfer.say("%s: %d".formatted(stage, done));
    }
  }
}
