package org.autorl.runner.submission;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * The state of an agent's code at one moment, as a tree of a repository. It goes from folder to
 * folder without following links, waits for no pipe, and takes bounded time, memory and disk
 * whatever lies there: what is over a bound is left out and counted.
 *
 * @param id of the tree
 * @param files that are in it, by path
 * @param written bytes that were new to the repository
 * @param note for the commit: what was left out, and why; empty if nothing was
 */
record CodeTree(ObjectId id, Map<String, Known> files, long written, String note) {
  private static final long FILE_LIMIT = 1L << 20;
  private static final long TREE_LIMIT = 64L << 20;
  private static final int MOST_FILES = 10_000;

  /** Files and folders that are looked at, taken or not. */
  private static final int MOST_LOOKS = 20_000;

  private static final int DEPTH = 32;

  /** A file in a repository takes a block of the disk at least. */
  private static final long BLOCK = 4096;

  /** How files of weights, and of data in bulk, end. */
  static final Set<String> WEIGHTS =
      Set.of(
          "safetensors",
          "bin",
          "pt",
          "pth",
          "gguf",
          "ggml",
          "ckpt",
          "npz",
          "npy",
          "onnx",
          "h5",
          "pkl",
          "msgpack",
          "tflite",
          "arrow",
          "parquet");

  /**
   * A file as it was, and what it holds.
   *
   * @param state its size, time of change and inode
   */
  record Known(String state, ObjectId content, long size) {}

  /**
   * Takes the tree into a repository.
   *
   * @param trusted files that need not be read again if they look the same
   * @param room bytes that may still be written
   */
  static CodeTree of(Path code, ObjectInserter inserter, Map<String, Known> trusted, long room)
      throws IOException {
    Walk walk = new Walk(inserter, trusted, room);
    Path folder = code.toAbsolutePath().normalize();
    Path workspace = folder.resolveSibling(".").normalize();
    try (SecureDirectoryStream<Path> root = Snapshots.open(workspace, folder)) {
      walk.folder(root, "", 0);
    }
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    for (Map.Entry<String, Known> file : walk.taken.entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(file.getValue().content());
      builder.add(entry);
    }
    builder.finish();
    String note =
        walk.left.entrySet().stream()
            .map(why -> "left out: %d %s".formatted(why.getValue(), why.getKey()))
            .collect(Collectors.joining("\n"));
    return new CodeTree(
        index.writeTree(inserter), walk.taken, walk.written, note.isEmpty() ? "" : "\n\n" + note);
  }

  private static final class Walk {
    private final ObjectInserter inserter;
    private final ObjectReader reader;
    private final Map<String, Known> trusted;
    private final long room;
    private final Map<String, Known> taken = new HashMap<>();
    private final Map<String, Integer> left = new TreeMap<>();
    private long written;
    private long size;
    private int looks;

    Walk(ObjectInserter inserter, Map<String, Known> trusted, long room) {
      this.inserter = inserter;
      this.reader = inserter.newReader();
      this.trusted = trusted;
      this.room = room;
    }

    void folder(SecureDirectoryStream<Path> here, String prefix, int depth) {
      try {
        for (Path path : here) {
          if (looks == MOST_LOOKS) {
            left.put("or more, after the first " + MOST_LOOKS + " files and folders", 1);
            return;
          }
          looks++;
          entry(here, path.getFileName(), prefix, depth);
        }
      } catch (DirectoryIteratorException e) {
        leave("in a folder that cannot be read");
      }
    }

    private void entry(SecureDirectoryStream<Path> here, Path name, String prefix, int depth) {
      String path = prefix + name;
      try {
        BasicFileAttributes attributes = Opening.attributes(here, name);
        if (attributes.isDirectory()) {
          if (name.toString().equals(".git")) {
            return;
          }
          if (depth == DEPTH) {
            leave("deeper than " + DEPTH + " folders");
            return;
          }
          try (SecureDirectoryStream<Path> inner =
              here.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            folder(inner, path + "/", depth + 1);
          }
        } else {
          why(name.toString(), attributes)
              .ifPresentOrElse(this::leave, () -> file(here, name, path, attributes));
        }
      } catch (IOException e) {
        // It vanished, became something else, or may not be read.
        leave("that cannot be read");
      }
    }

    private void leave(String why) {
      left.merge(why, 1, Integer::sum);
    }

    /** Why a file is not taken, whatever it holds. */
    private Optional<String> why(String name, BasicFileAttributes attributes) {
      if (!attributes.isRegularFile()) {
        return Optional.of("that are links or no plain files");
      }
      int dot = name.lastIndexOf('.');
      if (dot >= 0 && WEIGHTS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))) {
        return Optional.of("of weights or data");
      }
      if (attributes.size() > FILE_LIMIT) {
        return Optional.of("over 1 MiB");
      }
      if (taken.size() == MOST_FILES) {
        return Optional.of("after the first " + MOST_FILES + " files");
      }
      return size + attributes.size() > TREE_LIMIT
          ? Optional.of("after the first 64 MiB")
          : Optional.empty();
    }

    private void file(
        SecureDirectoryStream<Path> here, Path name, String path, BasicFileAttributes attributes) {
      String state =
          "%s %s %s"
              .formatted(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
      Known before = trusted.get(path);
      if (before != null && before.state().equals(state)) {
        keep(path, before);
        return;
      }
      try {
        byte[] content = read(here, name);
        ObjectId id = inserter.idFor(Constants.OBJ_BLOB, content);
        new DirCacheEntry(path);
        if (!reader.has(id)) {
          if (written + BLOCK + content.length > room) {
            leave("for which the history has no room");
            return;
          }
          written += BLOCK + content.length;
          inserter.insert(Constants.OBJ_BLOB, content);
        }
        keep(path, new Known(state, id, content.length));
      } catch (IOException e) {
        leave("that cannot be read");
      } catch (IllegalArgumentException e) {
        leave("with names that no revision can hold");
      }
    }

    private void keep(String path, Known file) {
      size += file.size();
      taken.put(path, file);
    }

    private static byte[] read(SecureDirectoryStream<Path> here, Path name) throws IOException {
      try (FileChannel channel = Opening.plain(here, name);
          InputStream in = Channels.newInputStream(channel)) {
        return in.readNBytes((int) FILE_LIMIT);
      }
    }
  }
}
