package org.autorl.runner.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes requests: checks the token, finds the shelf, hands on what it gives, and writes it down.
 */
final class Front extends Handler.Abstract {
  private static final int LONGEST_QUESTION = 1 << 20;
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
  private static final Pattern WAY = Pattern.compile("/([0-9a-f]+)/([a-z]+)/(.+)");
  private static final Pattern CLIMBS = Pattern.compile("(^|/)\\.{1,2}(/|$)|//|\\\\");

  private final byte[] token;
  private final Map<Index, Shelf> shelves;
  private final ArtifactLog log;

  Front(String token, Map<Index, Shelf> shelves, ArtifactLog log) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.shelves = new EnumMap<>(shelves);
    this.log = log;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      take(request, response);
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      callback.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    }
    return true;
  }

  private void take(Request request, Response response) throws IOException, InterruptedException {
    try {
      Asked asked = asked(request);
      Shelf shelf = shelf(request);
      hand(given(shelf, asked), asked, response);
    } catch (Refused e) {
      if (e.artifact().isPresent()) {
        write(e.artifact().get(), e.status(), 0, Optional.empty(), Optional.of(e.why()));
      }
      refuse(response, e.status(), e.why());
    }
  }

  private static void refuse(Response response, int status, String why) throws IOException {
    response.setStatus(status);
    response.getHeaders().clear();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    // What the hub's own clients show.
    response.getHeaders().put("X-Error-Message", why.replaceAll("[^ -~]", "?"));
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      out.write((why + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Given given(Shelf shelf, Asked asked) throws Refused, InterruptedException {
    try {
      return shelf.give(asked);
    } catch (IOException e) {
      throw new Refused(502, "the index cannot be reached: " + e);
    } catch (IllegalArgumentException e) {
      throw new Refused(400, "that is no path of an index");
    }
  }

  /** Each thing is written down before the asking side has the last of it. */
  private void hand(Given given, Asked asked, Response response) throws IOException {
    response.setStatus(given.status());
    given.headers().forEach(response.getHeaders()::put);
    // Closed only when all is well: closing would end the answer as if it were whole.
    OutputStream out = Content.Sink.asOutputStream(response);
    Handover handover = new Handover();
    Optional<Handover.Last> last = Optional.empty();
    try (InputStream body = given.body()) {
      if (!asked.head()) {
        last = Optional.of(handover.pass(body, out, given.expected()));
      }
    } catch (IOException e) {
      boolean wrong = e instanceof Handover.Mismatch;
      String problem = wrong ? String.valueOf(e.getMessage()) : "broken off";
      write(
          given.artifact(),
          given.status(),
          handover.bytes(),
          Optional.empty(),
          Optional.of(problem));
      if (wrong && !response.isCommitted()) {
        refuse(response, 502, problem);
        return;
      }
      throw e;
    }
    Optional<String> digest =
        last.map(Handover.Last::digest).filter(whole -> given.status() == 200);
    write(given.artifact(), given.status(), handover.bytes(), digest, Optional.empty());
    if (last.isPresent()) {
      out.write(last.get().part());
    }
    out.close();
  }

  private void write(
      Artifact artifact, int status, long bytes, Optional<String> digest, Optional<String> problem)
      throws IOException {
    log.write(new ArtifactLog.Fetch(artifact, status, bytes, digest, problem));
  }

  private static Matcher way(Request request) throws Refused {
    Matcher way = WAY.matcher(request.getHttpURI().getDecodedPath());
    if (!way.matches()) {
      throw new Refused(404, "the mirror has `/TOKEN/INDEX/...`");
    }
    return way;
  }

  private Shelf shelf(Request request) throws Refused {
    Matcher way = way(request);
    if (!MessageDigest.isEqual(way.group(1).getBytes(StandardCharsets.UTF_8), token)) {
      throw new Refused(401, "the token is not this attempt's");
    }
    return Index.named(way.group(2))
        .flatMap(index -> Optional.ofNullable(shelves.get(index)))
        .orElseThrow(() -> new Refused(404, "no mirror of `%s` here".formatted(way.group(2))));
  }

  private static Asked asked(Request request) throws Refused, IOException {
    String method = request.getMethod();
    String path = way(request).group(3);
    if (!METHODS.contains(method)) {
      throw new Refused(405, "the mirror is read, with GET, HEAD or, for a list of paths, POST");
    }
    if (CLIMBS.matcher(path).find()) {
      throw new Refused(400, "that is no path of an index");
    }
    byte[] body = new byte[0];
    if (method.equals("POST")) {
      try (InputStream in = Content.Source.asInputStream(request)) {
        body = in.readNBytes(LONGEST_QUESTION + 1);
      }
      if (body.length > LONGEST_QUESTION) {
        throw new Refused(413, "a list of paths has at most 1 MiB");
      }
    }
    // The canonical path is what the decoded one was made of: both say the same.
    String raw = request.getHttpURI().getCanonicalPath().replaceFirst("^/[^/]+/[^/]+/", "");
    return new Asked(
        method,
        path,
        raw,
        Optional.ofNullable(request.getHttpURI().getQuery()),
        Optional.ofNullable(request.getHeaders().get(HttpHeader.RANGE)),
        body);
  }
}
