package org.autorl.runner.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.autorl.records.Bytes;
import org.autorl.runner.folder.Folders;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The history of an agent's {@code code/} in a bare repository out of its reach: a commit for each
 * change, a tag for each submission. What it takes is bounded by {@link CodeTree} for one revision,
 * and here for all of them.
 */
public final class CodeRevisions implements AutoCloseable {
  /** What all revisions of an attempt may take on disk; then no new content is kept. */
  private static final Bytes HISTORY = Bytes.ofMebibytes(1024);

  private static final String BRANCH = Constants.R_HEADS + "main";

  private final Repository repository;
  private final Path code;
  private final InstantSource clock;

  /** What the last look found; for looks that may trust times. */
  private Map<String, CodeTree.Known> known = Map.of();

  private long written;

  /** Opens or makes the repository. */
  public CodeRevisions(Path repositoryFolder, Path code, InstantSource clock) throws IOException {
    this.repository = new FileRepository(repositoryFolder.toFile());
    this.code = code;
    this.clock = clock;
    if (!Files.exists(repositoryFolder.resolve("HEAD"))) {
      repository.create(true);
      repository.updateRef(Constants.HEAD).link(BRANCH);
    }
    this.written = Folders.size(repositoryFolder);
  }

  /**
   * Commits what has changed since the last commit, and reads every file for it: sizes and times
   * are what their owner says they are.
   *
   * @return the commit of the code as it is; empty if there is no code yet
   */
  public synchronized Optional<String> commit(String message) throws IOException {
    return commit(message, Map.of());
  }

  /**
   * Looks for a change, twice a second, and commits it. Files whose size, time and inode are as
   * before are not read: a change that hides itself is in the next submission's commit.
   */
  public synchronized void noteChange() throws IOException {
    commit("change", known);
  }

  private Optional<String> commit(String message, Map<String, CodeTree.Known> trusted)
      throws IOException {
    if (!Files.isDirectory(code, LinkOption.NOFOLLOW_LINKS)) {
      return head();
    }
    try (ObjectInserter inserter = repository.newObjectInserter();
        RevWalk walk = new RevWalk(repository)) {
      CodeTree tree = CodeTree.of(code, inserter, trusted, HISTORY.count() - written);
      known = tree.files();
      written += tree.written();
      Optional<ObjectId> parent = Optional.ofNullable(repository.resolve(BRANCH));
      if (parent.isPresent() && walk.parseCommit(parent.get()).getTree().equals(tree.id())) {
        return parent.map(ObjectId::name);
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree.id());
      parent.ifPresent(commit::setParentId);
      Instant now = clock.instant();
      PersonIdent agent = new PersonIdent("agent", "agent@workspace", now, ZoneOffset.UTC);
      commit.setAuthor(agent);
      commit.setCommitter(agent);
      commit.setMessage(message + tree.note());
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      move(BRANCH, id);
      return Optional.of(id.name());
    } catch (NotDirectoryException e) {
      // It became a link, or vanished, since we looked.
      return head();
    }
  }

  /** Marks the code of a submission. */
  public synchronized void tag(int submission, String commit) throws IOException {
    move(Constants.R_TAGS + "submission-" + submission, ObjectId.fromString(commit));
  }

  /**
   * Why a submission's code is not the commit that is recorded; empty if it is, and all of that
   * commit's history is there.
   */
  public static Optional<String> fault(Path repositoryFolder, int submission, String commit)
      throws IOException {
    String tag = "submission-" + submission;
    try (Repository repository = new FileRepository(repositoryFolder.toFile());
        ObjectWalk walk = new ObjectWalk(repository)) {
      Ref ref = repository.exactRef(Constants.R_TAGS + tag);
      if (ref == null || !commit.equals(ObjectId.toString(ref.getObjectId()))) {
        return Optional.of("has no tag %s at commit %s".formatted(tag, commit));
      }
      walk.markStart(walk.parseCommit(ref.getObjectId()));
      walk.checkConnectivity();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      // A damaged repository fails in many ways; all of them mean this.
      return Optional.of("does not hold commit %s whole: %s".formatted(commit, e.getMessage()));
    }
  }

  private Optional<String> head() throws IOException {
    return Optional.ofNullable(repository.resolve(BRANCH)).map(ObjectId::name);
  }

  private void move(String ref, ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(ref);
    update.setNewObjectId(id);
    update.forceUpdate();
  }

  @Override
  public void close() {
    repository.close();
  }
}
