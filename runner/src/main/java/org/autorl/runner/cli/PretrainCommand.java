package org.autorl.runner.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "pretrain",
    description = "Make a base policy from generated text: --out DIR [--steps N] [--seed N].")
final class PretrainCommand implements Callable<Integer> {

  @picocli.CommandLine.Option(names = "--out", required = true, description = "Folder to save to.")
  private java.nio.file.Path out = java.nio.file.Path.of("");

  @picocli.CommandLine.Option(names = "--steps", description = "Updates (default 2800).")
  private int steps = 2800;

  @picocli.CommandLine.Option(
      names = "--seed",
      description = "Of the weights and the texts (default 7).")
  private long seed = 7;

  @Override
  public Integer call() throws Exception {
    Machinery machinery = Machinery.find("none", System.getenv());
    machinery.prepare(line -> System.err.println("autorl: " + line));
    List<String> all =
        List.of("pretrain", "--out", out.toString(), "--steps", "" + steps, "--seed", "" + seed);
    return machinery.trainers(all).inheritIO().start().waitFor() == 0 ? 0 : 3;
  }
}
