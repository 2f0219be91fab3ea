package org.autorl.runner.cli;

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
    boolean isolated = Sandbox.bubblewrap(System.getenv().getOrDefault("PATH", "")).isPresent();
    System.out.printf(
        "isolation   %s%n",
        isolated ? "bubblewrap" : "none: bubblewrap is missing (apt-get install bubblewrap)");
    System.out.printf(
        "programs    %s%n",
        Tools.missingForPython().isEmpty()
            ? Tools.python().orElseThrow()
            : String.join("; ", Tools.missingForPython()));
    return isolated ? 0 : 1;
  }
}
