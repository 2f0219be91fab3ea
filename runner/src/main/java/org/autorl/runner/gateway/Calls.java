package org.autorl.runner.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Takes calls: checks the token, reads the body, asks the routes, answers. No thread waits for a
 * slow sender, nor for a grade.
 */
final class Calls extends Handler.Abstract {
  private static final int BODY_LIMIT = 1 << 20;

  /** Of a body over the limit so much is read and dropped, so that its sender hears the answer. */
  private static final int PATIENCE = 16 << 20;

  private final Routes routes;
  private final String token;
  private final Trajectory trajectory;

  Calls(Routes routes, String token, Trajectory trajectory) {
    this.routes = routes;
    this.token = token;
    this.trajectory = trajectory;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    // Who waits for a grade says nothing for a long time; who is slow to send does not do well.
    Wait wait = new Wait();
    request.addIdleTimeoutListener(timeout -> !wait.forUs);
    answer(request, wait)
        .exceptionally(Calls::failed)
        .thenAccept(
            answer -> {
              if (answer.status() != HttpStatus.UNAUTHORIZED_401) {
                routes.told().forEach(response.getHeaders()::put);
              }
              JsonErrors.write(recorded(request, answer), response, callback);
            })
        .exceptionally(
            failure -> {
              callback.failed(failure);
              return null;
            });
    return true;
  }

  private static final class Wait {
    volatile boolean forUs;
  }

  private CompletableFuture<Answer> answer(Request request, Wait wait) {
    String route;
    try {
      route = authorised(request);
    } catch (Problem e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<String> body =
        request.getMethod().equals("POST")
            ? Body.of(request)
            : CompletableFuture.completedFuture("");
    return body.thenCompose(
        text -> {
          wait.forUs = true;
          try {
            return routes.answer(request.getMethod(), route, text);
          } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
          }
        });
  }

  private static Answer failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return Problem.of(cause);
  }

  private Answer recorded(Request request, Answer answer) {
    String route = Request.getPathInContext(request).replace("/" + token, "");
    try {
      if (!Routes.isPlay(route)) {
        trajectory.call(request.getMethod(), route, answer.status());
      }
      return answer;
    } catch (IOException e) {
      return Problem.of(e);
    }
  }

  /** The route without the token; the token is checked in constant time. */
  private String authorised(Request request) {
    String path = Request.getPathInContext(request);
    String bearer = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    String given = bearer == null ? "" : bearer.replaceFirst("^Bearer ", "");
    if (given.isEmpty() && path.startsWith("/")) {
      int slash = path.indexOf('/', 1);
      given = slash < 0 ? path.substring(1) : path.substring(1, slash);
      path = slash < 0 ? "/" : path.substring(slash);
    }
    if (!MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
      throw new Problem(
          Answer.problem(401, "Unauthorized", "the token is missing or not this attempt's")
              .with("WWW-Authenticate", "Bearer"));
    }
    return path;
  }

  /** Collects a body as it comes. */
  private static final class Body implements Invocable.Task {
    private final Request request;
    private final CompletableFuture<String> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long seen;

    private Body(Request request) {
      this.request = request;
    }

    static CompletableFuture<String> of(Request request) {
      Body body = new Body(request);
      if (request.getLength() > PATIENCE) {
        body.whole.completeExceptionally(tooLarge());
      } else {
        body.run();
      }
      return body.whole;
    }

    private static Problem tooLarge() {
      return new Problem(413, "Too large", "a body has at most %d KB".formatted(BODY_LIMIT >> 10));
    }

    @Override
    public void run() {
      while (!whole.isDone()) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          whole.completeExceptionally(unreadable(chunk.getFailure()));
          return;
        }
        take(chunk);
        chunk.release();
      }
    }

    private void take(Content.Chunk chunk) {
      seen += chunk.remaining();
      if (seen <= BODY_LIMIT) {
        byte[] part = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(part);
        bytes.writeBytes(part);
      }
      if (seen > PATIENCE || chunk.isLast() && seen > BODY_LIMIT) {
        whole.completeExceptionally(tooLarge());
      } else if (chunk.isLast()) {
        whole.complete(bytes.toString(StandardCharsets.UTF_8));
      }
    }

    private static Problem unreadable(Throwable failure) {
      if (failure instanceof TimeoutException) {
        return new Problem(408, "Request timeout", "the body did not come to its end in time");
      }
      String reason = failure instanceof HttpException e ? ": " + e.getReason() : "";
      return Problem.badRequest("the body cannot be read" + reason);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.BLOCKING;
    }
  }
}
