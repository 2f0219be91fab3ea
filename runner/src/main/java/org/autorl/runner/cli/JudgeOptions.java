package org.autorl.runner.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.autorl.runner.judge.JudgeServer;
import org.autorl.runner.judge.Judges;

/** Where judges that are language models answer: the operator says it in the environment. */
final class JudgeOptions {
  /** Address of the server. */
  static final String URL = "AUTORL_JUDGE_URL";

  /** What the server knows the operator by. */
  static final String KEY = "AUTORL_JUDGE_KEY";

  /** Dollars for a million tokens of questions, and of answers. */
  static final String PRICES = "AUTORL_JUDGE_PRICES";

  /** How to have tasks judged. */
  static final String HINT =
      "Set %s to the address of an OpenAI-compatible server, and %s to its key if it wants one."
          .formatted(URL, KEY);

  private JudgeOptions() {}

  /** Whether the operator has named a server. */
  static boolean named(Map<String, String> environment) {
    return Variables.said(URL, environment).isPresent();
  }

  /**
   * The judges of this machine.
   *
   * @throws UserError if what the environment says cannot be used
   */
  static Judges find(Map<String, String> environment) {
    return Judges.of(
        Variables.said(URL, environment)
            .map(
                url ->
                    new JudgeServer(
                        url(url),
                        Variables.said(KEY, environment),
                        Variables.said(PRICES, environment).map(JudgeOptions::prices))),
        Machinery.cache(environment).resolve("verdicts"));
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      boolean bare = url.getUserInfo() == null && url.getQuery() == null;
      if (http && bare && url.getHost() != null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below, without the text: it may hold a password.
    }
    throw new UserError(
        URL + " is no address of a server",
        "Write it like `http://127.0.0.1:8000/v1`, with no name, password or query in it; the key goes in "
            + KEY
            + ".");
  }

  private static JudgeServer.Prices prices(String text) {
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 2) {
        return new JudgeServer.Prices(
            Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new UserError(
        PRICES + " is `" + text + "`, which is no two prices",
        "Write dollars for a million tokens, of questions and of answers: `1.25,10`.");
  }
}
