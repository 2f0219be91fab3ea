package org.autorl.runner.cli;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code autorl}. */
@Command(
    name = "autorl",
    version = Version.TEXT,
    mixinStandardHelpOptions = true,
    description = "Can an agent, alone and within a budget, improve a policy by RL post-training?",
    subcommands = {
      CheckCommand.class,
      ImportCommand.class,
      ExplainCommand.class,
      TasksCommand.class,
      AgentsCommand.class,
      DoctorCommand.class,
      FetchCommand.class,
      RunCommand.class,
      ResumeCommand.class,
      GradeCommand.class,
      VerifyCommand.class,
      AcceptCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      CheatCommand.class,
      SiteCommand.class,
      ServeCommand.class,
      TrainCommand.class,
      PretrainCommand.class
    })
public final class Main {
  private static final int INPUT = 1;
  private static final int OURS = 3;
  private static final int INTERRUPTED = 130;

  private Main() {}

  /** Exits 0 done, 1 your input, 2 your command line, 3 our fault, 130 interrupted. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((e, line, parsed) -> report(e, line))
        .execute(args);
  }

  private static int report(Exception e, CommandLine line) {
    if (e instanceof UserError error) {
      return told(error, INPUT, line);
    }
    if (e instanceof InterruptedException) {
      return INTERRUPTED;
    }
    if (e instanceof IOException && isDiskFull(e)) {
      return told(
          new UserError(
              "the disk is full: " + e.getMessage(),
              "Make room, then `autorl resume` the run; nothing graded is lost."),
          OURS,
          line);
    }
    if (e instanceof AccessDeniedException denied) {
      return told(
          new UserError(
              "no permission for " + denied.getFile(), "Choose another folder with `--runs`."),
          INPUT,
          line);
    }
    if (e instanceof BindException) {
      return told(
          new UserError(
              "the grading API does not start: " + e.getMessage(),
              "Nothing is lost: `autorl resume` goes on; `--port` names another port."),
          OURS,
          line);
    }
    line.getErr().println("error: something failed that should not: " + e);
    e.printStackTrace(line.getErr());
    return OURS;
  }

  private static int told(UserError error, int status, CommandLine line) {
    line.getErr().print(error.rendered());
    line.getErr().flush();
    return status;
  }

  private static boolean isDiskFull(Exception e) {
    String message = String.valueOf(e.getMessage());
    String reason =
        e instanceof FileSystemException file ? String.valueOf(file.getReason()) : message;
    return reason.contains("No space left") || message.contains("No space left");
  }
}
