package org.autorl.runner.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Python packages of an index. Files are handed out that the index has listed with their SHA-256,
 * and only if they are what was listed.
 */
final class PythonShelf implements Shelf {
  private static final int LONGEST_PAGE = 64 << 20;
  private static final Pattern PROJECT = Pattern.compile("simple/([A-Za-z0-9][\\w.-]*)/?");
  private static final Pattern FILE = Pattern.compile("files/([0-9a-f]{64})/([\\w.+!-]+)");
  private static final Pattern HASH = Pattern.compile("sha256=([0-9a-f]{64})");
  // {name}-{version}[-{build}]-{python}-{abi}-{platform}.whl, and {name}-{version}.tar.gz.
  private static final Pattern WHEEL =
      Pattern.compile("(.+?)-(\\d[^-]*)(-.+)?-[^-]+-[^-]+-[^-]+\\.whl");
  private static final Pattern SOURCE =
      Pattern.compile("(.+)-(\\d[^-]*?)\\.(?:tar\\.gz|zip|tar\\.bz2)");
  private static final List<String> KEPT = List.of("data-requires-python", "data-yanked");
  private static final List<String> PASSED =
      List.of("Content-Type", "Content-Length", "Content-Range", "Accept-Ranges", "Last-Modified");

  private final URI place;
  private final Remote remote;

  /** Where listed files are, by hash and name; a listing of this attempt comes before a file. */
  private final Map<String, Listed> listed = new ConcurrentHashMap<>();

  private record Listed(String project, URI address) {}

  /** The shelf of one attempt. */
  PythonShelf(URI place) {
    this.place = place;
    this.remote = new Remote(place, Optional.empty());
  }

  @Override
  public Given give(Asked asked) throws Refused, IOException, InterruptedException {
    if (asked.method().equals("POST")) {
      throw new Refused(405, "an index is read here, never written");
    }
    Matcher project = PROJECT.matcher(asked.path());
    if (project.matches()) {
      return list(project.group(1), asked);
    }
    Matcher file = FILE.matcher(asked.path());
    if (file.matches()) {
      return file(file.group(1), file.group(2), asked);
    }
    throw new Refused(
        404, "the mirror of the package index has `simple/PROJECT/` and the files that it lists");
  }

  private Given list(String project, Asked asked)
      throws Refused, IOException, InterruptedException {
    String name = project.toLowerCase(java.util.Locale.ROOT).replaceAll("[-_.]+", "-");
    Artifact artifact = new Artifact(Index.PYTHON, name, Optional.empty(), Optional.empty());
    Asked whole =
        new Asked(
            "GET", asked.path(), asked.rawPath(), Optional.empty(), Optional.empty(), new byte[0]);
    Remote.Answer answer =
        remote.ask(place.resolve(name + "/"), whole, Map.of("Accept", "text/html"), address -> {});
    String text;
    try (InputStream body = answer.last().body()) {
      text = new String(body.readNBytes(LONGEST_PAGE), StandardCharsets.UTF_8);
    }
    if (answer.last().statusCode() != 200) {
      throw new Refused(
          answer.last().statusCode(),
          "the index answers %d for `%s`".formatted(answer.last().statusCode(), name),
          Optional.of(artifact));
    }
    Document page = Jsoup.parse(text, answer.last().uri().toString());
    String links =
        page.select("a[href]").stream()
            .map(link -> line(name, link))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("\n"));
    return Given.page(
        "text/html; charset=utf-8",
        "<!DOCTYPE html>\n<html><head><title>Links for %s</title></head><body>\n%s\n</body></html>\n"
            .formatted(name, links),
        artifact);
  }

  /** A link of ours in the place of the index's; none for a file without a hash. */
  private Optional<String> line(String project, Element link) {
    URI address;
    try {
      address = URI.create(link.absUrl("href"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    Matcher hash = HASH.matcher(Optional.ofNullable(address.getFragment()).orElse(""));
    String path = Optional.ofNullable(address.getPath()).orElse("");
    String file = path.substring(path.lastIndexOf('/') + 1);
    boolean web = Optional.ofNullable(address.getScheme()).orElse("").matches("https?");
    if (!web || !hash.matches() || !FILE.matcher("files/" + hash.group(1) + "/" + file).matches()) {
      return Optional.empty();
    }
    String at = hash.group(1) + "/" + file;
    listed.put(at, new Listed(project, address));
    Element ours =
        new Element("a").attr("href", "../../files/%s#sha256=%s".formatted(at, hash.group(1)));
    KEPT.stream().filter(link::hasAttr).forEach(name -> ours.attr(name, link.attr(name)));
    return Optional.of(ours.text(file).outerHtml() + "<br>");
  }

  private Given file(String hash, String name, Asked asked)
      throws Refused, IOException, InterruptedException {
    String file = URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    Listed found = listed.get(hash + "/" + file);
    if (found == null) {
      throw new Refused(404, "no page of the index has listed `%s` so far".formatted(file));
    }
    URI address = found.address();
    Remote.Answer answer = remote.ask(address, asked, Map.of(), to -> {});
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : PASSED) {
      answer.last().headers().firstValue(header).ifPresent(value -> headers.put(header, value));
    }
    boolean whole = answer.last().statusCode() == 200 && !asked.head();
    return new Given(
        answer.elsewhere() ? 200 : answer.last().statusCode(),
        headers,
        answer.last().body(),
        new Artifact(Index.PYTHON, found.project(), Optional.of(file), version(file)),
        whole ? Optional.of(hash) : Optional.empty());
  }

  /** Of a file's name; https://packaging.python.org/en/latest/specifications/ has their forms. */
  static Optional<String> version(String file) {
    Matcher wheel = WHEEL.matcher(file);
    if (wheel.matches()) {
      return Optional.of(wheel.group(2));
    }
    return Optional.of(SOURCE.matcher(file)).filter(Matcher::matches).map(m -> m.group(2));
  }
}
