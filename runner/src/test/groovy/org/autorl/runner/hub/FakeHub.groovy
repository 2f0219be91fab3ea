package org.autorl.runner.hub

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.security.MessageDigest
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import org.autorl.records.Digest
import org.autorl.records.Json

/** A hub on the loopback, and a second server that it sends downloads to. */
class FakeHub implements Closeable {
  static final String COMMIT = 'e53f048856ff4f594e959d75785d2c2d37b678ee'

  /** Files of all repositories by path; those that are longer than 20 bytes have a SHA-256, as large ones have. */
  final Map<String, byte[]> files
  final List<String> asked = new CopyOnWriteArrayList<>()
  /** Answers that come before the right one: {@code [429, 'Retry-After: 3']}. */
  final List<List> first = new CopyOnWriteArrayList<>()
  /** Bytes after which each download is cut. */
  int cutAfter = Integer.MAX_VALUE
  /** What the content server gives instead. */
  Map<String, byte[]> forged = [:]
  List<Map> listed = []
  int perPage = 1000
  private final HttpServer hub = server { hub(it) }
  private final HttpServer content = server { content(it) }

  FakeHub(Map<String, String> texts) {
    this.files = texts.collectEntries { path, text -> [path, text.getBytes('UTF-8')] }
  }

  private static HttpServer server(Closure handler) {
    def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
    server.executor = Executors.newCachedThreadPool { new Thread(it).tap { daemon = true } }
    server.createContext('/') { HttpExchange it ->
      try {
        handler(it)
      } finally {
        it.close()
      }
    }
    server.start()
    server
  }

  URI getAddress() {
    URI.create("http://127.0.0.1:${hub.address.port}/")
  }

  private void hub(HttpExchange exchange) {
    def path = exchange.requestURI.path
    asked << "hub $path${exchange.requestHeaders.getFirst('Authorization') ? ' with token' : ''}".toString()
    if (first) {
      def (int status, String header) = first.remove(0)
      if (header) {
        exchange.responseHeaders.add(*header.split(': '))
      }
      exchange.sendResponseHeaders(status, -1)
    } else if (path ==~ '/api/.*/tree/' + COMMIT) {
      list(exchange)
    } else if (path.contains("/resolve/$COMMIT/") && files[path.split("/resolve/$COMMIT/")[1]] != null) {
      exchange.responseHeaders.add('Location', "http://127.0.0.1:${content.address.port}/" + path.split("/resolve/$COMMIT/")[1])
      exchange.sendResponseHeaders(302, -1)
    } else {
      exchange.sendResponseHeaders(404, -1)
    }
  }

  private void list(HttpExchange exchange) {
    def entries = listed ?: files.collect { path, bytes -> entry(path, bytes) }
    int from = (exchange.requestURI.query =~ /cursor=(\d+)/).with { it ? it[0][1] as int : 0 }
    int to = Math.min(entries.size(), from + perPage)
    if (to < entries.size()) {
      exchange.responseHeaders.add('Link', "<$address${exchange.requestURI.path.substring(1)}?recursive=true&cursor=$to>; rel=\"next\"")
    }
    byte[] body = Json.canonical(Json.tree(entries.subList(from, to) + [[type: 'directory', path: 'main', oid: 'x', size: 0]])).bytes
    exchange.sendResponseHeaders(200, body.length)
    exchange.responseBody.write(body)
  }

  static Map entry(String path, byte[] bytes) {
    def sha1 = MessageDigest.getInstance('SHA-1')
    sha1.update("blob ${bytes.length}\0".bytes)
    def entry = [type: 'file', path: path, size: bytes.length, oid: HexFormat.of().formatHex(sha1.digest(bytes))]
    bytes.length > 20 ? entry + [oid: 'of the pointer', lfs: [oid: Digest.sha256(bytes), size: bytes.length]] : entry
  }

  private void content(HttpExchange exchange) {
    def path = exchange.requestURI.path.substring(1)
    def range = exchange.requestHeaders.getFirst('Range')
    asked << "content $path${range ? " $range" : ''}${exchange.requestHeaders.getFirst('Authorization') ? ' with token' : ''}".toString()
    byte[] bytes = forged[path] ?: files[path]
    int from = range ? (range =~ /bytes=(\d+)-/)[0][1] as int : 0
    if (from) {
      exchange.responseHeaders.add('Content-Range', "bytes $from-${bytes.length - 1}/${bytes.length}")
    }
    exchange.sendResponseHeaders(from ? 206 : 200, bytes.length - from)
    // Closing before all that was promised is there cuts the connection.
    exchange.responseBody.write(bytes, from, Math.min(cutAfter, bytes.length - from))
    exchange.responseBody.flush()
  }

  @Override
  void close() {
    hub.stop(0)
    content.stop(0)
  }
}
