package org.autorl.runner.submission;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.autorl.records.Bytes;
import org.autorl.records.Digest;
import org.autorl.records.FileDigest;
import org.autorl.records.Json;
import org.autorl.runner.folder.Folders;

/**
 * Copies what was handed in, then checks the copy: what the agent does to its files afterwards
 * changes nothing.
 *
 * <p>Only these files are taken: safetensors, and the JSON and text files of the Hugging Face
 * layout. Beside them may lie what the trainers write about a training, which is left behind, and
 * nothing else. Links are refused, so nothing outside the workspace can be handed in.
 */
public final class Snapshots {
  private static final String ALLOWED_NAMES =
      "config\\.json|generation_config\\.json|tokenizer\\.json|tokenizer_config\\.json"
          + "|special_tokens_map\\.json|vocab\\.json|merges\\.txt|chat_template\\.jinja|README\\.md"
          + "|model(-\\d{5}-of-\\d{5})?\\.safetensors|model\\.safetensors\\.index\\.json";

  private static final Set<String> LEFT_BEHIND = Set.of("metrics.jsonl", "training_args.json");

  private final Path blobs;
  private final PolicyContract contract;
  private final Bytes limit;

  /**
   * Takes snapshots into a content-addressed store.
   *
   * @param basePolicy whose shape a submission must have
   * @param limit of all files together
   */
  public Snapshots(Path blobs, Path basePolicy, Bytes limit) {
    this.blobs = blobs;
    this.contract = new PolicyContract(basePolicy);
    this.limit = limit;
  }

  /**
   * Copies a folder of the workspace.
   *
   * @param path as the agent named it, relative to the workspace or absolute in it
   * @throws SubmissionRefused with the reason, if it is no policy that may be handed in
   */
  public List<FileDigest> take(Path workspace, String path) throws IOException {
    Path folder = inside(workspace, path);
    List<FileDigest> digests;
    try (SecureDirectoryStream<Path> opened = open(workspace.toRealPath(), folder)) {
      digests = copyAll(opened, incoming(workspace));
    } catch (NotDirectoryException | FileSystemLoopException e) {
      throw new SubmissionRefused("`%s` goes through a link".formatted(path));
    }
    contract.check(digests, this::blob);
    return digests;
  }

  private List<FileDigest> copyAll(SecureDirectoryStream<Path> opened, Path incoming)
      throws IOException {
    SortedSet<String> names = new TreeSet<>();
    opened.forEach(file -> names.add(file.getFileName().toString()));
    List<FileDigest> digests = new ArrayList<>();
    long left = limit.count();
    names.removeAll(LEFT_BEHIND);
    for (String name : names) {
      if (!name.matches(ALLOWED_NAMES)) {
        throw new SubmissionRefused(
            "`%s` may not be handed in; allowed are config.json, generation_config.json, tokenizer files and model*.safetensors"
                .formatted(name));
      }
      Path file = Path.of(name);
      boolean plain =
          opened
              .getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes()
              .isRegularFile();
      if (!plain) {
        throw new SubmissionRefused("`%s` is a link or no plain file".formatted(name));
      }
      try (InputStream in =
          Channels.newInputStream(
              opened.newByteChannel(
                  file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
        FileDigest digest = copy(in, name, left, incoming);
        left -= digest.size().count();
        digests.add(digest);
      }
    }
    return digests;
  }

  /**
   * Opens a folder step by step from {@code root} and follows no link: an agent can swap a folder
   * for a link at any moment, also after it was looked at.
   *
   * @throws NotDirectoryException if a step is a link, or no folder any more
   */
  static SecureDirectoryStream<Path> open(Path root, Path folder) throws IOException {
    SecureDirectoryStream<Path> here = secure(Files.newDirectoryStream(root));
    for (Path step : root.relativize(folder)) {
      try (SecureDirectoryStream<Path> parent = here) {
        here = parent.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
      } catch (FileSystemException e) {
        throw (IOException) new NotDirectoryException(step.toString()).initCause(e);
      }
    }
    return here;
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> opened)
      throws IOException {
    if (opened instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    opened.close();
    throw new IOException("this file system cannot open folders without following links");
  }

  /** SHA-256 over names, sizes and digests: equal for equal content. */
  public static String contentDigest(List<FileDigest> files) {
    return Digest.sha256(Json.canonical(Json.tree(files)));
  }

  /** Lays a snapshot out as a folder, by hard links to the store where that works. */
  public void materialise(List<FileDigest> files, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (FileDigest file : files) {
      Path target = folder.resolve(file.path());
      Files.deleteIfExists(target);
      try {
        Files.createLink(target, blob(file.sha256()));
      } catch (IOException | UnsupportedOperationException e) {
        Files.copy(blob(file.sha256()), target);
      }
    }
  }

  private static Path inside(Path workspace, String path) throws IOException {
    if (path.isBlank() || path.indexOf('\0') >= 0) {
      throw new SubmissionRefused("`model_path` is missing");
    }
    Path root = workspace.toRealPath();
    Path asked = Path.of(path.startsWith("/workspace/") ? path.substring(11) : path);
    Path lexical = root.resolve(asked).normalize();
    if (!lexical.startsWith(root) || lexical.equals(root)) {
      throw new SubmissionRefused("`%s` leads out of the workspace".formatted(path));
    }
    if (!Files.isDirectory(lexical)) {
      throw new SubmissionRefused("there is no folder `%s` in the workspace".formatted(path));
    }
    if (!lexical.toRealPath().equals(lexical)) {
      throw new SubmissionRefused("`%s` goes through a link".formatted(path));
    }
    return lexical;
  }

  private Path blob(String sha256) {
    return blobs.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  /** Beside the workspace and not in the store: what a crash leaves there has an owner. */
  private static Path incoming(Path workspace) throws IOException {
    return Files.createDirectories(workspace.resolveSibling("scratch"));
  }

  private FileDigest copy(InputStream in, String name, long left, Path incoming)
      throws IOException {
    Path fresh = Files.createTempFile(incoming, "incoming", ".part");
    try {
      MessageDigest digest = Digest.sha256();
      long size = 0;
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(fresh), digest)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          size += n;
          if (size > left) {
            throw new SubmissionRefused("the files are larger than %s together".formatted(limit));
          }
          out.write(buffer, 0, n);
        }
      }
      String sha256 = Digest.hex(digest.digest());
      Path target = blob(sha256);
      Files.createDirectories(target.getParent());
      if (!Files.exists(target)) {
        Folders.sync(fresh);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        target.toFile().setReadOnly();
        Folders.sync(target.resolveSibling(""));
      }
      return new FileDigest(name, new Bytes(size), sha256);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
