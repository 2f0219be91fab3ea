package org.autorl.site.read;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    File own = folder.toFile();
    OF_RUN.forEach(name -> add(stamp, new File(own, name)));
    for (String attempt : attempts) {
      File in = new File(own, attempt);
      OF_ATTEMPT.forEach(name -> add(stamp, new File(in, name)));
    }
    stamp.add(beside);
    return stamp.value();
  }

  /** A file that is missing has no time and no size; asking for them like this throws nothing. */
  private static void add(Key stamp, File file) {
    stamp.add(file.lastModified()).add(file.length());
  }

  /** The stamp of a program: a jar, or a folder of classes. */
  public static long of(Path program) throws IOException {
    Key stamp = new Key();
    try (Stream<Path> files = Files.walk(program)) {
      files.filter(Files::isRegularFile).sorted().forEach(file -> add(stamp, file.toFile()));
    }
    return stamp.value();
  }
}
