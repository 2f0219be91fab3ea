package org.autorl.runner.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.autorl.environments.search.Corpus;
import org.autorl.environments.search.HttpSearch;
import org.autorl.environments.search.Recording;
import org.autorl.records.Digest;
import org.autorl.runner.grading.Searching;

/** What answers the searches of questions, out of the environment. */
final class SearchOptions {
  /** {@code corpus:FILE}, {@code replay:FILE}, or the address of a service. */
  static final String SEARCH = "AUTORL_SEARCH";

  /** What the service knows the operator by. */
  static final String KEY = "AUTORL_SEARCH_KEY";

  /** Where to write down what a service said. */
  static final String RECORD = "AUTORL_SEARCH_RECORD";

  /** How to have searches answered. */
  static final String HINT =
      "Set %s to `corpus:FILE`, `replay:FILE`, or the address of a service that answers as SerpApi does."
          .formatted(SEARCH);

  private SearchOptions() {}

  /** Whether the operator has named something. */
  static boolean named(Map<String, String> environment) {
    return Variables.said(SEARCH, environment).isPresent();
  }

  /**
   * What answers searches on this machine.
   *
   * @throws UserError if what the environment says cannot be used
   */
  static Optional<Searching> find(Map<String, String> environment) {
    Optional<String> said = Variables.said(SEARCH, environment);
    return said.map(text -> searching(text, environment));
  }

  private static Searching searching(String text, Map<String, String> environment) {
    if (text.startsWith("http://") || text.startsWith("https://")) {
      HttpSearch live = new HttpSearch(url(text), Variables.said(KEY, environment).orElse(""));
      return new Searching(
          text, Recording.of(live), Variables.said(RECORD, environment).map(Path::of));
    }
    boolean corpus = text.startsWith("corpus:");
    if (!corpus && !text.startsWith("replay:")) {
      throw new UserError("%s is `%s`, which is no kind of search".formatted(SEARCH, text), HINT);
    }
    Path file = Path.of(text.substring(text.indexOf(':') + 1));
    try {
      String digest = Digest.sha256(Files.readAllBytes(file));
      return new Searching(
          text.substring(0, text.indexOf(':') + 1) + digest,
          corpus ? Corpus.read(file, digest) : Recording.replay(file, digest),
          Optional.empty());
    } catch (IOException e) {
      String why = Files.isRegularFile(file) ? String.valueOf(e.getMessage()) : "no such file";
      throw new UserError("%s cannot be read: %s: %s".formatted(SEARCH, file, why), HINT);
    }
  }

  private static URI url(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new UserError(SEARCH + " is no address", HINT);
    }
  }
}
