package org.autorl.runner.sandbox

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.autorl.records.Bytes

/** A shell script in a sandbox, with the limits of an agent and a folder to write to. */
class Inside {
  static final Bytes MEMORY = Bytes.ofMebibytes(256)
  static final Bytes DISK = Bytes.ofMebibytes(8)

  final Sandbox sandbox
  final Path folder
  final Path log
  final Process process

  Inside(Sandbox sandbox, Path folder, String script, Limits limits = Limits.agent(MEMORY, DISK)) {
    this.sandbox = sandbox
    this.folder = Files.createDirectories(folder)
    this.log = Path.of("${folder}.log")
    def mount = new Mount(folder, '/workspace', true)
    process = sandbox.start(new SandboxSpec(['bash', '-c', script.stripIndent()], [PATH: '/usr/bin:/bin', HOME: '/home'], [mount], folder, log, true, limits))
  }

  /** What it has written, when it has ended. */
  String said() {
    assert process.waitFor(60, TimeUnit.SECONDS): log.toFile().text
    sandbox.kill(process)
    log.toFile().text
  }

  /** Waits until a file is there. */
  void await(String file) {
    for (int i = 0; !Files.exists(folder.resolve(file)); i++) {
      assert i < 1000 && process.alive: log.toFile().text
      sleep(10)
    }
  }

  static Sandbox bubblewrap() {
    Sandbox.bubblewrap(System.getenv('PATH')).get()
  }

  static List<ProcessHandle> running(String mark) {
    ProcessHandle.allProcesses().filter { Processes.words(it.pid()).contains(mark) && Processes.runs(it.pid()) }.toList()
  }
}
