package org.autorl.trainers.script;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Somebody's wish that training end; it ends between two cycles of its algorithm, never within an
 * update.
 */
public final class Interruption {
  private final AtomicBoolean asked = new AtomicBoolean();

  /** Asks from any thread. */
  public void ask() {
    asked.set(true);
  }

  /** Whether somebody has asked. */
  public boolean isAsked() {
    return asked.get();
  }

  /** Training ended because somebody asked; what had been reached is saved. */
  public static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Interrupted(String message) {
      super(message);
    }
  }
}
