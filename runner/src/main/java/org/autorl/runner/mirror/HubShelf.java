package org.autorl.runner.mirror;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Policies and data sets of a hub. Files, lists of files and facts of one repository are handed
 * out; search, accounts and uploads are not.
 */
final class HubShelf implements Shelf {
  private static final String REPOSITORY = "([\\w.-]+(?:/[\\w.-]+)?)";
  private static final Pattern FILE =
      Pattern.compile("(datasets/)?" + REPOSITORY + "/resolve/([^/]+)/(.+)");
  private static final Pattern ABOUT =
      Pattern.compile(
          "api/(models|datasets)/"
              + REPOSITORY
              + "(?:/(?:revision|tree|commits|refs|paths-info)(?:/([^/]+)(?:/.*)?)?)?");
  // Where the hub sends those who ask by the name of a branch.
  private static final Pattern CACHED =
      Pattern.compile("api/resolve-cache/(models|datasets)/" + REPOSITORY + "/([0-9a-f]+)/(.+)");
  private static final Pattern SHA256 = Pattern.compile("\"?([0-9a-f]{64})\"?");
  private static final List<String> PASSED =
      List.of(
          "Content-Type",
          "Content-Length",
          "Content-Range",
          "Accept-Ranges",
          "ETag",
          "Last-Modified",
          "Retry-After",
          "X-Error-Code",
          "X-Error-Message",
          "X-Repo-Commit",
          "X-Linked-ETag",
          "X-Linked-Size");

  private final URI place;
  private final Remote remote;
  private final Set<String> withheld;
  private final String own;

  /**
   * The shelf of one attempt.
   *
   * @param own this shelf's address, as the sandbox sees it
   */
  HubShelf(URI place, Mirrors mirrors, String own) {
    this.place = place;
    this.remote = new Remote(place, mirrors.token());
    this.withheld = mirrors.withheld();
    this.own = own;
  }

  @Override
  public Given give(Asked asked) throws Refused, IOException, InterruptedException {
    Artifact artifact = read(asked.path());
    boolean question = asked.path().contains("/paths-info/");
    if (asked.method().equals("POST") != question) {
      throw new Refused(405, "a hub is read here, never written", Optional.of(artifact));
    }
    String query = asked.query().map(q -> "?" + q).orElse("");
    Map<String, String> headers = question ? Map.of("Content-Type", "application/json") : Map.of();
    Remote.Answer answer =
        remote.ask(place.resolve(asked.rawPath() + query), asked, headers, this::withhold);
    int status = answer.elsewhere() ? 200 : answer.last().statusCode();
    Map<String, String> told = headers(answer);
    // Said to be empty, it would be taken for an empty file.
    if (asked.head() && status == 200 && !told.containsKey("Content-Length")) {
      throw new Refused(502, "the hub does not say how long it is", Optional.of(artifact));
    }
    boolean whole = status == 200 && !asked.head();
    return new Given(
        status,
        told,
        answer.last().body(),
        artifact.at(answer.header("X-Repo-Commit")),
        answer.header("X-Linked-ETag").filter(tag -> whole).flatMap(HubShelf::sha256));
  }

  private Artifact read(String path) throws Refused {
    Matcher file = FILE.matcher(path);
    if (file.matches()) {
      String name = Optional.ofNullable(file.group(1)).orElse("") + file.group(2);
      return allowed(name, Optional.of(file.group(4)), Optional.of(file.group(3)));
    }
    Matcher cached = CACHED.matcher(path);
    if (cached.matches()) {
      return allowed(name(cached), Optional.of(cached.group(4)), Optional.of(cached.group(3)));
    }
    Matcher about = ABOUT.matcher(path);
    if (about.matches()) {
      return allowed(name(about), Optional.empty(), Optional.ofNullable(about.group(3)));
    }
    throw new Refused(
        404, "the mirror of the hub has files of repositories and facts about one repository");
  }

  private static String name(Matcher matched) {
    return (matched.group(1).equals("datasets") ? "datasets/" : "") + matched.group(2);
  }

  private Artifact allowed(String name, Optional<String> file, Optional<String> revision)
      throws Refused {
    Artifact artifact = new Artifact(Index.HUB, name, file, revision);
    if (withheld.stream().anyMatch(held -> ("datasets/" + held).equalsIgnoreCase(name))) {
      throw new Refused(
          403,
          "`%s` holds items that this suite asks, and is not handed out".formatted(name),
          Optional.of(artifact));
    }
    return artifact;
  }

  /** An old name of a data set redirects to the new one. */
  private void withhold(URI address) throws Refused {
    String path = place.relativize(address).getPath();
    try {
      read(path.replaceFirst("^/", ""));
    } catch (Refused e) {
      if (e.artifact().isPresent()) {
        throw e;
      }
      // Some other page of the hub, which nobody could have asked for directly.
      throw new Refused(502, "the hub redirects to what is not handed out");
    }
  }

  private Map<String, String> headers(Remote.Answer answer) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : PASSED) {
      Optional<String> value =
          name.startsWith("X-") || name.equals("ETag")
              ? answer.header(name)
              : answer.last().headers().firstValue(name);
      value.ifPresent(text -> headers.put(name, text));
    }
    // Of a redirect the length is its own, not the file's.
    if (answer.elsewhere()) {
      headers.remove("Content-Length");
      answer.header("X-Linked-Size").ifPresent(size -> headers.put("Content-Length", size));
    }
    List<String> links = new ArrayList<>(answer.last().headers().allValues("Link"));
    if (!links.isEmpty()) {
      links.replaceAll(link -> link.replace("<" + place, "<" + own + "/"));
      links.removeIf(link -> link.toLowerCase(Locale.ROOT).contains("xet"));
      headers.put("Link", String.join(", ", links));
    }
    headers.values().removeIf(String::isEmpty);
    return headers;
  }

  private static Optional<String> sha256(String tag) {
    return Optional.of(SHA256.matcher(tag)).filter(Matcher::matches).map(m -> m.group(1));
  }
}
