package org.autorl.runner.hub;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.autorl.records.Bytes;
import org.autorl.records.Json;
import org.autorl.runner.folder.AtomicFile;
import org.autorl.runner.folder.Folders;

/**
 * Brings files of a hub into the store. A file comes to stand there when all of it is there and
 * hashes to what the hub lists; until then it grows in a folder beside, where a later fetch goes
 * on.
 */
final class Fetcher {
  private static final int BUFFER = 1 << 16;

  private final Store store;
  private final Hub hub;
  private final Patience patience;
  private final Transfer transfer;

  Fetcher(Store store, Hub hub, Patience patience, Transfer transfer) {
    this.store = store;
    this.hub = hub;
    this.patience = patience;
    this.transfer = transfer;
  }

  /**
   * What is there after a fetch.
   *
   * @param files of what was asked for, those that were there already too
   * @param fetched bytes that were not there before
   */
  record Brought(Path folder, List<RepositoryFile> files, long fetched) {}

  /**
   * Brings what selections name of a repository.
   *
   * @throws FetchFailed if that is not possible, with a reason for people
   */
  Brought fetch(Repository repository, List<? extends Selection> selections)
      throws IOException, InterruptedException {
    Optional<Brought> known = known(repository, selections);
    if (known.isPresent()) {
      return known.get();
    }
    Path folder = store.folder(repository);
    try (FolderLock lock = FolderLock.take(folder, transfer)) {
      // Somebody else may have fetched it while this one waited.
      known = known(repository, selections);
      if (known.isPresent()) {
        return known.get();
      }
      Listing listing = listing(repository);
      List<RepositoryFile> first = new ArrayList<>();
      for (Selection selection : selections) {
        selection.first().forEach(name -> listing.file(name).ifPresent(first::add));
      }
      long fetched = all(repository, first.stream().distinct().toList());
      TreeSet<RepositoryFile> wanted = new TreeSet<>(Comparator.comparing(RepositoryFile::path));
      for (Selection selection : selections) {
        wanted.addAll(selection.of(repository, listing, store.files(repository)));
      }
      fetched += all(repository, List.copyOf(wanted));
      return new Brought(store.files(repository), List.copyOf(wanted), fetched);
    }
  }

  private Optional<Brought> known(Repository repository, List<? extends Selection> selections) {
    TreeSet<RepositoryFile> files = new TreeSet<>(Comparator.comparing(RepositoryFile::path));
    for (Selection selection : selections) {
      Optional<List<RepositoryFile>> wanted = store.wanted(repository, selection);
      if (wanted.isEmpty()) {
        return Optional.empty();
      }
      files.addAll(wanted.get());
    }
    return Optional.of(new Brought(store.files(repository), List.copyOf(files), 0));
  }

  private Listing listing(Repository repository) throws IOException, InterruptedException {
    Optional<Listing> known = store.listing(repository);
    if (known.isPresent()) {
      return known.get();
    }
    for (int failures = 1; ; failures++) {
      try {
        Listing listing = hub.list(repository).safe(repository);
        AtomicFile.write(store.manifest(store.folder(repository)), Json.pretty(listing));
        return listing;
      } catch (FetchFailed e) {
        throw e;
      } catch (IOException e) {
        patience.after(e, failures, "the list of files of " + repository, transfer);
      }
    }
  }

  private long all(Repository repository, List<RepositoryFile> files)
      throws IOException, InterruptedException {
    Path whole = store.files(repository);
    List<RepositoryFile> missing =
        files.stream().filter(file -> !Store.isThere(whole, file)).toList();
    long bytes = missing.stream().mapToLong(RepositoryFile::size).sum();
    Path folder = Files.createDirectories(store.folder(repository).resolve("parts"));
    if (Folders.free(folder).count() + Folders.size(folder) < bytes) {
      throw new FetchFailed(
          "%s needs %s, and %s are free in %s"
              .formatted(repository, new Bytes(bytes), Folders.free(folder), store.cache()),
          "Make room there, or name another folder in `AUTORL_CACHE`.");
    }
    for (RepositoryFile file : missing) {
      one(repository, file, folder.resolve(file.checksum().hex() + ".part"));
    }
    return bytes;
  }

  private void one(Repository repository, RepositoryFile file, Path part)
      throws IOException, InterruptedException {
    if (size(part) > file.size()) {
      Files.delete(part);
    }
    transfer.begin("%s, %s".formatted(repository.id(), file.path()), file.size(), size(part));
    try {
      download(repository, file, part);
    } finally {
      transfer.end();
    }
    Checksum found = Checksum.of(file.checksum().kind(), part);
    if (!found.equals(file.checksum())) {
      Files.delete(part);
      throw new FetchFailed(
          "%s of %s is not what the hub lists: it has %s, not %s"
              .formatted(file.path(), repository, found.named(), file.checksum().named()),
          "It was deleted. Fetch it again; if that happens twice, do not trust what is in between.");
    }
    Path whole = store.files(repository).resolve(file.path());
    Files.createDirectories(whole.resolveSibling(""));
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void download(Repository repository, RepositoryFile file, Path part)
      throws IOException, InterruptedException {
    int failures = 0;
    boolean done = Files.exists(part) && size(part) == file.size();
    while (!done) {
      long before = size(part);
      try {
        receive(repository, file, part, before);
        done = true;
      } catch (FetchFailed e) {
        throw e;
      } catch (IOException e) {
        failures = size(part) > before ? 1 : failures + 1;
        patience.after(e, failures, "`%s` of %s".formatted(file.path(), repository.id()), transfer);
      }
    }
  }

  private void receive(Repository repository, RepositoryFile file, Path part, long from)
      throws IOException {
    try (Hub.Content content = hub.open(repository, file.path(), from);
        FileChannel out =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // A server that ignores the range begins at the start again.
      long at = Math.min(content.start(), from);
      out.truncate(at).position(at);
      transfer.advance(at - from);
      byte[] buffer = new byte[BUFFER];
      for (int read = content.bytes().read(buffer);
          read >= 0 && at <= file.size();
          read = content.bytes().read(buffer)) {
        write(out, buffer, read);
        at += read;
        transfer.advance(read);
      }
      out.force(true);
      if (at < file.size()) {
        throw new EOFException("the connection was cut after %d bytes".formatted(at));
      }
      if (at > file.size()) {
        out.truncate(0);
        throw new FetchFailed(
            "%s of %s is longer than the %d bytes that the hub lists"
                .formatted(file.path(), repository, file.size()),
            "It was deleted. Do not trust what is between this machine and the hub.");
      }
    }
  }

  private void write(FileChannel out, byte[] buffer, int count) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw new FetchFailed(
          "%s cannot be written: %s".formatted(store.cache(), e.getMessage()),
          "Make room there, or name another folder in `AUTORL_CACHE`.",
          e);
    }
  }

  private static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }
}
