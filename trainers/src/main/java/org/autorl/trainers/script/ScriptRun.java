package org.autorl.trainers.script;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;

/**
 * Runs a {@code train.groovy}.
 *
 * @param environment variables that the script sees
 * @param seed of each training that names none; without one the algorithm's default holds
 * @param metrics folders that get a {@code metrics.jsonl}
 * @param out where the script's {@code println} goes
 */
public record ScriptRun(
    Path script,
    Map<String, String> environment,
    Optional<Long> seed,
    List<Path> metrics,
    PrintStream out) {
  public ScriptRun {
    environment = Map.copyOf(environment);
    metrics = List.copyOf(metrics);
  }

  /**
   * Runs it to its end.
   *
   * @throws Mistake for what is wrong in it, with the line
   * @throws Interruption.Interrupted if that was asked while it trained
   */
  public void run(InstantSource clock, Progress progress, Interruption interruption)
      throws IOException {
    if (!Files.isRegularFile(script)) {
      throw Mistake.of(
          "no script `" + script + "`", "An argument that ends in `.groovy` is a script.");
    }
    TrainScript parsed = parse();
    try (MetricsFile file = new MetricsFile(metrics);
        Workbench bench = new Workbench(environment, clock, seed, file, progress, interruption)) {
      parsed.workAt(bench);
      parsed.run();
    } catch (Mistake e) {
      throw e.at(ScriptError.position(e, script));
    } catch (Interruption.Interrupted e) {
      throw e;
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      boolean refused = e instanceof IllegalArgumentException && e.getMessage() != null;
      if (!refused && !ScriptError.isOfScript(e)) {
        throw e;
      }
      String what =
          refused && !ScriptError.isOfScript(e)
              ? String.valueOf(e.getMessage())
              : script.getFileName() + " failed: " + ScriptError.said(e);
      throw new Mistake(
          List.of(new Mistake.Problem(what, ScriptError.position(e, script), Optional.empty())),
          Optional.of(e));
    }
  }

  private TrainScript parse() throws IOException {
    CompilerConfiguration configuration = new CompilerConfiguration();
    configuration.setScriptBaseClass(TrainScript.class.getName());
    Binding binding = new Binding();
    binding.setVariable("out", out);
    try {
      return (TrainScript)
          new GroovyShell(TrainScript.class.getClassLoader(), binding, configuration)
              .parse(Files.readString(script), script.getFileName().toString());
    } catch (MultipleCompilationErrorsException e) {
      throw ScriptError.of(e, script);
    }
  }
}
