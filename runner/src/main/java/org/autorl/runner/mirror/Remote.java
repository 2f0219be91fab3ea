package org.autorl.runner.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An index on the network. Redirects are followed here, for nobody in a sandbox could; the token
 * goes to the index alone, never to where it redirects.
 */
final class Remote {
  private static final int REDIRECTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final URI place;
  private final Optional<String> token;

  Remote(URI place, Optional<String> token) {
    this.place = place;
    this.token = token;
  }

  /** Looks at each address of the index before it is asked for. */
  interface Guard {
    /**
     * Lets an address pass.
     *
     * @throws Refused if it leads to what is not handed out
     */
    void pass(URI address) throws Refused;
  }

  /**
   * What came.
   *
   * @param answers of each redirect, and the last
   */
  record Answer(List<HttpResponse<InputStream>> answers) {
    HttpResponse<InputStream> last() {
      return answers.get(answers.size() - 1);
    }

    /** A header of the first answer that has it: an index says more than where it redirects to. */
    Optional<String> header(String name) {
      return answers.stream().flatMap(a -> a.headers().firstValue(name).stream()).findFirst();
    }

    /** Whether the last one says that the thing is elsewhere. */
    boolean elsewhere() {
      return last().statusCode() / 100 == 3 && last().headers().firstValue("Location").isPresent();
    }
  }

  /**
   * Asks.
   *
   * @param wanted address at the index
   * @param headers to pass on
   * @throws Refused as the guard says, or if a redirect leads nowhere
   */
  Answer ask(URI wanted, Asked asked, Map<String, String> headers, Guard guard)
      throws Refused, IOException, InterruptedException {
    List<HttpResponse<InputStream>> answers = new ArrayList<>();
    URI at = wanted;
    for (int i = 0; i <= REDIRECTS; i++) {
      boolean own = own(at);
      if (own) {
        guard.pass(at);
      }
      HttpResponse<InputStream> response =
          client.send(request(at, asked, headers, own), HttpResponse.BodyHandlers.ofInputStream());
      answers.add(response);
      Answer answer = new Answer(answers);
      if (!answer.elsewhere()) {
        return answer;
      }
      at = next(at, response);
      // Addresses of stores are often signed for GET alone; the index itself has said what counts.
      if (asked.head() && !own(at)) {
        return answer;
      }
      response.body().close();
    }
    throw new Refused(502, "more than %d redirects".formatted(REDIRECTS));
  }

  private HttpRequest request(URI at, Asked asked, Map<String, String> headers, boolean own) {
    HttpRequest.BodyPublisher body =
        asked.method().equals("POST")
            ? HttpRequest.BodyPublishers.ofByteArray(asked.body())
            : HttpRequest.BodyPublishers.noBody();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at).timeout(PATIENCE).method(asked.method(), body);
    request.header("User-Agent", "autorl").header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    asked.range().ifPresent(range -> request.header("Range", range));
    token.filter(said -> own).ifPresent(s -> request.header("Authorization", "Bearer " + s));
    return request.build();
  }

  private static URI next(URI from, HttpResponse<?> response) throws Refused {
    URI to;
    try {
      to = from.resolve(response.headers().firstValue("Location").orElseThrow());
    } catch (IllegalArgumentException e) {
      throw new Refused(502, "a redirect to no address");
    }
    boolean web = to.getScheme().matches("https?") && to.getHost() != null;
    if (!web || (from.getScheme().equals("https") && to.getScheme().equals("http"))) {
      throw new Refused(502, "a redirect to %s://".formatted(to.getScheme()));
    }
    return to;
  }

  private boolean own(URI at) {
    return place.getScheme().equals(at.getScheme())
        && place.getAuthority().equals(at.getAuthority());
  }
}
