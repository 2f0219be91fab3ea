package org.autorl.runner.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.autorl.records.Json;

/**
 * A hub behind HTTP. The token goes to the hub alone, never to where it redirects.
 *
 * @param address ends in a slash
 */
record HttpHub(URI address, Optional<String> token) implements Hub {
  private static final int CONNECT = 30_000;
  private static final int STALLED = 60_000;
  private static final int REDIRECTS = 5;
  private static final int LONGEST_LISTING = 64 << 20;
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-.*");

  @Override
  public Listing list(Repository repository) throws IOException {
    List<RepositoryFile> files = new ArrayList<>();
    Optional<URI> page =
        Optional.of(address.resolve(escaped(repository.tree()) + "?recursive=true"));
    while (page.isPresent()) {
      HttpURLConnection answer = get(repository, page.get(), 0);
      try (InputStream in = answer.getInputStream()) {
        String text = new String(in.readNBytes(LONGEST_LISTING), StandardCharsets.UTF_8);
        add(Json.read(text, JsonNode.class), files);
      } catch (IllegalArgumentException e) {
        throw new FetchFailed(
            "%s is listed by %s in a form that is not the hub's".formatted(repository, address),
            "`AUTORL_HUB` names the address of a Hugging Face hub or of a mirror of one.",
            e);
      }
      page = next(answer).map(page.get()::resolve);
    }
    return new Listing(files);
  }

  private static void add(JsonNode entries, List<RepositoryFile> files) {
    if (!entries.isArray()) {
      throw new IllegalArgumentException("not a list");
    }
    for (JsonNode entry : entries) {
      if (entry.path("type").asText().equals("file")) {
        JsonNode large = entry.path("lfs").path("oid");
        Checksum checksum =
            large.isTextual()
                ? new Checksum(Checksum.Kind.SHA256, large.asText().replace("sha256:", ""))
                : new Checksum(Checksum.Kind.GIT_BLOB, entry.path("oid").asText());
        files.add(
            new RepositoryFile(
                entry.path("path").asText(), entry.path("size").asLong(-1), checksum));
      }
    }
  }

  private static Optional<String> next(HttpURLConnection answer) {
    return Optional.ofNullable(answer.getHeaderField("Link"))
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  @Override
  public Content open(Repository repository, String path, long from) throws IOException {
    HttpURLConnection answer =
        get(repository, address.resolve(escaped(repository.files() + path)), from);
    long start = 0;
    if (answer.getResponseCode() == HttpURLConnection.HTTP_PARTIAL) {
      Matcher range = RANGE.matcher(String.valueOf(answer.getHeaderField("Content-Range")));
      start = range.matches() ? Long.parseLong(range.group(1)) : from;
    }
    return new Content(answer.getInputStream(), start);
  }

  private HttpURLConnection get(Repository repository, URI from, long start) throws IOException {
    URI at = from;
    for (int i = 0; i <= REDIRECTS; i++) {
      HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(CONNECT);
      connection.setReadTimeout(STALLED);
      connection.setRequestProperty("User-Agent", "autorl");
      connection.setRequestProperty("Accept-Encoding", "identity");
      if (start > 0) {
        connection.setRequestProperty("Range", "bytes=" + start + "-");
      }
      if (at.getAuthority().equals(address.getAuthority())) {
        token.ifPresent(said -> connection.setRequestProperty("Authorization", "Bearer " + said));
      }
      int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_PARTIAL) {
        return connection;
      }
      Optional<String> elsewhere = Optional.ofNullable(connection.getHeaderField("Location"));
      if (status / 100 != 3 || elsewhere.isEmpty()) {
        throw refused(repository, at, status, connection);
      }
      at = elsewhere(repository, at, elsewhere.get());
    }
    throw new FetchFailed(
        "%s: more than %d redirects from %s".formatted(repository, REDIRECTS, from),
        "Look at what `AUTORL_HUB` names.");
  }

  private static URI elsewhere(Repository repository, URI from, String location)
      throws FetchFailed {
    URI to = from.resolve(location);
    boolean web = to.getScheme().matches("https?");
    if (!web || (from.getScheme().equals("https") && to.getScheme().equals("http"))) {
      throw new FetchFailed(
          "%s: a redirect leads from %s to %s://"
              .formatted(repository, from.getAuthority(), to.getScheme()),
          "Nothing is fetched without encryption from where it began with it.");
    }
    return to;
  }

  private IOException refused(
      Repository repository, URI at, int status, HttpURLConnection connection) {
    if (status == 429 || status >= 500) {
      return new Patience.Busy(
          "%s answers %d".formatted(at.getAuthority(), status),
          wait(connection.getHeaderField("Retry-After")));
    }
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED
        || status == HttpURLConnection.HTTP_FORBIDDEN) {
      return token.isPresent()
          ? new FetchFailed(
              "the hub does not give %s to whose token this is".formatted(repository),
              "Ask for access at %s%s with the account of `HF_TOKEN`."
                  .formatted(address, repository.page()))
          : new FetchFailed(
              "the hub gives %s to nobody without a token: it is gated, private, or not there"
                  .formatted(repository),
              "Accept its terms at %s%s, then set `HF_TOKEN` to a token of your account."
                  .formatted(address, repository.page()));
    }
    if (status == HttpURLConnection.HTTP_NOT_FOUND) {
      return new FetchFailed(
          "the hub has no %s%s".formatted(repository, fileOf(repository, at)),
          "Look for its name and its commits at %s%s.".formatted(address, repository.page()));
    }
    return new FetchFailed(
        "%s answers %d for %s".formatted(at.getAuthority(), status, repository),
        "Look at what `AUTORL_HUB` names.");
  }

  private String fileOf(Repository repository, URI at) {
    String whole = at.getPath();
    int begin = whole.indexOf(repository.files());
    return begin < 0 ? "" : ", file `" + whole.substring(begin + repository.files().length()) + "`";
  }

  /** Seconds, or a date; RFC 9110, section 10.2.3. */
  private static Optional<Duration> wait(@org.jspecify.annotations.Nullable String said) {
    if (said == null) {
      return Optional.empty();
    }
    if (said.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(said)));
    }
    try {
      Instant then = ZonedDateTime.parse(said, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(Instant.now(), then);
      return Optional.of(left.isNegative() ? Duration.ZERO : left);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String escaped(String path) {
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no path of an address: " + path, e);
    }
  }
}
