package org.autorl.runner.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where repositories are: the Hugging Face hub, a server with its paths, or a folder with them.
 *
 * <p>Source: <a href="https://huggingface.co/docs/hub/api">the hub's API</a>.
 */
public interface Hub {
  /** The hub's address, unless {@code AUTORL_HUB} names another or a folder. */
  String ADDRESS = "https://huggingface.co";

  /**
   * Bytes of a file.
   *
   * @param start where in the file they begin
   */
  record Content(InputStream bytes, long start) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }

  /**
   * All files of a repository.
   *
   * @throws FetchFailed if it is not there or may not be read
   */
  Listing list(Repository repository) throws IOException;

  /**
   * The bytes of a file.
   *
   * @param from where in the file to begin; they may begin before
   */
  Content open(Repository repository, String path, long from) throws IOException;

  /**
   * The hub of an environment: {@code AUTORL_HUB} is an address or a folder, {@code HF_TOKEN} what
   * opens repositories that ask for consent.
   */
  static Hub of(Map<String, String> environment) {
    String chosen = environment.getOrDefault("AUTORL_HUB", "");
    if (!chosen.isEmpty() && !chosen.matches("https?://.+")) {
      return new FolderHub(Path.of(chosen));
    }
    String address = chosen.isEmpty() ? ADDRESS : chosen;
    Optional<String> token =
        Optional.of(environment.getOrDefault("HF_TOKEN", "")).filter(said -> !said.isBlank());
    return new HttpHub(URI.create(address.endsWith("/") ? address : address + "/"), token);
  }
}
