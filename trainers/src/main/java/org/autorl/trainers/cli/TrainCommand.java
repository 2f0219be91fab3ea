package org.autorl.trainers.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.autorl.trainers.script.Algorithm;
import org.autorl.trainers.script.Algorithms;
import org.autorl.trainers.script.Interruption;
import org.autorl.trainers.script.Mistake;
import org.autorl.trainers.script.Progress;
import org.autorl.trainers.script.ScriptRun;
import org.autorl.trainers.script.SettingsBinder;
import org.autorl.trainers.script.Spelling;
import org.autorl.trainers.script.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Trains with a named algorithm, or runs a script that does. */
@Command(name = "train", description = "Train a policy: an algorithm's name, or a Groovy script.")
final class TrainCommand implements Callable<Integer> {
  private static final int BAD_COMMAND_LINE = 2;
  private static final int INTERRUPTED = 130;
  private static final int PATIENCE = 120;

  private final PrintStream out;
  private final PrintStream err;

  // Options depend on the algorithm, so picocli cannot know them.
  @Unmatched private List<String> typed = new ArrayList<>();

  TrainCommand() {
    this(System.out, System.err);
  }

  TrainCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    return run(List.copyOf(typed));
  }

  int run(List<String> typed) throws IOException {
    if (typed.isEmpty() || typed.get(0).startsWith("--")) {
      if (typed.contains("--help")) {
        out.print(TrainHelp.all());
        return 0;
      }
      return refuse(
          Mistake.of(
              "`train` begins with an algorithm or a script",
              "`train --help` lists the algorithms; a script's name ends in `.groovy`."));
    }
    String what = typed.get(0);
    List<String> options = typed.subList(1, typed.size());
    return what.endsWith(".groovy") ? script(Path.of(what), options) : algorithm(what, options);
  }

  private int algorithm(String name, List<String> options) throws IOException {
    Optional<Algorithm> found = Algorithms.named(name);
    if (found.isEmpty()) {
      return refuse(Algorithms.unknown(name));
    }
    SettingsBinder binder = found.get().commandLine();
    TrainArguments arguments = TrainArguments.parse(options, binder::option);
    if (arguments.help()) {
      out.print(TrainHelp.of(found.get()));
      return 0;
    }
    TrainingRun run;
    try {
      List<String> problems = new ArrayList<>(arguments.problems());
      if (arguments.model().isEmpty()) {
        problems.add("`--model` is missing: the policy folder to begin with");
      }
      if (arguments.data().isEmpty()) {
        problems.add("`--data` is missing: a file of JSON lines");
      }
      if (arguments.out().isEmpty()) {
        problems.add("`--out` is missing: the folder for the trained policy");
      }
      binder.check(arguments.settings(), Spelling.COMMAND_LINE, problems);
      run =
          new TrainingRun(
              found.get(),
              arguments.model().orElseThrow(),
              arguments.data().orElseThrow(),
              arguments.rewards(),
              arguments.out().orElseThrow(),
              arguments.settings(),
              workspace(System.getenv()),
              arguments.resume());
    } catch (Mistake e) {
      return refuse(e);
    }
    return interruptibly(
        interruption -> {
          TrainingRun.Summary done = run.run(Clock.systemUTC(), progress(), interruption);
          out.print(arguments.json() ? done.toJson() : done.policy() + "\n");
        });
  }

  private int script(Path script, List<String> options) throws IOException {
    TrainArguments arguments = TrainArguments.parse(options, name -> Optional.empty());
    if (arguments.help()) {
      out.print(TrainHelp.script());
      return 0;
    }
    Map<String, String> settings = new LinkedHashMap<>(arguments.settings());
    Optional<String> seed = Optional.ofNullable(settings.remove("seed"));
    List<String> problems = new ArrayList<>(arguments.problems());
    settings.keySet().forEach(name -> problems.add("a script has no option `--" + name + "`"));
    if (arguments.resume() || arguments.json() || !arguments.rewards().isEmpty()) {
      problems.add("a script has no `--resume`, `--json` or `--reward`");
    }
    if (!seed.map(text -> text.matches("-?\\d{1,18}")).orElse(true)) {
      problems.add("`--seed` is `%s`; it needs a whole number".formatted(seed.orElse("")));
    }
    if (!problems.isEmpty()) {
      return refuse(
          Mistake.all(problems, "A script takes `--model`, `--data`, `--out` and `--seed`."));
    }
    Map<String, String> environment = new LinkedHashMap<>(System.getenv());
    arguments.model().ifPresent(path -> environment.put("MODEL_PATH", path.toString()));
    arguments.data().ifPresent(path -> environment.put("DATA_PATH", path.toString()));
    arguments.out().ifPresent(path -> environment.put("OUTPUT_DIR", path.toString()));
    if (arguments.out().isPresent()) {
      Files.createDirectories(arguments.out().get());
    }
    List<Path> metrics = new ArrayList<>(arguments.out().stream().toList());
    workspace(environment).ifPresent(metrics::add);
    ScriptRun run =
        new ScriptRun(
            script,
            environment,
            seed.or(() -> Optional.ofNullable(environment.get("AUTORL_SEED"))).map(Long::valueOf),
            metrics.isEmpty() ? List.of(Path.of("")) : metrics,
            out);
    return interruptibly(interruption -> run.run(Clock.systemUTC(), progress(), interruption));
  }

  /** A workspace keeps the metrics of all that is trained in it. */
  private static Optional<Path> workspace(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("WORKSPACE"))
        .map(Path::of)
        .filter(Files::isWritable);
  }

  private Progress progress() {
    return Terminal.isErr() ? new BarProgress(err) : new LineProgress(err);
  }

  private int refuse(Mistake mistake) {
    err.println("error: " + mistake.getMessage());
    return BAD_COMMAND_LINE;
  }

  /** Something that ends between two updates when it is asked to. */
  private interface Work {
    void run(Interruption interruption) throws IOException;
  }

  private int interruptibly(Work work) throws IOException {
    Interruption interruption = new Interruption();
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              interruption.ask();
              try {
                // What is being written is written to its end.
                ended.await(PATIENCE, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(INTERRUPTED);
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      work.run(interruption);
      return 0;
    } catch (Interruption.Interrupted e) {
      err.println("autorl: " + e.getMessage());
      return INTERRUPTED;
    } finally {
      out.flush();
      if (interruption.isAsked()) {
        ended.countDown();
      } else {
        release(hook);
      }
    }
  }

  private static void release(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It has begun just now; it ends the process after its patience, or at once:
      Runtime.getRuntime().halt(INTERRUPTED);
    }
  }
}
