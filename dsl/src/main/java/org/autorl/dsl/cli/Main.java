package org.autorl.dsl.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.autorl.dsl.TaskFile;
import org.autorl.dsl.TaskFileException;
import org.autorl.records.Json;

/**
 * Reads task files in a process of its own. Arguments: pairs of a file and the name to show for it.
 * Prints a JSON object a file, in their order: {@code suite}, or {@code message} if it is refused.
 */
public final class Main {
  private Main() {}

  /** Exits 0 when all files are answered. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (int i = 0; i + 1 < args.length; i += 2) {
      ObjectNode answer = Json.object();
      try {
        answer.set("suite", Json.tree(TaskFile.load(Path.of(args[i]), args[i + 1])));
      } catch (TaskFileException e) {
        answer.put("message", e.getMessage());
      }
      out.println(Json.canonical(answer));
    }
  }
}
