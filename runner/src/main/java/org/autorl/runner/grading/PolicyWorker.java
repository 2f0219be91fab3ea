package org.autorl.runner.grading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.autorl.records.Decoding;
import org.autorl.records.Json;

/** A running worker; its answers are not trusted to come, nor to be what was asked for. */
final class PolicyWorker implements AutoCloseable {
  private final Process process;
  private final Path errors;
  private final BufferedReader out;
  private final BufferedWriter in;
  private final Duration patience;
  private int requests;

  private PolicyWorker(Process process, Path errors, Duration patience) {
    this.process = process;
    this.errors = errors;
    this.patience = patience;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a worker on a policy and waits until it has loaded it.
   *
   * @throws PolicyRefused if the policy cannot be loaded
   * @throws WorkerFailed if the worker fails in another way
   */
  static PolicyWorker start(WorkerLauncher launcher, Path policy, Duration patience)
      throws IOException {
    Path errors = Files.createTempFile("autorl-worker", ".log");
    PolicyWorker worker = new PolicyWorker(launcher.start(policy, errors), errors, patience);
    try {
      worker.read();
      return worker;
    } catch (WorkerFailed e) {
      worker.close();
      String said = worker.said();
      // Exit 1 is the worker's word for bad input, and its input is the policy.
      if (worker.exitStatus() == 1 && said.startsWith("error: ")) {
        throw new PolicyRefused(said.substring("error: ".length()));
      }
      throw e;
    }
  }

  List<String> complete(List<String> prompts, Decoding decoding) {
    ObjectNode request = Json.object().put("id", ++requests).put("maxTokens", decoding.maxTokens());
    prompts.forEach(request.withArray("prompts")::add);
    request.putArray("stop");
    decoding.stop().forEach(request.withArray("stop")::add);
    request.put("temperature", decoding.temperature()).put("seed", 0);
    try {
      in.write(Json.canonical(request) + "\n");
      in.flush();
    } catch (IOException e) {
      throw new WorkerFailed("the worker is gone: " + said());
    }
    ObjectNode answer = read();
    if (answer.has("error")) {
      throw new WorkerFailed("the worker refused a request: " + answer.get("error").asText());
    }
    List<String> completions = new ArrayList<>();
    answer.path("completions").forEach(c -> completions.add(c.path("text").asText()));
    if (completions.size() != prompts.size()) {
      throw new WorkerFailed(
          "the worker gave " + completions.size() + " answers to " + prompts.size() + " prompts");
    }
    return completions;
  }

  private ObjectNode read() {
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                String text = out.readLine();
                return text == null ? "" : text;
              } catch (IOException e) {
                return "";
              }
            });
    try {
      String text = line.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (text.isEmpty()) {
        throw new WorkerFailed("the worker ended with status " + exitStatus() + ": " + said());
      }
      return Json.readObject(text);
    } catch (TimeoutException e) {
      throw new WorkerFailed("the worker gave no answer within " + patience.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkerFailed("grading was interrupted");
    } catch (ExecutionException | IllegalArgumentException e) {
      throw new WorkerFailed("the worker's answer cannot be read: " + e.getMessage());
    }
  }

  private int exitStatus() {
    try {
      return process.waitFor(5, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** The first line of its complaints that tells something. */
  private String said() {
    try {
      return Files.readAllLines(errors).stream()
          .filter(line -> line.startsWith("error: "))
          .findFirst()
          .orElseGet(this::lastLine);
    } catch (IOException e) {
      return "(nothing)";
    }
  }

  private String lastLine() {
    try {
      List<String> lines = Files.readAllLines(errors);
      return lines.isEmpty() ? "(nothing)" : lines.get(lines.size() - 1);
    } catch (IOException e) {
      return "(nothing)";
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitStatus();
    try {
      if (process.exitValue() != 1) {
        Files.deleteIfExists(errors);
      }
    } catch (IOException | IllegalThreadStateException e) {
      // A stray temporary file is no reason to lose a verdict.
      errors.toFile().deleteOnExit();
    }
  }

  /** The policy cannot be loaded: the agent's mistake. */
  static final class PolicyRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    PolicyRefused(String reason) {
      super(reason);
    }
  }

  /** The worker did not do its work: ours. */
  static final class WorkerFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    WorkerFailed(String cause) {
      super(cause);
    }
  }
}
