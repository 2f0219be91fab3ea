package org.autorl.site.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Tells whether a run folder has changed without reading it: sizes and times of the files that any
 * change of a run goes through. Whoever sets a time back can fool it; a build without an earlier
 * one cannot be fooled.
 */
public final class Stamp {
  private static final List<String> OF_RUN = List.of("run.json", "suite.json");
  private static final List<String> OF_ATTEMPT =
      List.of("attempt.json", "ledger.jsonl", "report.json", "trajectory.jsonl", "metrics.jsonl");

  private Stamp() {}

  /**
   * The stamp of a run's folder.
   *
   * @param attempts folders of its attempts, below it
   * @param beside stamp of what else its pages show; empty if that is nothing
   */
  public static long of(Path folder, List<String> attempts, String beside) {
    Key stamp = new Key();
    OF_RUN.forEach(name -> add(stamp, folder.resolve(name)));
    for (String attempt : attempts) {
      Path in = folder.resolve(attempt);
      OF_ATTEMPT.forEach(name -> add(stamp, in.resolve(name)));
    }
    stamp.add(beside);
    return stamp.value();
  }

  /** A file that is missing has no time and no size. */
  private static void add(Key stamp, Path file) {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      stamp.add(found.lastModifiedTime().to(TimeUnit.NANOSECONDS)).add(found.size());
    } catch (IOException e) {
      stamp.add(0).add(0);
    }
  }

  /** The stamp of a program: a jar, or a folder of classes. */
  public static long of(Path program) throws IOException {
    Key stamp = new Key();
    try (Stream<Path> files = Files.walk(program)) {
      files.filter(Files::isRegularFile).sorted().forEach(file -> add(stamp, file));
    }
    return stamp.value();
  }
}
