package org.autorl.runner.door;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host's side of the door: a Unix socket whose bytes go to a loopback port. */
public final class Passage implements AutoCloseable {
  private final ServerSocketChannel server;
  private final Path socket;
  private final int port;

  private Passage(ServerSocketChannel server, Path socket, int port) {
    this.server = server;
    this.socket = socket;
    this.port = port;
  }

  /** Listens on {@code socket} and passes on to {@code port}. */
  public static Passage open(Path socket, int port) throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Passage passage = new Passage(server, socket, port);
    Thread thread = new Thread(passage::listen, "passage");
    thread.setDaemon(true);
    thread.start();
    return passage;
  }

  private void listen() {
    InetSocketAddress out = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    Relay.run(server, () -> SocketChannel.open(out), "passage-connection");
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      Files.deleteIfExists(socket);
    } catch (DirectoryNotEmptyException e) {
      // An agent has put a folder in its place: that goes with the folder that it lies in.
    }
  }
}
