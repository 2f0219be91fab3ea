package org.autorl.runner.attempt;

/** Something of ours failed in a way that ends the attempt. */
final class Infrastructure extends RuntimeException {
  private static final long serialVersionUID = 1;

  Infrastructure(String what) {
    super(what);
  }
}
