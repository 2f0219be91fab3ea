package org.autorl.runner.submission;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
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
 * layout. Beside them may lie what programs write about a training or a tokenizer that the base
 * policy does not have; that is left behind, and nothing else may lie there. Links are refused, so
 * nothing outside the workspace can be handed in. docs/reference/submissions.md lists all messages.
 */
public final class Snapshots {
  private static final String ALLOWED_NAMES =
      "config\\.json|generation_config\\.json|tokenizer\\.json|tokenizer_config\\.json"
          + "|special_tokens_map\\.json|added_tokens\\.json|vocab\\.json|merges\\.txt"
          + "|chat_template\\.jinja|README\\.md"
          + "|model(-\\d{5}-of-\\d{5})?\\.safetensors|model\\.safetensors\\.index\\.json";

  private static final Set<String> LEFT_BEHIND = Set.of("metrics.jsonl", "training_args.json");

  /**
   * What a tokenizer was before it was one file. Programs write them beside {@code tokenizer.json};
   * unless the base policy has them, nobody compares them, so nobody must read them.
   */
  private static final Set<String> OLD_TOKENIZER =
      Set.of("special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt");

  /** More than a policy has; a folder is read no further, so that its names fit into memory. */
  private static final int MOST_FILES = 1000;

  /** Kept free on the store's disk, so that what has happened can always be written down. */
  private static final Bytes ROOM = Bytes.ofMebibytes(32);

  private final Path blobs;
  private final Path basePolicy;
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
    this.basePolicy = basePolicy;
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
      throw new SubmissionRefused("%s goes through a link".formatted(Shown.names(List.of(path))));
    }
    contract.check(digests, this::blob);
    return digests;
  }

  /** Looks at all there is, so that all that is wrong is told at once, then copies. */
  private List<FileDigest> copyAll(SecureDirectoryStream<Path> opened, Path incoming)
      throws IOException {
    SortedMap<String, BasicFileAttributes> found = new TreeMap<>();
    List<String> foreign = new ArrayList<>();
    List<String> odd = new ArrayList<>();
    long bytes = 0;
    for (String name : names(opened)) {
      if (!name.matches(ALLOWED_NAMES)) {
        foreign.add(name);
        continue;
      }
      BasicFileAttributes attributes = attributes(opened, name);
      if (attributes.isRegularFile()) {
        found.put(name, attributes);
        bytes += attributes.size();
      } else {
        odd.add(name);
      }
    }
    refuse(foreign, odd, bytes);
    requireRoom(bytes);
    List<FileDigest> digests = new ArrayList<>();
    for (Map.Entry<String, BasicFileAttributes> file : found.entrySet()) {
      digests.add(copy(opened, file.getKey(), file.getValue(), incoming));
    }
    return digests;
  }

  /** The names of a policy's files, without those that are left behind. */
  private SortedSet<String> names(SecureDirectoryStream<Path> opened) {
    SortedSet<String> names = new TreeSet<>();
    for (Path file : opened) {
      String name = file.getFileName().toString();
      boolean left =
          LEFT_BEHIND.contains(name)
              || (OLD_TOKENIZER.contains(name) && !Files.exists(basePolicy.resolve(name)));
      if (!left) {
        names.add(name);
      }
      if (names.size() > MOST_FILES) {
        throw new SubmissionRefused(
            "the folder holds more than %d files; a policy has some ten".formatted(MOST_FILES));
      }
    }
    return names;
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> opened, String name)
      throws IOException {
    try {
      return Opening.attributes(opened, Path.of(name));
    } catch (NoSuchFileException e) {
      throw changed(name);
    }
  }

  private void refuse(List<String> foreign, List<String> odd, long bytes) {
    List<String> problems = new ArrayList<>();
    if (!foreign.isEmpty()) {
      problems.add(
          Shown.names(foreign)
              + " may not be handed in; allowed are config.json, generation_config.json, tokenizer files and model*.safetensors");
    }
    if (!odd.isEmpty()) {
      problems.add(
          "%s %s a link or no plain file"
              .formatted(Shown.names(odd), odd.size() == 1 ? "is" : "are each"));
    }
    if (bytes > limit.count()) {
      problems.add("the files are larger than %s together".formatted(limit));
    }
    if (!problems.isEmpty()) {
      throw new SubmissionRefused(String.join("; ", problems));
    }
  }

  /** A full disk is nobody's submission's fault. */
  private void requireRoom(long bytes) throws IOException {
    Files.createDirectories(blobs);
    long free = Folders.free(blobs).count();
    if (free - bytes < ROOM.count()) {
      throw new IOException(
          "No space left on device: a submission of %s does not fit into %s, where %s are free"
              .formatted(new Bytes(bytes), blobs, new Bytes(free)));
    }
  }

  private FileDigest copy(
      SecureDirectoryStream<Path> opened, String name, BasicFileAttributes before, Path incoming)
      throws IOException {
    try (FileChannel in = open(opened, name)) {
      Optional<FileDigest> known = KnownContent.of(in, name, this::blob);
      FileDigest taken = known.isPresent() ? known.get() : taken(in, name, before, incoming);
      BasicFileAttributes after = attributes(opened, name);
      // Who writes while we copy hands in something that never was; times tell it of the honest.
      boolean same =
          taken.size().count() == before.size()
              && after.size() == before.size()
              && after.lastModifiedTime().equals(before.lastModifiedTime())
              && Objects.equals(after.fileKey(), before.fileKey());
      if (!same) {
        throw changed(name);
      }
      return taken;
    }
  }

  private FileDigest taken(FileChannel in, String name, BasicFileAttributes before, Path incoming)
      throws IOException {
    BlobStore.Copied copied = new BlobStore(blobs).take(in, before.size(), incoming);
    return new FileDigest(name, new Bytes(copied.bytes()), copied.sha256());
  }

  private static FileChannel open(SecureDirectoryStream<Path> opened, String name)
      throws IOException {
    try {
      return Opening.plain(opened, Path.of(name));
    } catch (NoSuchFileException e) {
      throw changed(name);
    } catch (FileSystemException e) {
      throw new SubmissionRefused("`%s` cannot be read".formatted(name));
    }
  }

  private static SubmissionRefused changed(String name) {
    return new SubmissionRefused("`%s` changed while it was copied".formatted(name));
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

  /** What of a policy's folder would be handed in; for folders that nobody changes. */
  public static List<FileDigest> files(Path folder) throws IOException {
    List<Path> found;
    try (Stream<Path> listed = Files.list(folder)) {
      found =
          listed
              .filter(file -> file.getFileName().toString().matches(ALLOWED_NAMES))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
    }
    List<FileDigest> files = new ArrayList<>();
    for (Path file : found) {
      files.add(
          new FileDigest(
              file.getFileName().toString(), new Bytes(Files.size(file)), Folders.sha256(file)));
    }
    return files;
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
    if (path.isBlank()) {
      throw new SubmissionRefused("`model_path` is missing");
    }
    Path root = workspace.toRealPath();
    Path lexical;
    try {
      lexical =
          root.resolve(path.startsWith("/workspace/") ? path.substring(11) : path).normalize();
    } catch (InvalidPathException e) {
      throw new SubmissionRefused(
          "%s is no path on this machine".formatted(Shown.names(List.of(path))));
    }
    if (!lexical.startsWith(root) || lexical.equals(root)) {
      throw new SubmissionRefused(
          "%s leads out of the workspace".formatted(Shown.names(List.of(path))));
    }
    if (!Files.isDirectory(lexical)) {
      throw new SubmissionRefused(
          "there is no folder %s in the workspace".formatted(Shown.names(List.of(path))));
    }
    if (!lexical.toRealPath().equals(lexical)) {
      throw new SubmissionRefused("%s goes through a link".formatted(Shown.names(List.of(path))));
    }
    return lexical;
  }

  /** Beside the workspace and not in the store: what a crash leaves there has an owner. */
  private static Path incoming(Path workspace) throws IOException {
    return Files.createDirectories(workspace.resolveSibling("scratch"));
  }

  private Path blob(String sha256) {
    return new BlobStore(blobs).blob(sha256);
  }
}
