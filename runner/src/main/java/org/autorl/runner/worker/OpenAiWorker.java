package org.autorl.runner.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.autorl.records.Decoding;

/** A policy behind an OpenAI-compatible server. */
final class OpenAiWorker implements Worker {
  private final OpenAiServer server;
  private final OpenAiServer.Ended ended;
  private final Runnable release;
  private final String model;

  private OpenAiWorker(
      OpenAiServer server, OpenAiServer.Ended ended, Runnable release, String model) {
    this.server = server;
    this.ended = ended;
    this.release = release;
    this.model = model;
  }

  /** A server that was started for one policy; {@code release} ends it. */
  static Worker started(OpenAiServer server, WorkerProcess process, Runnable release) {
    OpenAiServer.Ended ended =
        () -> process.alive() ? Optional.empty() : Optional.of(process.ended());
    try {
      String model = server.awaitModels(ended).get(0).id();
      return new OpenAiWorker(server, ended, release, model);
    } catch (RuntimeException e) {
      release.run();
      throw e;
    }
  }

  /** A server that runs already. */
  static Worker running(OpenAiServer server, Path policy) {
    OpenAiServer.Model model = server.models().get(0);
    Optional<Path> root = model.root().map(Path::of).filter(Path::isAbsolute);
    if (root.isPresent() && Files.isDirectory(root.get()) && !same(root.get(), policy)) {
      throw new WorkerFailed("the server serves %s, not %s".formatted(root.get(), policy));
    }
    return new OpenAiWorker(server, Optional::empty, () -> {}, model.id());
  }

  private static boolean same(Path a, Path b) {
    try {
      return Files.isSameFile(a, b);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public List<String> complete(List<Prompt> prompts, Decoding decoding, long seed) {
    return server.complete(new OpenAiServer.Asked(model, decoding, seed), prompts, ended);
  }

  @Override
  public String engine() {
    return "model " + model;
  }

  @Override
  public void close() {
    release.run();
  }
}
