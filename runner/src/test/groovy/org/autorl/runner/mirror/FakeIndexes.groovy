package org.autorl.runner.mirror

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.security.MessageDigest

/** A hub, the store that it redirects to, and an index of Python packages, on loopback. */
class FakeIndexes implements Closeable {
  static final String COMMIT = 'c0ffee' + '0' * 34
  static final byte[] WEIGHTS = ('weights ' * 30_000).bytes
  static final byte[] ROWS = '{"question": "1 + 1?"}\n'.bytes

  private final HttpServer hub = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
  private final HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
  /** Files of the index, by name. */
  final Map<String, byte[]> wheels = [:]
  /** What came to the hub and to its store: method, path and who asked. */
  final List<String> heard = [].asSynchronized()
  /** What the store hands out for the weights. */
  byte[] stored = WEIGHTS

  FakeIndexes() {
    hub.createContext('/') { answer(it) }
    store.createContext('/') { exchange ->
      hear('store', exchange)
      say(exchange, 200, [:], stored)
    }
    [hub, store]*.start()
  }

  static String sha256(byte[] bytes) {
    MessageDigest.getInstance('SHA-256').digest(bytes).encodeHex()
  }

  URI getAddress() {
    URI.create("http://127.0.0.1:$hub.address.port/")
  }

  Mirrors mirrors(Set<String> withheld = []) {
    new Mirrors([(Index.HUB): address, (Index.PYTHON): address.resolve('index/')], Optional.of('hf_operator'), withheld)
  }

  private void hear(String who, HttpExchange exchange) {
    heard << "$who $exchange.requestMethod $exchange.requestURI ${exchange.requestHeaders.getFirst('Authorization') ?: '-'}".toString()
  }

  private void answer(HttpExchange exchange) {
    hear('hub', exchange)
    def path = exchange.requestURI.path
    def large = ['X-Repo-Commit': COMMIT, 'X-Linked-ETag': "\"${sha256(WEIGHTS)}\"".toString(), 'X-Linked-Size': WEIGHTS.length.toString(), 'X-Xet-Hash': 'abc']
    def at = "http://127.0.0.1:$store.address.port/"
    if (path == '/acme/tiny/resolve/main/model.safetensors') {
      say(exchange, 302, large + [Location: at + 'signed?for=get'], new byte[0])
    } else if (path in ['/acme/tiny/resolve/main/config.json', '/acme/mute/resolve/main/config.json']) {
      say(exchange, 200, ['X-Repo-Commit': COMMIT, ETag: '"blob"', 'Content-Type': 'application/json'], '{}'.bytes)
    } else if (path == '/datasets/old-name/resolve/main/test.jsonl') {
      say(exchange, 307, [Location: '/datasets/acme/exam/resolve/main/test.jsonl'], new byte[0])
    } else if (path.startsWith('/datasets/acme/')) {
      say(exchange, 200, ['X-Repo-Commit': COMMIT], ROWS)
    } else if (path == '/acme/loop/resolve/main/f') {
      say(exchange, 302, [Location: '/acme/loop/resolve/main/f'], new byte[0])
    } else if (path == '/acme/odd/resolve/main/f') {
      say(exchange, 302, [Location: '/settings/tokens'], new byte[0])
    } else if (path == '/api/models/acme/tiny/tree/main') {
      say(exchange, 200, [Link: "<${address}api/models/acme/tiny/tree/main?cursor=2>; rel=\"next\"".toString()], '[]'.bytes)
    } else if (path == '/api/models/acme/tiny/paths-info/main') {
      say(exchange, 200, ['Content-Type': 'application/json'], exchange.requestBody.bytes)
    } else if (path.startsWith('/index/')) {
      def links = wheels.collect { name, bytes -> "<a href=\"/files/$name#sha256=${sha256(bytes)}\" data-requires-python=\"&gt;=3.8\" data-dist-info-metadata=\"true\">$name</a>" }
      path == '/index/tiny-package/' ? say(exchange, 200, ['Content-Type': 'text/html'], ('<html><body>' + links.join('<br>') + '<a href="/files/unhashed-1.0.zip">unhashed-1.0.zip</a>').bytes)
          : say(exchange, 404, [:], new byte[0])
    } else if (path.startsWith('/files/')) {
      say(exchange, 200, [:], wheels[path.substring(7)])
    } else {
      say(exchange, 404, ['X-Error-Code': 'RepoNotFound'], 'no such thing'.bytes)
    }
  }

  private static void say(HttpExchange exchange, int status, Map<String, String> headers, byte[] body) {
    headers.each { exchange.responseHeaders.set(it.key, it.value) }
    boolean empty = exchange.requestMethod == 'HEAD' || body.length == 0
    if (exchange.requestMethod == 'HEAD' && !exchange.requestURI.path.contains('mute')) {
      exchange.responseHeaders.set('Content-Length', body.length.toString())
    }
    exchange.sendResponseHeaders(status, empty ? -1 : body.length)
    if (!empty) {
      exchange.responseBody.write(body)
    }
    exchange.close()
  }

  @Override
  void close() {
    [hub, store]*.stop(0)
  }
}
