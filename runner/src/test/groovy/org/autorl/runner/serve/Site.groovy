package org.autorl.runner.serve

import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.InstantSource
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import org.autorl.records.Json

/** A server for specs, with a renderer that writes one page. */
class Site implements Closeable {
  static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'"

  final Path runs
  final Path out
  final List<String> said = Collections.synchronizedList([])
  volatile String front = 'one'
  volatile Exception failure
  private final SiteServer server
  private final HttpClient client = HttpClient.newHttpClient()

  Site(Path folder) {
    runs = Files.createDirectories(folder.resolve('runs'))
    out = folder.resolve('public')
    def plan = new SiteServer.Plan([runs], [], out, 0, Duration.ofMillis(20))
    server = SiteServer.start(plan, { render() } as Renderer, InstantSource.fixed(LiveRun.START), { said << it })
  }

  private void render() {
    if (failure) {
      throw failure
    }
    Files.createDirectories(out)
    Files.writeString(out.resolve('index.html'), page(front))
  }

  static String page(String text) {
    """<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="$POLICY">\n<title>x</title></head><body>$text</body></html>"""
  }

  int port() {
    server.port()
  }

  int listening() {
    server.listening()
  }

  HttpResponse<String> get(String path, String method = 'GET') {
    def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${port()}$path")).method(method, HttpRequest.BodyPublishers.noBody()).build()
    client.send(request, HttpResponse.BodyHandlers.ofString())
  }

  /** An open page that listens. */
  Listener listen(String path) {
    new Listener(port(), path)
  }

  @Override
  void close() {
    server.close()
  }

  static class Listener implements Closeable {
    private final Socket socket
    private final BlockingEvents events = new BlockingEvents()

    Listener(int port, String path) {
      socket = new Socket(InetAddress.loopbackAddress, port)
      socket.outputStream << "GET $path HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
      socket.outputStream.flush()
      Thread.startDaemon { events.read(socket.inputStream) }
    }

    /** The data of the first event of this kind that fits; those before it are skipped. */
    def event(String kind, Closure<Boolean> fits = { true }) {
      while (true) {
        def next = events.queue.poll(20, TimeUnit.SECONDS)
        assert next != null: "no such event $kind"
        assert next != 'over': "the stream is over; no event $kind"
        if (next.startsWith("$kind ")) {
          def data = Json.tree(next.substring(kind.size() + 1)).asText().with { it.startsWith('{') ? Json.read(it, Map) : it }
          if (fits(data)) {
            return data
          }
        }
      }
    }

    /** Whether the server ends the stream. */
    boolean ends() {
      while (true) {
        def next = events.queue.poll(20, TimeUnit.SECONDS)
        if (next == null || next == 'over') {
          return next == 'over'
        }
      }
    }

    @Override
    void close() {
      socket.close()
    }
  }

  private static class BlockingEvents {
    final queue = new LinkedBlockingQueue<String>()

    void read(InputStream stream) {
      String event = ''
      try {
        stream.newReader('UTF-8').eachLine { line ->
          if (line.startsWith('event: ')) {
            event = line.substring(7)
          } else if (line.startsWith('data: ')) {
            queue << "$event ${line.substring(6)}".toString()
          }
        }
      } catch (IOException e) {
        // It is hung up.
      }
      queue << 'over'
    }
  }
}
