package org.autorl.runner.http;

import java.net.InetAddress;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** What all servers of ours have in common: nobody but this machine can reach them. */
public final class Loopback {
  private Loopback() {}

  /**
   * Lets a server listen on a free port of loopback.
   *
   * @param silence after which a connection is hung up
   * @param connections at a time, at most
   */
  public static ServerConnector listen(Server http, Duration silence, int connections) {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    ServerConnector connector =
        new ServerConnector(http, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    connector.setIdleTimeout(silence.toMillis());
    http.addConnector(connector);
    http.addBean(new NetworkConnectionLimit(connections, connector));
    return connector;
  }
}
