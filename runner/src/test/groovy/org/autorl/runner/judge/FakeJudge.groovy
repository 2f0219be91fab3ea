package org.autorl.runner.judge

import com.fasterxml.jackson.databind.ObjectMapper
import com.sun.net.httpserver.HttpServer
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors

/** An OpenAI-compatible server whose judge does as a script says. */
class FakeJudge implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper()

  final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
  final List<Map> asked = new CopyOnWriteArrayList<>()
  final List<String> keys = new CopyOnWriteArrayList<>()

  /** What it says, of the question as {@link #read}: a label, a body, or a status with a body and perhaps headers. */
  Closure script

  FakeJudge(Closure script) {
    this.script = script
    server.executor = Executors.newCachedThreadPool { new Thread(it).tap { daemon = true } }
    server.createContext('/v1/chat/completions') { exchange ->
      keys << exchange.requestHeaders.getFirst('Authorization')
      def body = JSON.readValue(exchange.requestBody, Map)
      asked << body
      def said = this.script(read(body.messages[0].content as String))
      def (status, text, headers) = said instanceof List ? said + [[:]] * (3 - said.size()) : [200, said instanceof Map ? said : says(said as String), [:]]
      headers.each { name, value -> exchange.responseHeaders.set(name, value) }
      byte[] bytes = (text instanceof CharSequence ? text.toString() : JSON.writeValueAsString(text)).getBytes('UTF-8')
      exchange.sendResponseHeaders(status, bytes.length)
      exchange.responseBody.withStream { it.write(bytes) }
    }
    server.start()
  }

  URI url() {
    URI.create("http://127.0.0.1:$server.address.port")
  }

  @Override
  void close() {
    server.stop(0)
  }

  /** The three texts, and what is said outside of them; the last line of three texts is not for the judge. */
  static Map read(String question) {
    def marker = (question =~ /lines that say ([0-9a-f]{32}) /)[0][1]
    def lines = question.readLines()
    def at = lines.findIndexValues { it == marker }*.intValue()
    def texts = (0..2).collect { JSON.readValue(lines[at[2 * it] + 1], String) }
    def outside = lines.indexed().findAll { i, line -> !(0..2).any { i >= at[2 * it] && i <= at[2 * it + 1] } }.values().join('\n')
    [instruction: texts[0], first: texts[1], second: texts[2], outside: outside]
  }

  /** An answer with a label, at 100 + 1 tokens. */
  static Map says(String label, Map more = [:]) {
    [model: 'judge-2026', choices: [[index: 0, finish_reason: 'stop', message: [role: 'assistant', content: label]] + more],
     usage: [prompt_tokens: 100, completion_tokens: 1]]
  }

  /** An answer with log-probabilities of tokens at its first place. */
  static Map weighs(Map<String, Double> shares, String before = null) {
    def tops = shares.collect { token, share -> [token: token, logprob: Math.log(share)] }
    def places = [[token: tops[0].token, logprob: tops[0].logprob, top_logprobs: tops]]
    says(tops[0].token, [logprobs: [content: before ? [[token: before, logprob: 0, top_logprobs: []]] + places : places]])
  }

  /** Prefers the answer in which there is more of a word. */
  static Closure prefers(String word) {
    { Map asked -> asked.first.count(word) > asked.second.count(word) ? 'm' : 'M' }
  }
}
