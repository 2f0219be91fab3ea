package org.autorl.runner.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks one server, again if it says that it cannot answer now (408, 429, 500, 502, 503, 504) or
 * cannot be reached: five tries, with pauses that double from half a second. A {@code Retry-After}
 * in seconds (RFC 9110, 10.2.3) makes a pause longer, up to a minute. Redirects are not followed.
 *
 * <p>Safe for several threads.
 */
public final class PatientClient {
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
  private static final int TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int LONGEST_ANSWER = 64 << 20;
  private static final int QUOTED = 300;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();
  private final String base;
  private final Duration patience;
  private final Silence silence;
  private final Optional<String> key;
  private final Pause pause;

  /** Lets time pass. */
  public interface Pause {
    /** Comes back after that time. */
    void of(Duration time) throws InterruptedException;
  }

  /** What to make of a server that takes a request and says nothing. */
  public enum Silence {
    /** It is not asked again. */
    FAILS,
    /** It is asked again, like one that says that it is busy. */
    PASSES
  }

  /** Something that may make it useless to ask again. */
  public interface Guard<E extends Exception> {
    /** Throws if nothing is to be expected of the server any more. */
    void check() throws E;
  }

  /**
   * An answer that will not change by asking again.
   *
   * @param status of HTTP
   * @param body without the key, should the server have repeated it
   */
  public record Answer(int status, String body) {
    /** The body in a line of at most 300 characters, for messages. */
    public String quoted() {
      String line = body.strip().replaceAll("\\s+", " ");
      return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "...";
    }
  }

  private record Reply(Answer answer, Optional<Duration> pause) {}

  /**
   * A client of one server.
   *
   * @param url with or without {@code /v1} at its end
   * @param patience for each answer, its body too
   * @param key sent as a bearer token
   */
  public PatientClient(
      URI url, Duration patience, Silence silence, Optional<String> key, Pause pause) {
    String text = url.toString().replaceAll("/+$", "");
    this.base = text.endsWith("/v1") ? text : text + "/v1";
    this.patience = patience;
    this.silence = silence;
    this.key = key;
    this.pause = pause;
  }

  /** The address with {@code /v1} at its end. */
  public String base() {
    return base;
  }

  /** A request for a path of this server, such as {@code /models}. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  /**
   * Asks until there is an answer.
   *
   * @param guard looked at before each try
   * @throws ServerFailed if there is none after five tries
   */
  public <E extends Exception> Answer insist(HttpRequest.Builder request, Guard<E> guard)
      throws ServerFailed, E {
    String last = "";
    Duration wait = FIRST_PAUSE;
    Duration asked = Duration.ZERO;
    for (int i = 0; i < TRIES; i++) {
      if (i > 0) {
        pause(asked.compareTo(wait) > 0 ? asked : wait);
        wait = wait.multipliedBy(2);
        asked = Duration.ZERO;
      }
      guard.check();
      try {
        Reply reply = send(request);
        if (!PASSING.contains(reply.answer().status())) {
          return reply.answer();
        }
        asked = reply.pause().orElse(Duration.ZERO);
        last = "the server said %d: %s".formatted(reply.answer().status(), reply.answer().quoted());
      } catch (SilentException e) {
        if (silence == Silence.FAILS) {
          throw new ServerFailed(String.valueOf(e.getMessage()));
        }
        last = String.valueOf(e.getMessage());
      } catch (IOException e) {
        last = "the server at %s cannot be reached: %s".formatted(base, e.getMessage());
      }
    }
    guard.check();
    throw new ServerFailed("%s (%d tries)".formatted(last, TRIES));
  }

  /**
   * Asks once.
   *
   * @throws IOException if it cannot be reached
   * @throws ServerFailed if it takes the request and gives no answer in time
   */
  public Answer once(HttpRequest.Builder request) throws IOException, ServerFailed {
    try {
      return send(request).answer();
    } catch (SilentException e) {
      throw new ServerFailed(String.valueOf(e.getMessage()));
    }
  }

  private static final class SilentException extends IOException {
    private static final long serialVersionUID = 1;

    SilentException(String what) {
      super(what);
    }
  }

  private Reply send(HttpRequest.Builder request) throws IOException, ServerFailed {
    key.ifPresent(secret -> request.setHeader("Authorization", "Bearer " + secret));
    // The body has to come in time as well, which a request's own timeout does not ask.
    Future<Reply> reply =
        client
            .sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream())
            .thenApplyAsync(this::reply);
    try {
      return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      reply.cancel(true);
      throw new SilentException("the server gave no answer within " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailed("grading was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TooLong) {
        throw new ServerFailed("the server's answer is longer than 64 MiB");
      }
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private Reply reply(HttpResponse<InputStream> response) {
    String body = text(response.body());
    return new Reply(
        new Answer(
            response.statusCode(),
            key.map(secret -> body.replace(secret, "(the key)")).orElse(body)),
        response.headers().firstValue("Retry-After").flatMap(PatientClient::seconds));
  }

  private static Optional<Duration> seconds(String text) {
    return text.matches("[0-9]{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
            .map(time -> time.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : time)
        : Optional.empty();
  }

  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static String text(InputStream body) {
    try (body) {
      byte[] bytes = body.readNBytes(LONGEST_ANSWER + 1);
      if (bytes.length > LONGEST_ANSWER) {
        throw new TooLong();
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Lets time pass between two glances at a server.
   *
   * @throws ServerFailed if that is interrupted
   */
  public void pause(Duration time) throws ServerFailed {
    try {
      pause.of(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailed("grading was interrupted");
    }
  }
}
