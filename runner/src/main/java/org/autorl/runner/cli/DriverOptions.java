package org.autorl.runner.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.autorl.records.Isolation;
import org.autorl.records.Task;
import org.autorl.runner.folder.RunFolder;
import org.autorl.runner.gateway.Driver;
import org.autorl.runner.gateway.Prices;
import org.autorl.runner.gateway.Provider;
import picocli.CommandLine.Option;

/** Which language model drives agents: a choice of the operator, not of the task file. */
final class DriverOptions {
  private static final String FORMS =
      "Write it like `openai/gpt-5`, `anthropic/claude-sonnet-4-5`, `gemini/gemini-2.5-pro`, or `scripted/0.7` for a stand-in of that quality, 0 to 1.";

  @Option(
      names = "--driver",
      paramLabel = "PROVIDER/MODEL",
      description = {
        "Language model that drives agents: openai/M, anthropic/M, gemini/M, or scripted/QUALITY.",
        "Its key is read from OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY."
      })
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--driver-url",
      paramLabel = "URL",
      description = "Another server that speaks the provider's protocol.")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--driver-model",
      paramLabel = "MODEL",
      split = ",",
      description = "Further models of the provider that agents may ask for.")
  private List<String> others = List.of();

  @Option(
      names = "--driver-rate",
      paramLabel = "CALLS",
      description = "At most so many calls a minute (default: no limit).")
  private Optional<Integer> rate = Optional.empty();

  @Option(
      names = "--driver-at-once",
      paramLabel = "CALLS",
      description = "At most so many calls at a time (default: 8).")
  private int atOnce = Driver.Pace.USUAL.atOnce();

  @Option(
      names = "--driver-prices",
      paramLabel = "FILE",
      description = "Table of prices in place of the built-in one.")
  private Optional<Path> prices = Optional.empty();

  @Option(
      names = "--driver-replay",
      paramLabel = "RUN",
      description = "Answer model calls from those that a run has recorded; nobody is asked.")
  private Optional<Path> replay = Optional.empty();

  /**
   * The driver that is asked for.
   *
   * @throws UserError if what is asked for cannot be had, or a budget of the tasks could not be
   *     held
   */
  Optional<Driver> find(List<Task> tasks, Map<String, String> environment) throws IOException {
    return chosen(name.or(() -> replay.flatMap(DriverOptions::recorded)), tasks, environment);
  }

  /**
   * A driver that can be asked anything.
   *
   * @throws UserError if what is asked for cannot be had, or is no language model
   */
  Optional<Driver> server(Map<String, String> environment) throws IOException {
    Optional<Driver> driver = find(List.of(), environment);
    if (driver.filter(one -> !(one.source() instanceof Driver.Server)).isPresent()) {
      throw new UserError(
          "a scripted driver and a recording can tell nothing of a run",
          "Name a language model, like `openai/gpt-5`.");
    }
    return driver;
  }

  /** The driver that a run began with: all that is recorded is of one. */
  Optional<Driver> again(Optional<String> before, List<Task> tasks, Map<String, String> environment)
      throws IOException {
    if (name.isPresent() && !name.equals(before)) {
      throw new UserError(
          "the run began with another driver%n  then  %s%n  now   %s"
              .formatted(before.orElse("none"), name.get()),
          "Leave `--driver` out, or begin a new run.");
    }
    return chosen(before, tasks, environment);
  }

  private static Optional<String> recorded(Path run) {
    RunFolder folder = new RunFolder(run);
    if (!Files.isRegularFile(folder.runJson())) {
      throw noRecording(run, "it is no run");
    }
    try {
      return folder.run().agent().driver();
    } catch (IOException e) {
      throw noRecording(run, String.valueOf(e.getMessage()));
    }
  }

  private static UserError noRecording(Path run, String why) {
    return new UserError(
        "%s cannot be replayed: %s".formatted(run, why),
        "Name the folder of a run that had a driver; runs lie in `runs/`.");
  }

  private Optional<Driver> chosen(
      Optional<String> asked, List<Task> tasks, Map<String, String> environment)
      throws IOException {
    if (asked.isEmpty()) {
      if (replay.isPresent()) {
        throw noRecording(replay.get(), "it had no driver");
      }
      if (url.isPresent() || !others.isEmpty()) {
        throw new UserError("`--driver-url` and `--driver-model` are for a driver", FORMS);
      }
      return Optional.empty();
    }
    String text = asked.get();
    int slash = text.indexOf('/');
    String model = text.substring(slash + 1);
    boolean scripted = text.startsWith(Driver.SCRIPTED);
    Optional<Provider> provider =
        scripted
            ? Optional.of(Provider.OPENAI)
            : Provider.named(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0 || provider.isEmpty() || !model.matches("[\\w.:@/-]{1,120}")) {
      throw new UserError("no driver `" + text + "`", FORMS);
    }
    checkPace();
    Driver driver =
        new Driver(
            text,
            provider.get(),
            scripted ? "scripted-" + model : model,
            others,
            source(
                text,
                provider.get(),
                scripted ? Optional.of(model) : Optional.empty(),
                environment),
            table(),
            new Driver.Pace(rate, atOnce));
    checkBudgets(driver, tasks);
    return Optional.of(driver);
  }

  private Driver.Source source(
      String text, Provider provider, Optional<String> quality, Map<String, String> environment) {
    if (replay.isPresent()) {
      return new Driver.Recorded(replay.get().toAbsolutePath().normalize());
    }
    if (quality.isPresent()) {
      if (url.isPresent()) {
        throw new UserError("a scripted driver is started here", "Leave `--driver-url` out.");
      }
      return new Driver.Scripted(quality(text, quality.get()));
    }
    Optional<Driver.Key> key =
        Variables.said(provider.variable(), environment).map(Driver.Key::new);
    if (key.isEmpty() && url.isEmpty()) {
      throw new UserError(
          "%s wants a key, and %s is not set".formatted(text, provider.variable()),
          "Set it to the provider's key; it stays in the runner, and no agent sees it.");
    }
    return new Driver.Server(
        url.map(DriverOptions::url).orElseGet(() -> URI.create(provider.address())), key);
  }

  private static double quality(String text, String quality) {
    try {
      double value = Double.parseDouble(quality);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UserError("no driver `" + text + "`: its quality is a number from 0 to 1", FORMS);
  }

  /** Without the version at its end: each protocol adds its own. */
  private static URI url(String text) {
    try {
      URI url = new URI(text.replaceAll("/+$", "").replaceAll("/v1(beta)?$", ""));
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      boolean bare = url.getUserInfo() == null && url.getQuery() == null;
      if (http && bare && url.getHost() != null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below, without the text: it may hold a password.
    }
    throw new UserError(
        "--driver-url is no address of a server",
        "Write it like `http://127.0.0.1:8000/v1`, with no name, password or query in it; a key goes in the provider's variable.");
  }

  private void checkPace() {
    if (rate.filter(calls -> calls < 1).isPresent() || atOnce < 1) {
      throw new UserError(
          "--driver-rate and --driver-at-once are numbers of calls", "Give them 1 or more.");
    }
  }

  private Prices table() throws IOException {
    if (prices.isEmpty()) {
      return Prices.builtIn();
    }
    try {
      return Prices.read(Files.readString(prices.get()));
    } catch (java.nio.file.NoSuchFileException e) {
      throw new UserError(
          "no table of prices at " + prices.get(),
          "docs/reference/model-gateway.md shows its form.");
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "%s is no table of prices: %s".formatted(prices.get(), e.getMessage()),
          "docs/reference/model-gateway.md shows its form.");
    }
  }

  /** A limit that nothing could hold is refused before anything runs. */
  private static void checkBudgets(Driver driver, List<Task> tasks) {
    List<String> limited =
        tasks.stream().filter(task -> task.budget().dollars().isPresent()).map(Task::id).toList();
    if (!limited.isEmpty() && !driver.unpriced().isEmpty()) {
      throw new UserError(
          "%s limits dollars, and the price of %s is not known"
              .formatted(
                  "`" + String.join("`, `", limited) + "`", String.join(", ", driver.unpriced())),
          "Give its price in a table with `--driver-prices`; docs/reference/model-gateway.md shows the form.");
    }
  }

  /** Says so where an agent could read the key. */
  void warn(Driver driver, Machinery machinery, Consumer<String> say) {
    boolean keyed = driver.source() instanceof Driver.Server server && server.key().isPresent();
    if (keyed && machinery.sandbox().isolation() == Isolation.UNISOLATED) {
      say.accept(
          "nothing holds the agent in: it runs as you do, and could read the key of "
              + driver.name());
    }
  }

  /**
   * Refuses a recording that has nothing of an attempt.
   *
   * @throws UserError if it lacks one
   */
  void checkRecording(Driver driver, List<Task> tasks, List<Long> seeds) {
    if (!(driver.source() instanceof Driver.Recorded recorded)) {
      return;
    }
    for (Task task : tasks) {
      for (long seed : seeds) {
        Path calls = new RunFolder(recorded.run()).attempt(task.id(), seed).modelCalls();
        if (!Files.isRegularFile(calls)) {
          throw noRecording(
              recorded.run(), "it has no calls of `%s`, seed %d".formatted(task.id(), seed));
        }
      }
    }
  }
}
