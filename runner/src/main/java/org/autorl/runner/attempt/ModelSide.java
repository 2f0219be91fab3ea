package org.autorl.runner.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.autorl.runner.budget.Kind;
import org.autorl.runner.budget.Meter;
import org.autorl.runner.door.Passage;
import org.autorl.runner.gateway.Driver;
import org.autorl.runner.gateway.ModelGateway;
import org.autorl.runner.gateway.Secret;
import org.autorl.runner.sandbox.JavaHome;

/** An attempt's way to its model; without a driver there is none, and nothing is spent. */
final class ModelSide implements AutoCloseable {
  /** How long the provider may take to finish what nobody waits for any more. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String SOCKET = "model.sock";
  private static final int PORT = 5001;

  private final Optional<Open> open;

  private record Open(ModelGateway gateway, Passage passage, Workspace.Way way) {}

  private ModelSide(Optional<Open> open) {
    this.open = open;
  }

  /** Opens the gateway, and the way to it. */
  static ModelSide open(AttemptPlan plan, JavaHome java, Path sockets, InstantSource time)
      throws IOException {
    if (plan.driver().isEmpty()) {
      return new ModelSide(Optional.empty());
    }
    String token = Secret.fresh();
    ModelGateway gateway =
        ModelGateway.start(
            plan.driver().get(),
            new ModelGateway.Attempt(
                plan.task(),
                plan.seed(),
                token,
                plan.folder().trajectory(),
                plan.folder().modelCalls()),
            java.program(),
            time);
    try {
      Passage passage = Passage.open(sockets.resolve(SOCKET), gateway.port());
      Driver driver = plan.driver().get();
      return new ModelSide(
          Optional.of(
              new Open(
                  gateway,
                  passage,
                  new Workspace.Way(
                      gateway.port(), PORT, SOCKET, seen -> variables(driver, token, seen)))));
    } catch (IOException e) {
      gateway.close();
      throw e;
    }
  }

  /** What programs that call models go by; the token is in the place of the provider's key. */
  private static Map<String, String> variables(Driver driver, String token, int port) {
    String base = "http://127.0.0.1:" + port;
    return Map.of(
        "OPENAI_BASE_URL",
        base + "/openai/v1",
        "OPENAI_API_KEY",
        token,
        "ANTHROPIC_BASE_URL",
        base + "/anthropic",
        "ANTHROPIC_API_KEY",
        token,
        "GOOGLE_GEMINI_BASE_URL",
        base + "/gemini",
        "GEMINI_API_KEY",
        token,
        "AUTORL_PROVIDER",
        driver.provider().word(),
        "AUTORL_DRIVER",
        driver.model());
  }

  Optional<Workspace.Way> way() {
    return open.map(Open::way);
  }

  Map<Kind, Meter> meters() {
    return open.map(Open::gateway).map(ModelGateway::meters).orElse(Map.of());
  }

  /** Waits until all calls are charged. */
  void settle(Duration patience) throws InterruptedException {
    if (open.isPresent()) {
      open.get().gateway().settle(patience);
    }
  }

  void writeTo(ObjectNode event) {
    open.ifPresent(side -> side.gateway().writeTo(event));
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      try (ModelGateway gateway = open.get().gateway();
          Passage passage = open.get().passage()) {
        // Closed in turn, the way before where it leads.
      }
    }
  }
}
