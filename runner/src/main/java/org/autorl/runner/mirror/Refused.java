package org.autorl.runner.mirror;

import java.util.Optional;

/** The mirror does not hand this on. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final transient Optional<Artifact> artifact;

  Refused(int status, String why) {
    this(status, why, Optional.empty());
  }

  Refused(int status, String why, Optional<Artifact> artifact) {
    super(why);
    this.status = status;
    this.artifact = artifact;
  }

  /** Of HTTP. */
  int status() {
    return status;
  }

  /** What it was about, as far as that is known. */
  Optional<Artifact> artifact() {
    return artifact;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
