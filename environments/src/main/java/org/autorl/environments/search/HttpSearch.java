package org.autorl.environments.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches the web by a service that answers as SerpApi does (<a
 * href="https://serpapi.com/search-api">serpapi.com/search-api</a>): {@code GET address?engine=
 * google&q=…&api_key=…}, with {@code organic_results}, each with {@code title} and {@code snippet}.
 */
public final class HttpSearch implements SearchProvider {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI address;
  private final String key;
  private final HttpClient client;

  /** The key is sent to that address and appears nowhere else. */
  public HttpSearch(URI address, String key) {
    this.address = address;
    this.key = key;
    client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  @Override
  public List<Snippet> search(String query, int count) {
    URI asked =
        URI.create("%s?engine=google&q=%s&api_key=%s".formatted(address, coded(query), coded(key)));
    HttpResponse<String> response = response(asked);
    if (response.statusCode() != 200) {
      throw new SearchUnavailable(
          "%s answered with status %d".formatted(address, response.statusCode()));
    }
    List<Snippet> found = new ArrayList<>();
    for (JsonNode result : read(response.body()).path("organic_results")) {
      if (found.size() < count && result.hasNonNull("snippet")) {
        found.add(new Snippet(result.path("title").asText(), result.get("snippet").asText()));
      }
    }
    return found;
  }

  private HttpResponse<String> response(URI asked) {
    try {
      return client.send(
          HttpRequest.newBuilder(asked).timeout(PATIENCE).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new SearchUnavailable(address + " did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SearchUnavailable("the search was interrupted", e);
    }
  }

  private JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new SearchUnavailable(address + " answered with what is no JSON", e);
    }
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
