package org.autorl.runner.execution

import java.time.Duration
import org.autorl.runner.cli.Bench
import org.autorl.runner.sandbox.Sandbox

/** Exercises, and what programs for them are told. */
class Python {
  /** Whether Python programs can be run here; specs that need it are skipped otherwise. */
  static final boolean RUNS = Bench.ISOLATES && Tools.missingForPython().empty

  static Sandbox sandbox() {
    Sandbox.bubblewrap(System.getenv('PATH')).get()
  }

  /** Why each completion of an exercise fails, or an empty text. */
  static List<String> complaints(Exercise exercise, List<String> completions, int milliseconds = 20_000, List<String> stop = []) {
    def trials = completions.collect { new UnitTests.Trial('item 1', exercise, it, stop) }
    new UnitTests(sandbox(), Duration.ofMillis(milliseconds)).complaints(trials)*.orElse('')
  }

  static String complaint(Exercise exercise, String completion) {
    complaints(exercise, [completion])[0]
  }

  /** Processes of the machine that run, or hold in, a program of ours. */
  static List<String> left() {
    new File('/proc').listFiles().findAll { it.name.number }.findAll {
      try {
        new File(it, 'cmdline').text.contains('that nobody vouches for')
      } catch (IOException gone) {
        false
      }
    }*.name
  }
}
