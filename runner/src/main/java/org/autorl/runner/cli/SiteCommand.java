package org.autorl.runner.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "site", description = "Render all runs and accepted results as a static site.")
final class SiteCommand implements Callable<Integer> {
  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws Exception {
    options.renderSite(Machinery.find("none", System.getenv()));
    System.out.println(options.site.resolve("index.html"));
    return 0;
  }
}
