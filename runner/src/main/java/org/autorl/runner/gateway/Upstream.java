package org.autorl.runner.gateway;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Answers what the gateway passes on. */
interface Upstream {
  /**
   * A call, ready for the provider.
   *
   * @param path with its query
   * @param headers that the provider may see, without the key
   * @param hash of what is asked, {@link Canonical}
   */
  record Question(
      Protocol protocol, String path, Map<String, String> headers, String body, String hash) {}

  /**
   * The beginning of an answer.
   *
   * @param type of the body, as HTTP says it
   * @param headers that the agent may see
   * @param retries before it came
   */
  record Answer(
      int status, String type, Map<String, String> headers, InputStream body, int retries) {
    boolean well() {
      return status >= 200 && status < 300;
    }

    boolean streams() {
      return type.startsWith("text/event-stream");
    }
  }

  /**
   * Asks.
   *
   * @throws RefusedCall if there is no answer
   */
  Answer ask(Question question) throws RefusedCall, InterruptedException;

  /**
   * Asks again after a stream whose first event says that the provider is busy.
   *
   * @param busy the stream; it is given up, unless this is empty
   * @return empty if it was asked often enough, or if another answer is not to be expected
   * @throws RefusedCall if there is no answer
   */
  default Optional<Answer> again(Question question, Answer busy)
      throws RefusedCall, InterruptedException {
    return Optional.empty();
  }

  /** A text of the provider as the agent may see it. */
  default String shown(String text) {
    return text;
  }
}
