package org.autorl.runner.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.autorl.runner.http.PatientClient;

/**
 * A provider on the network. It is asked again if it is busy (408, 429, 500, 502, 503, 504, 529) or
 * cannot be reached: five tries, with pauses that double from half a second to a minute, or as long
 * as {@code Retry-After} says, up to a minute. Only what comes before the first byte of an answer
 * is asked again, and a stream whose first event says that the provider is busy. Redirects are not
 * followed: they would take the key along.
 */
final class HttpUpstream implements Upstream {
  static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504, 529);
  private static final int TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int LONGEST_ERROR = 1 << 20;
  private static final Set<String> SHOWN =
      Set.of("request-id", "x-request-id", "retry-after", "retry-after-ms");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final Driver.Server server;
  private final Duration patience;
  private final PatientClient.Pause pause;

  /**
   * A client of one provider.
   *
   * @param patience until an answer begins
   */
  HttpUpstream(Driver.Server server, Duration patience, PatientClient.Pause pause) {
    this.server = server;
    this.patience = patience;
    this.pause = pause;
  }

  @Override
  public Answer ask(Question question) throws RefusedCall, InterruptedException {
    return ask(question, 1);
  }

  @Override
  public Optional<Answer> again(Question question, Answer busy)
      throws RefusedCall, InterruptedException {
    int tried = busy.retries() + 1;
    if (tried >= TRIES) {
      return Optional.empty();
    }
    try {
      busy.body().close();
    } catch (IOException e) {
      // It is of no use any more.
    }
    pause.of(least(wait(tried)));
    return Optional.of(ask(question, tried + 1));
  }

  /** The pause after so many tries, if the provider does not name one. */
  private static Duration wait(int tried) {
    return FIRST_PAUSE.multipliedBy(1L << (tried - 1));
  }

  /** Asks for the so-manieth time, and as often as is left. */
  private Answer ask(Question question, int first) throws RefusedCall, InterruptedException {
    HttpRequest request = request(question);
    for (int tried = first; ; tried++) {
      Duration wait = wait(tried);
      Duration asked = Duration.ZERO;
      try {
        HttpResponse<InputStream> response =
            client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (!PASSING.contains(response.statusCode()) || tried == TRIES) {
          return answer(response, tried - 1);
        }
        response.body().close();
        asked = pause(response).orElse(Duration.ZERO);
      } catch (IOException e) {
        if (tried == TRIES) {
          throw new RefusedCall(
              Refusal.Why.PROVIDER,
              shown("the provider cannot be reached: %s (%d tries)".formatted(e, TRIES)));
        }
      }
      pause.of(least(asked.compareTo(wait) > 0 ? asked : wait));
    }
  }

  private HttpRequest request(Question question) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + question.path()))
            .timeout(patience)
            .POST(HttpRequest.BodyPublishers.ofString(question.body(), StandardCharsets.UTF_8));
    question.headers().forEach(request::header);
    Provider provider = question.protocol().provider();
    server
        .key()
        .ifPresent(key -> request.header(provider.keyHeader(), provider.keyValue(key.secret())));
    return request.build();
  }

  private Answer answer(HttpResponse<InputStream> response, int retries) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (SHOWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                headers.put(name, shown(values.get(0)));
              }
            });
    String type = response.headers().firstValue("Content-Type").orElse("application/json");
    return new Answer(response.statusCode(), type, headers, response.body(), retries);
  }

  /** An error's body, bounded. */
  static String text(InputStream body) throws IOException {
    try (body) {
      return new String(body.readNBytes(LONGEST_ERROR), StandardCharsets.UTF_8);
    }
  }

  private static Optional<Duration> pause(HttpResponse<?> response) {
    return number(response, "retry-after-ms")
        .map(Duration::ofMillis)
        .or(() -> number(response, "retry-after").map(Duration::ofSeconds));
  }

  private static Optional<Long> number(HttpResponse<?> response, String header) {
    return response
        .headers()
        .firstValue(header)
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Long::valueOf);
  }

  private static Duration least(Duration time) {
    return time.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : time;
  }

  /** A provider may repeat what it was asked with. */
  @Override
  public String shown(String text) {
    return server.key().map(key -> text.replace(key.secret(), "(the key)")).orElse(text);
  }
}
