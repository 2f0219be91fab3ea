package org.autorl.environments.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Searches that were done once, so that they can be done again offline with the same results: JSON
 * lines with {@code query}, {@code count} and {@code results} ({@code title}, {@code text}).
 *
 * <p>While it records, a query that was asked before is answered from the record, so a run agrees
 * with itself. Threads may share one.
 */
public final class Recording implements SearchProvider {
  private record Asked(String query, int count) {}

  private final Map<Asked, List<Snippet>> known = new LinkedHashMap<>();
  private final SearchProvider otherwise;

  private Recording(SearchProvider otherwise) {
    this.otherwise = otherwise;
  }

  /** Asks a provider and keeps what it says. */
  public static Recording of(SearchProvider live) {
    return new Recording(live);
  }

  /**
   * Searches as recorded; what is not recorded is {@link SearchUnavailable}, never no result.
   *
   * @param digest the SHA-256 of the file, in hexadecimal
   * @throws IOException if the file is another, or a line is not of the form
   */
  public static Recording replay(Path file, String digest) throws IOException {
    Recording recording =
        new Recording(
            (query, count) -> {
              throw new SearchUnavailable(
                  "%s has no search for `%s` with %d results".formatted(file, query, count));
            });
    for (JsonNode line : JsonLines.read(file, digest, "query", "count", "results")) {
      List<Snippet> found = new ArrayList<>();
      line.get("results")
          .forEach(r -> found.add(new Snippet(r.path("title").asText(), r.path("text").asText())));
      recording.known.put(
          new Asked(line.get("query").asText(), line.get("count").asInt()), List.copyOf(found));
    }
    return recording;
  }

  @Override
  public synchronized List<Snippet> search(String query, int count) {
    return known.computeIfAbsent(
        new Asked(query, count), asked -> List.copyOf(otherwise.search(query, count)));
  }

  /**
   * Writes all that was searched, in the order of first asking.
   *
   * @return the SHA-256 of the file, in hexadecimal
   */
  public synchronized String write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    known.forEach(
        (asked, found) -> {
          ObjectNode line = JsonNodeFactory.instance.objectNode();
          line.put("query", asked.query()).put("count", asked.count());
          ArrayNode results = line.putArray("results");
          found.forEach(s -> results.addObject().put("title", s.title()).put("text", s.text()));
          text.append(line).append('\n');
        });
    byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
    Files.write(file, content);
    return JsonLines.sha256(content);
  }
}
