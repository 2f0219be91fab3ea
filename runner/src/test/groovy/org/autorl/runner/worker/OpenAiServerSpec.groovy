package org.autorl.runner.worker

import com.fasterxml.jackson.databind.ObjectMapper
import com.sun.net.httpserver.HttpServer
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import org.autorl.records.Decoding
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class OpenAiServerSpec extends Specification {
  static final Decoding GREEDY = Decoding.greedy(8, ['.'])
  static final JSON = new ObjectMapper()
  static final MODELS = [data: [[id: 'tiny', root: '/elsewhere/tiny']]]

  @TempDir Path temp

  @AutoCleanup('stop')
  Stopped server = new Stopped(HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0))

  List<Duration> pauses = []
  List<Map> asked = Collections.synchronizedList([])
  List<String> keys = []

  /** What it says to completions, in turn: a status, or the choices; the last one again and again. */
  List replies = [[[index: 1, text: 'two'], [index: 0, text: 'one']]]
  Map models = MODELS
  Closure says = { it.toUpperCase() }

  static class Stopped {
    @Delegate HttpServer server
    Stopped(HttpServer server) { this.server = server }
    void stop() { server.stop(0) }
  }

  def setup() {
    server.createContext('/v1/models') { exchange ->
      reply(exchange, 200, JSON.writeValueAsString(models))
    }
    server.createContext('/v1/completions') { exchange ->
      keys << exchange.requestHeaders.getFirst('Authorization')
      asked << JSON.readValue(exchange.requestBody, Map)
      def next = replies.size() > 1 ? replies.remove(0) : replies[0]
      if (next instanceof List) {
        reply(exchange, 200, JSON.writeValueAsString([choices: next]))
      } else {
        reply(exchange, next as int, next == 200 ? '<html>' : '{"error": {"message":\n "not  now"}}')
      }
    }
    server.createContext('/v1/chat/completions') { exchange ->
      def request = JSON.readValue(exchange.requestBody, Map)
      asked << request
      def content = says(request.messages[-1].content)
      reply(exchange, 200, JSON.writeValueAsString([choices: [[index: 0, message: [role: 'assistant', content: content]]]]))
    }
    server.start()
  }

  private static void reply(exchange, int status, String body) {
    exchange.sendResponseHeaders(status, body.bytes.length)
    exchange.responseBody.withStream { it.write(body.bytes) }
  }

  private Worker worker(String key = null, Path policy = temp) {
    def manners = new OpenAiServer.Manners(Duration.ofSeconds(5), Optional.ofNullable(key), { pauses << it })
    new RunningServer(new OpenAiServer(URI.create("http://127.0.0.1:$server.address.port/"), manners)).start(policy)
  }

  def "prompts go out in one request, and its choices are put in their order"() {
    when:
    def worker = worker('secret')

    then:
    worker.engine() == 'model tiny'
    worker.complete(Prompt.texts('a', 'b'), GREEDY, 0) == ['one', 'two']
    asked == [[model: 'tiny', prompt: ['a', 'b'], max_tokens: 8, temperature: 0, top_p: 1, n: 1, seed: 0, stream: false, stop: ['.']]]
    keys == ['Bearer secret']
    pauses == []
  }

  def "settings that a task states are passed on, others are left out"() {
    given:
    replies = [[[index: 0, text: '']]]

    when:
    worker().complete(Prompt.texts('a'), new Decoding(4, Optional.empty(), 0.5, 0.9, Optional.of(20), [], false, 0), 7)

    then:
    asked == [[model: 'tiny', prompt: ['a'], max_tokens: 4, temperature: 0.5, top_p: 0.9, top_k: 20, n: 1, seed: 7, stream: false]]
  }

  private static Prompt chat(String text) {
    new Prompt.Chat([new Prompt.Turn('user', 'Hi'), new Prompt.Turn('assistant', 'Hi!'), new Prompt.Turn('user', text)])
  }

  def "conversations go out one by one, and their answers are put in their order"() {
    given:
    def words = ('a'..'z').toList()

    expect:
    worker().complete(words.collect { chat(it) }, GREEDY, 0) == words*.toUpperCase()
    asked.size() == 26
    asked.find { it.messages[-1].content == 'q' } ==
        [model: 'tiny', messages: [[role: 'user', content: 'Hi'], [role: 'assistant', content: 'Hi!'], [role: 'user', content: 'q']],
         max_tokens: 8, temperature: 0, top_p: 1, n: 1, seed: 0, stream: false, stop: ['.']]
  }

  def "a conversation without an answer fails the grader"() {
    given:
    says = { null }

    when:
    worker().complete([chat('a')], GREEDY, 0)

    then:
    WorkerFailed e = thrown()
    e.message == "the server's answer to a conversation has no text"
  }

  def "a capped context is what vLLM calls the tokens of a prompt"() {
    given:
    replies = [[[index: 0, text: '']]]

    when:
    worker().complete(Prompt.texts('a'), new Decoding(4, Optional.of(64), 0, 1, Optional.empty(), [], false, 0), 0)

    then:
    asked*.truncate_prompt_tokens == [60]
  }

  def "what passes is asked again, after longer and longer pauses"() {
    given:
    replies = [503, 429, 500] + replies

    expect:
    worker().complete(Prompt.texts('a', 'b'), GREEDY, 0) == ['one', 'two']
    pauses*.toMillis() == [500, 1000, 2000]
  }

  def "#what is told"() {
    given:
    replies = [reply]

    when:
    worker().complete(Prompt.texts('a', 'b'), GREEDY, 0)

    then:
    WorkerFailed e = thrown()
    e.message == message
    asked.size() == tries

    where:
    what                   | reply                                            || tries | message
    'what does not pass'   | 400                                              || 1     | 'the server said 400: {"error": {"message": "not now"}}'
    'what passes too late' | 503                                              || 5     | 'the server said 503: {"error": {"message": "not now"}} (5 tries)'
    'garbage'              | 200                                              || 1     | 'the server\'s answer is no JSON object: <html>'
    'one choice too few'   | [[index: 0, text: 'a']]                          || 1     | 'the server gave 1 answers to 2 prompts'
    'a choice twice'       | [[index: 0, text: 'a'], [index: 0, text: 'b']]   || 1     | 'the server gave 2 answers to 2 prompts'
    'a stray choice'       | [[index: 0, text: 'a'], [index: 2, text: 'b']]   || 1     | 'the server\'s choice 2 is for no prompt'
    'a choice without text'| [[index: 0, text: 'a'], [index: 1]]              || 1     | 'the server\'s choice 1 is for no prompt'
  }

  def "a server without a model is told"() {
    given:
    models = [data: []]

    when:
    worker()

    then:
    WorkerFailed e = thrown()
    e.message == 'the server serves no model'
  }

  def "a server that says it serves another folder of this machine is told"() {
    given:
    def other = Files.createDirectory(temp.resolve('other'))
    models = [data: [[id: 'tiny', root: "$other".toString()]]]

    when:
    worker()

    then:
    WorkerFailed e = thrown()
    e.message == "the server serves $other, not $temp"

    and:
    worker(null, other).engine() == 'model tiny'
  }

  def "a server that is not there is told"() {
    given:
    def port = server.address.port
    server.stop()

    when:
    worker()

    then:
    WorkerFailed e = thrown()
    e.message == "the server at http://127.0.0.1:$port/v1 cannot be reached: java.net.ConnectException (5 tries)"
  }

  def "a server that never says a word is given up"() {
    given:
    def silent = new ServerSocket(0, 1, InetAddress.loopbackAddress)
    def manners = new OpenAiServer.Manners(Duration.ofSeconds(1), Optional.empty(), { pauses << it })

    when:
    new RunningServer(new OpenAiServer(URI.create("http://127.0.0.1:$silent.localPort"), manners)).start(temp)

    then:
    WorkerFailed e = thrown()
    e.message == 'the server gave no answer within 1 s'

    cleanup:
    silent?.close()
  }
}
