package org.autorl.runner.serve;

import java.io.IOException;

/** Makes the static site anew, as far as it has changed. */
@FunctionalInterface
public interface Renderer {
  /**
   * Returns when the pages are written.
   *
   * @throws IOException if they could not be; what is wrong, in a sentence
   */
  void render() throws IOException, InterruptedException;
}
