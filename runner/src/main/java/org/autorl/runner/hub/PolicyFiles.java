package org.autorl.runner.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.autorl.records.Json;

/**
 * The files of a policy in Hugging Face layout: settings, the tokenizer, and weights as
 * safetensors. What could run code is not among them: no pickled weights, no Python.
 */
record PolicyFiles() implements Selection {
  private static final String WEIGHTS = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final List<String> NEEDED = List.of("config.json", "tokenizer.json");
  private static final List<String> WELCOME =
      List.of(
          "added_tokens.json",
          "chat_template.jinja",
          "chat_template.json",
          "generation_config.json",
          "special_tokens_map.json",
          "tokenizer_config.json");

  @Override
  public List<String> first() {
    return List.of(INDEX);
  }

  @Override
  public List<RepositoryFile> of(Repository repository, Listing listing, Path fetched)
      throws FetchFailed {
    List<RepositoryFile> files = new ArrayList<>();
    for (String name : NEEDED) {
      files.add(needed(repository, listing, name));
    }
    WELCOME.forEach(name -> listing.file(name).ifPresent(files::add));
    Optional<RepositoryFile> whole = listing.file(WEIGHTS);
    if (whole.isPresent()) {
      files.add(whole.get());
    } else if (listing.file(INDEX).isPresent()) {
      files.add(listing.file(INDEX).get());
      for (String shard : shards(repository, fetched.resolve(INDEX))) {
        files.add(needed(repository, listing, shard));
      }
    } else {
      throw lacks(repository, WEIGHTS);
    }
    return files;
  }

  private static RepositoryFile needed(Repository repository, Listing listing, String name)
      throws FetchFailed {
    Optional<RepositoryFile> file = listing.file(name);
    if (file.isEmpty()) {
      throw lacks(repository, name);
    }
    return file.get();
  }

  private static FetchFailed lacks(Repository repository, String name) {
    return new FetchFailed(
        "%s has no `%s`".formatted(repository, name),
        "A policy is safetensors, `config.json` and `tokenizer.json`; pickled weights and code are"
            + " never loaded.");
  }

  private static TreeSet<String> shards(Repository repository, Path index) throws FetchFailed {
    TreeSet<String> shards = new TreeSet<>();
    try {
      for (JsonNode shard : Json.readObject(Files.readString(index)).path("weight_map")) {
        if (!shard.asText().matches("[\\w.-]+\\.safetensors")) {
          throw new IllegalArgumentException(
              "`" + shard.asText() + "` is no safetensors file of the repository");
        }
        shards.add(shard.asText());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new FetchFailed(
          "%s of %s names no shards: %s".formatted(INDEX, repository, e.getMessage()),
          "Look at the file; a task can name another commit.",
          e);
    }
    return shards;
  }
}
