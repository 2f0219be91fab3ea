package org.autorl.runner.judge;

import java.io.IOException;

/** The judge could not do its work: no one's score, and never a loss. */
public final class JudgeFailed extends IOException {
  private static final long serialVersionUID = 1;

  JudgeFailed(String what) {
    super(what);
  }

  JudgeFailed(String what, Throwable cause) {
    super(what, cause);
  }
}
