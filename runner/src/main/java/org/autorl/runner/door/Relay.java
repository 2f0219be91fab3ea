package org.autorl.runner.door;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** Takes connections and passes on what they say, so many at a time; each takes two threads. */
final class Relay {
  /** Connections that are open at a time. */
  static final int MOST = 256;

  private static final String BODY =
      "{\"detail\":\"at most %d connections are open at a time; close one\",\"status\":503,\"title\":\"Too many connections\"}\n"
          .formatted(MOST);

  /** What one too many is told: all that goes through here is HTTP. */
  private static final String REFUSAL =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
          + "Retry-After: 1\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(BODY.length(), BODY);

  private Relay() {}

  /**
   * Takes connections until the server is closed.
   *
   * @param out opens a connection to where they lead
   */
  static void run(ServerSocketChannel server, Callable<SocketChannel> out, String name) {
    Semaphore free = new Semaphore(MOST);
    while (server.isOpen()) {
      try {
        SocketChannel in = server.accept();
        if (free.tryAcquire()) {
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      pass(in, out);
                    } finally {
                      free.release();
                    }
                  },
                  name);
          thread.setDaemon(true);
          thread.start();
        } else {
          refuse(in);
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void pass(SocketChannel in, Callable<SocketChannel> out) {
    try (in;
        SocketChannel to = out.call()) {
      Pipe.join(in, to);
    } catch (Exception e) {
      // Nobody listens there: it is hung up.
    }
  }

  private static void refuse(SocketChannel in) {
    try (in) {
      // It fits what the kernel keeps for a fresh connection, so nobody waits here.
      in.write(ByteBuffer.wrap(REFUSAL.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      // It has hung up itself.
    }
  }
}
