package org.autorl.runner.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.autorl.records.Network;
import org.autorl.records.Task;
import org.autorl.runner.mirror.Index;
import org.autorl.runner.mirror.Mirrors;
import picocli.CommandLine.Option;

/** What attempts on mirrored tracks may fetch. */
final class MirrorOptions {
  private static final String FORMS =
      "Write it like `--mirror hub=https://huggingface.co`, with the address of the place; there are %s."
          .formatted(Index.words());

  @Option(
      names = "--mirror",
      paramLabel = "INDEX=URL",
      description = "Where tasks with `network mirrored` may fetch: hub=URL, python=URL.")
  private Map<String, String> mirrors = new LinkedHashMap<>();

  /**
   * The places.
   *
   * @throws UserError if one is not known, a task wants some and there are none, or none wants any
   */
  Mirrors find(List<Task> tasks, Map<String, String> environment) {
    List<String> wanting =
        tasks.stream().filter(t -> t.network() == Network.MIRRORED).map(Task::id).toList();
    if (!wanting.isEmpty() && mirrors.isEmpty()) {
      throw new UserError(
          "`%s` lets agents fetch packages and policies, and no place for them is named"
              .formatted(String.join("`, `", wanting)),
          FORMS);
    }
    if (wanting.isEmpty() && !mirrors.isEmpty()) {
      throw new UserError(
          "`--mirror` is for tasks with `network mirrored`, and none of these is one",
          "Leave it out: on the offline track nothing is fetched.");
    }
    Map<Index, URI> places = new EnumMap<>(Index.class);
    mirrors.forEach(
        (word, url) ->
            places.put(
                Index.named(word)
                    .orElseThrow(() -> new UserError("no mirror `" + word + "`", FORMS)),
                place(word, url)));
    return new Mirrors(places, Variables.said("HF_TOKEN", environment), Set.of());
  }

  private static URI place(String word, String text) {
    try {
      URI url = new URI(text.replaceFirst("/*$", "/"));
      boolean web = Optional.ofNullable(url.getScheme()).orElse("").matches("https?");
      boolean bare = url.getUserInfo() == null && url.getQuery() == null;
      if (web && bare && url.getHost() != null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below, without the text: it may hold a password.
    }
    throw new UserError("the mirror `%s` has no address of a server".formatted(word), FORMS);
  }
}
