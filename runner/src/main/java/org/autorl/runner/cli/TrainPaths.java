package org.autorl.runner.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.runner.sandbox.Mount;

/**
 * The files that a {@code train} command names, and its words with their real paths. A sandbox
 * shows them under these same paths, so that a message means the same inside and outside.
 *
 * @param words what the trainers' program is given
 * @param read files and folders that exist
 * @param out the only folder to write to
 */
record TrainPaths(List<String> words, List<Path> read, Optional<Path> out) {
  private static final Pattern NAMED = Pattern.compile("([A-Za-z][\\w-]*=[^:=]+:)(.+)");
  private static final List<String> PATHS = List.of("--model", "--data", "--out");
  private static final String REWARD = "--reward";
  private static final String JAVA = "java:";

  /** Finds the paths in what was typed. */
  static TrainPaths of(List<String> typed) throws IOException {
    List<Path> read = new ArrayList<>();
    List<Path> out = new ArrayList<>();
    List<String> words = new ArrayList<>();
    boolean script = typed.get(0).endsWith(".groovy");
    words.add(script ? real(typed.get(0)).toString() : typed.get(0));
    for (int i = 1; i < typed.size(); i++) {
      String word = typed.get(i);
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      if (!PATHS.contains(name) && !name.equals(REWARD)) {
        words.add(word);
        continue;
      }
      UnaryOperator<String> found = value -> found(name, value, read, out);
      if (word.contains("=")) {
        words.add(name + "=" + found.apply(word.substring(name.length() + 1)));
      } else if (i + 1 < typed.size()) {
        words.add(word);
        words.add(found.apply(typed.get(++i)));
      } else {
        words.add(word);
      }
    }
    if (script) {
      Path folder = Optional.ofNullable(real(typed.get(0)).getParent()).orElse(Path.of("/"));
      read.add(folder);
      if (out.isEmpty()) {
        Path beside = folder.resolve("output");
        words.addAll(List.of("--out", beside.toString()));
        out.add(beside);
      }
    }
    return new TrainPaths(
        List.copyOf(words),
        read.stream().filter(Files::exists).distinct().toList(),
        out.stream().findFirst());
  }

  private static String found(String option, String value, List<Path> read, List<Path> out) {
    if (option.equals(REWARD)) {
      Matcher named = NAMED.matcher(value);
      String before = named.matches() ? named.group(1) : "";
      String source = value.substring(before.length());
      if (source.startsWith(JAVA)) {
        return value;
      }
      read.add(real(source));
      return before + real(source);
    }
    (option.equals("--out") ? out : read).add(real(value));
    return real(value).toString();
  }

  /** Where links lead, as far as the path exists. */
  private static Path real(String typed) {
    Path path = Path.of(typed).toAbsolutePath().normalize();
    Path there = path;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return there.toRealPath().resolve(there.relativize(path));
    } catch (IOException e) {
      return path;
    }
  }

  /** Whether it is a script that is run. */
  Optional<Path> script() {
    return words.get(0).endsWith(".groovy") ? Optional.of(Path.of(words.get(0))) : Optional.empty();
  }

  /**
   * Makes the folder to write to.
   *
   * @return whether it was not there before
   */
  boolean makeOut() throws IOException {
    if (out.isEmpty() || Files.isDirectory(out.get())) {
      return false;
    }
    try {
      Files.createDirectories(out.get());
      return true;
    } catch (FileAlreadyExistsException e) {
      throw new UserError(e.getFile() + " is not a folder", "Choose another `--out`.");
    }
  }

  /** Outer folders first, so that what lies in them is shown over them. */
  List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    out.ifPresent(folder -> mounts.add(new Mount(folder, folder.toString(), true)));
    read.stream()
        .filter(path -> !out.equals(Optional.of(path)))
        .forEach(path -> mounts.add(Mount.readOnly(path, path.toString())));
    mounts.sort(Comparator.comparingInt(mount -> mount.host().getNameCount()));
    return mounts;
  }

  /** Variables of a script: where its relative paths begin. */
  Map<String, String> variables() {
    return script()
        .map(Path::getParent)
        .map(folder -> Map.of("WORKSPACE", folder.toString()))
        .orElse(Map.of());
  }
}
