package org.autorl.runner.attempt

import java.nio.file.Path
import org.autorl.runner.ledger.LedgerFile

/** A disk under a ledger that does something at each step of each line. */
class FaultyDisk implements LedgerFile.Opener {
  /** Told before a line is written and once it is on disk; may throw. */
  interface Step {
    void at(String when, int line, byte[] bytes, LedgerFile file) throws IOException
  }

  private final Step step
  private int line

  FaultyDisk(Step step) {
    this.step = step
  }

  @Override
  LedgerFile open(Path path) {
    def file = LedgerFile.open(path)
    line = file.length() == 0 ? 0 : path.toFile().readLines().size()
    new LedgerFile() {
      @Override
      long length() {
        file.length()
      }

      @Override
      void write(byte[] bytes) {
        step.at('before', line + 1, bytes, file)
        file.write(bytes)
        step.at('written', line + 1, bytes, file)
      }

      @Override
      void sync() {
        file.sync()
        line++
        step.at('after', line, new byte[0], file)
      }

      @Override
      void truncate(long length) {
        file.truncate(length)
      }

      @Override
      void close() {
        file.close()
      }
    }
  }
}
