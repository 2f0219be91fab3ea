package org.autorl.runner.door;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

/**
 * Copies bytes both ways between two connections until both have ended; closing is the caller's.
 */
final class Pipe {
  private Pipe() {}

  static void join(SocketChannel a, SocketChannel b) {
    Thread back = new Thread(() -> copy(b, a), "door-back");
    back.setDaemon(true);
    back.start();
    copy(a, b);
    try {
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(ByteChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException e) {
      // The other side hung up: that is the end of this direction too.
    }
    try {
      to.shutdownOutput();
    } catch (IOException e) {
      // It is closed.
    }
  }
}
