package org.autorl.runner.submission;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The history of an agent's {@code code/} in a bare repository out of its reach: a commit for each
 * change, a tag for each submission. Links, files over 1 MB and weights are left out.
 */
public final class CodeRevisions implements AutoCloseable {
  private static final long FILE_LIMIT = 1L << 20;
  private static final String BRANCH = Constants.R_HEADS + "main";

  private final Repository repository;
  private final Path code;
  private final InstantSource clock;

  /** Opens or makes the repository. */
  public CodeRevisions(Path repositoryFolder, Path code, InstantSource clock) throws IOException {
    this.repository = new FileRepository(repositoryFolder.toFile());
    this.code = code;
    this.clock = clock;
    if (!Files.exists(repositoryFolder.resolve("HEAD"))) {
      repository.create(true);
      repository.updateRef(Constants.HEAD).link(BRANCH);
    }
  }

  /** Commits what has changed since the last commit; empty if there is no code yet. */
  public synchronized Optional<String> commit(String message) throws IOException {
    if (!Files.isDirectory(code, LinkOption.NOFOLLOW_LINKS)) {
      return head();
    }
    try (ObjectInserter inserter = repository.newObjectInserter();
        RevWalk walk = new RevWalk(repository)) {
      ObjectId tree = tree(inserter);
      Optional<ObjectId> parent = Optional.ofNullable(repository.resolve(BRANCH));
      if (parent.isPresent() && walk.parseCommit(parent.get()).getTree().equals(tree)) {
        return parent.map(ObjectId::name);
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree);
      parent.ifPresent(commit::setParentId);
      Instant now = clock.instant();
      PersonIdent agent = new PersonIdent("agent", "agent@workspace", now, ZoneOffset.UTC);
      commit.setAuthor(agent);
      commit.setCommitter(agent);
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      move(BRANCH, id);
      return Optional.of(id.name());
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

  private ObjectId tree(ObjectInserter inserter) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    Files.walkFileTree(
        code,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = code.relativize(file).toString();
            if (attributes.isRegularFile()
                && attributes.size() <= FILE_LIMIT
                && !name.endsWith(".safetensors")
                && !name.startsWith(".git/")
                && !name.contains("/.git/")) {
              add(builder, inserter, name, file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // A file that vanished while we looked is simply not part of this revision.
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    builder.finish();
    return index.writeTree(inserter);
  }

  private static void add(DirCacheBuilder builder, ObjectInserter inserter, String name, Path file)
      throws IOException {
    DirCacheEntry entry;
    byte[] content;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      entry = new DirCacheEntry(name);
      content = in.readNBytes((int) FILE_LIMIT);
    } catch (IOException | IllegalArgumentException e) {
      // It vanished, or became a link, or has a name that no revision can hold, such as `.git`.
      return;
    }
    entry.setFileMode(FileMode.REGULAR_FILE);
    entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, content));
    builder.add(entry);
  }

  @Override
  public void close() {
    repository.close();
  }
}
