package org.autorl.runner.worker;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.autorl.records.InferenceWorker;
import org.autorl.runner.sandbox.JavaHome;
import org.autorl.runner.sandbox.Sandbox;

/** A form of worker that the operator has chosen. */
public sealed interface WorkerForm {
  /** The trainers' own. */
  record Djl() implements WorkerForm {}

  /** A program that speaks our JSON lines. */
  record Command(WorkerCommand command) implements WorkerForm {}

  /** An OpenAI-compatible server, started for each policy. */
  record Server(WorkerCommand command) implements WorkerForm {}

  /** One that runs already, and so serves one policy alone. */
  record Running(URI url) implements WorkerForm {}

  /**
   * What its workers need.
   *
   * @param patience for a start and for each answer; absent: 2 minutes for the embedded one, else
   *     10
   * @param key for servers
   */
  record Means(Sandbox sandbox, JavaHome java, Optional<Duration> patience, Optional<String> key) {}

  /** What starts workers of this form. */
  default WorkerLauncher launcher(Means means) {
    Duration patience = means.patience().orElse(Duration.ofMinutes(10));
    OpenAiServer.Manners manners =
        new OpenAiServer.Manners(patience, means.key(), time -> Thread.sleep(time.toMillis()));
    if (this instanceof Command program) {
      return new CommandWorker(means.sandbox(), program.command(), patience);
    }
    if (this instanceof Server server) {
      return new ServerWorker(means.sandbox(), means.java(), server.command(), manners);
    }
    if (this instanceof Running running) {
      return new RunningServer(new OpenAiServer(running.url(), manners));
    }
    return new SandboxedWorker(
        means.sandbox(), means.java(), means.patience().orElse(Duration.ofMinutes(2)));
  }

  /** As it is recorded; reads the files that a command names. */
  default InferenceWorker recorded() throws IOException {
    if (this instanceof Command program) {
      return recorded(InferenceWorker.Form.COMMAND, program.command());
    }
    if (this instanceof Server server) {
      return recorded(InferenceWorker.Form.OPENAI, server.command());
    }
    if (this instanceof Running running) {
      return new InferenceWorker(
          InferenceWorker.Form.OPENAI,
          List.of(),
          List.of(),
          List.of(),
          Optional.of(running.url().toString()));
    }
    return InferenceWorker.embedded();
  }

  private static InferenceWorker recorded(InferenceWorker.Form form, WorkerCommand command)
      throws IOException {
    return new InferenceWorker(
        form,
        command.given(),
        command.digests(),
        command.mounts().stream().map(Object::toString).toList(),
        Optional.empty());
  }
}
