package org.autorl.runner.worker;

import java.util.List;
import org.autorl.records.Decoding;

/**
 * A policy that completes prompts; its answers are not trusted to come, nor to be what was asked.
 */
public interface Worker extends AutoCloseable {
  /**
   * One completion for each prompt, in order.
   *
   * @param seed of the sampling, where the decoding samples
   * @throws WorkerFailed if there is not exactly one text for each
   */
  List<String> complete(List<Prompt> prompts, Decoding decoding, long seed);

  /** What it says of itself, in a few words: program and versions, or the server's model. */
  String engine();

  /** Ends it with all that it started. */
  @Override
  void close();
}
