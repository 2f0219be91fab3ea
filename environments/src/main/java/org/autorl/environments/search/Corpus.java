package org.autorl.environments.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.autorl.environments.TextIndex;

/** Documents that do not change, searched by BM25 over titles and texts. */
public final class Corpus implements SearchProvider {
  private final List<Snippet> documents;
  private final TextIndex index;

  /** Documents of equal rank come in this order. */
  public Corpus(List<Snippet> documents) {
    this.documents = List.copyOf(documents);
    index = TextIndex.ofEnglish(documents.stream().map(d -> d.title() + " " + d.text()).toList());
  }

  /**
   * Reads documents: JSON lines with {@code title} and {@code text}.
   *
   * @param digest the SHA-256 of the file, in hexadecimal
   * @throws IOException if the file is another, or a line is no document
   */
  public static Corpus read(Path file, String digest) throws IOException {
    List<Snippet> documents = new ArrayList<>();
    for (JsonNode line : JsonLines.read(file, digest, "title", "text")) {
      documents.add(new Snippet(line.get("title").asText(), line.get("text").asText()));
    }
    return new Corpus(documents);
  }

  @Override
  public List<Snippet> search(String query, int count) {
    return index.search(query, 0, count).stream().map(documents::get).toList();
  }
}
