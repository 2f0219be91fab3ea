package org.autorl.runner.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.autorl.records.Machine;
import org.autorl.runner.execution.Tools;
import org.autorl.runner.sandbox.Sandbox;
import picocli.CommandLine.Command;

@Command(name = "doctor", description = "Say what this machine has and lacks.")
final class DoctorCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Machine machine = ThisMachine.describe();
    System.out.printf("system      %s%n", machine.os());
    System.out.printf("processor   %s, %d cores%n", machine.cpu(), machine.cores());
    System.out.printf("memory      %s%n", machine.memory());
    System.out.printf("java        %s%n", machine.jdk());
    Optional<Sandbox> sandbox = Sandbox.bubblewrap(System.getenv().getOrDefault("PATH", ""));
    System.out.printf(
        "isolation   %s%n",
        sandbox
            .map(found -> ThisMachine.firstLine(List.of("bwrap", "--version")).orElse("bubblewrap"))
            .orElse("none: bubblewrap is missing (apt-get install bubblewrap)"));
    sandbox.ifPresent(
        found ->
            found
                .protections()
                .asMap()
                .forEach((what, by) -> System.out.printf("  %-11s%s%n", what, by)));
    System.out.printf(
        "programs    %s%n",
        Tools.missingForPython().isEmpty()
            ? Tools.python().orElseThrow()
            : String.join("; ", Tools.missingForPython()));
    return sandbox.isPresent() ? 0 : 1;
  }
}
