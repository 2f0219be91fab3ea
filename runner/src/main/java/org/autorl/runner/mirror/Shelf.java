package org.autorl.runner.mirror;

import java.io.IOException;

/** One index: knows its protocol, and what each path of it asks for. */
interface Shelf {
  /**
   * Fetches what is asked for.
   *
   * @throws Refused if it is not to be had, or not allowed
   * @throws IOException if the index cannot be reached
   */
  Given give(Asked asked) throws Refused, IOException, InterruptedException;
}
