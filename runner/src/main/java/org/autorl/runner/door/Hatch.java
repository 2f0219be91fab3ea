package org.autorl.runner.door;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The way in, to a server in a sandbox: the door the other way round. Outside, a loopback port
 * whose bytes go to a Unix socket; inside, a program that passes them on to the server's port
 * there.
 */
public final class Hatch implements AutoCloseable {
  private final ServerSocketChannel server;
  private final int port;

  private Hatch(ServerSocketChannel server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Listens on a loopback port; a connection is hung up while nobody listens on the socket. */
  public static Hatch open(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server.bind(any);
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    UnixDomainSocketAddress in = UnixDomainSocketAddress.of(socket);
    Thread thread = new Thread(() -> Door.listen(server, in), "hatch");
    thread.setDaemon(true);
    thread.start();
    return new Hatch(server, port);
  }

  /** The port outside. */
  public int port() {
    return port;
  }

  /**
   * The inside. Arguments: socket, port, command and its arguments. Ends with the command's status.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (Passage passage = Passage.open(Path.of(args[0]), Integer.parseInt(args[1]))) {
      Door.runToEnd(Arrays.asList(args).subList(2, args.length));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
