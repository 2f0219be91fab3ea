package org.autorl.runner.http;

/** A server gave no answer that could be used, however often it was asked. */
public final class ServerFailed extends Exception {
  private static final long serialVersionUID = 1;

  ServerFailed(String what) {
    super(what);
  }
}
