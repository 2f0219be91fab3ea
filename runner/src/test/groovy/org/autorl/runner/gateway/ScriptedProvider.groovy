package org.autorl.runner.gateway

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/**
 * A provider on loopback that speaks OpenAI's chat completions and responses, Anthropic's messages and Gemini's
 * generate-content, streamed and not, from one script of answers. It says what it has billed, to the token.
 *
 * <pre>
 * def provider = new ScriptedProvider()
 * provider.script << say('Let me look.').and(call('bash', [command: 'ls'])) << say('Done.')
 * ... --driver-url provider.url ...
 * provider.asked*.body, provider.billed
 * </pre>
 *
 * When the script is over, it says {@code provider.last}. With {@code toolless = 'ok'}, requests that offer no tools
 * (titles, summaries) are answered so and take nothing from the script.
 */
class ScriptedProvider implements Closeable {
  /** An answer, in no protocol's words. */
  static class Answer {
    String text = ''
    List<Map> calls = []
    int status = 200
    Map<String, String> headers = [:]
    String error = ''
    /** After so many parts of a stream: hangs up, or says no more. */
    int breaksAfter = -1
    int stallsAfter = -1
    /** Replaces the usage that is made up; keys input, cacheRead, cacheWrite, output, reasoning. */
    Map<String, Long> usage = [:]
    /** A stream is this, as it stands, and nothing is billed. */
    String raw = ''
    /** Waits until somebody counts this down, before the stream's end. */
    CountDownLatch hold

    Answer and(Answer other) {
      text += other.text
      calls += other.calls
      this
    }

    Answer using(Map<String, Long> tokens) {
      usage = tokens
      this
    }
  }

  /** A request as it came. */
  static class Asked {
    String method
    String path
    String query
    Map<String, List<String>> headers
    String text
    Object body
    String api
  }

  static Answer say(String text) {
    new Answer(text: text)
  }

  /** Calls a tool of the asking program. */
  static Answer call(String name, Map arguments) {
    new Answer(calls: [[name: name, arguments: arguments]])
  }

  static Answer fail(int status, String error = 'busy', Map<String, String> headers = [:]) {
    new Answer(status: status, error: error, headers: headers)
  }

  /** A stream that says something else than an answer; not streamed, it fails with 529. */
  static Answer raw(String events) {
    new Answer(status: 529, error: 'busy', raw: events)
  }

  final List<Answer> script = new CopyOnWriteArrayList<>()
  final List<Asked> asked = new CopyOnWriteArrayList<>()
  /** Usage of each answer that was given, in parts that do not overlap. */
  final List<Map<String, Long>> billed = new CopyOnWriteArrayList<>()
  Answer last = say('That is all.')
  String toolless
  /** Anthropic's totals so far, several times in a stream. */
  boolean repeatsTotals
  private int turn
  private int ids
  private final CountDownLatch closed = new CountDownLatch(1)
  private final ExecutorService threads = Executors.newCachedThreadPool()
  private final HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)

  ScriptedProvider() {
    http.executor = threads
    http.createContext('/') { HttpExchange exchange -> handle(exchange) }
    http.start()
  }

  String getUrl() {
    "http://127.0.0.1:${http.address.port}"
  }

  long billed(String part) {
    billed.sum(0L) { it[part] } as long
  }

  private void handle(HttpExchange exchange) {
    def text = new String(exchange.requestBody.readAllBytes(), 'UTF-8')
    def path = exchange.requestURI.path
    def request = new Asked(method: exchange.requestMethod, path: path, query: exchange.requestURI.query ?: '', headers: new TreeMap<>(String.CASE_INSENSITIVE_ORDER) + exchange.requestHeaders,
        text: text, body: text.startsWith('{') ? Plain.parse(text) : null, api: api(path))
    asked << request
    if (request.api == 'count') {
      reply(exchange, 200, path.endsWith(':countTokens') ? [totalTokens: 17] : [input_tokens: 17])
      return
    }
    if (request.api == '') {
      reply(exchange, 404, [error: [message: "no such path: $path".toString(), type: 'not_found_error', code: 404]])
      return
    }
    def answer = next(request)
    answer.headers.each { name, value -> exchange.responseHeaders.set(name, value) }
    if (answer.raw && (request.body.stream || path.endsWith(':streamGenerateContent'))) {
      exchange.responseHeaders.set('Content-Type', 'text/event-stream')
      exchange.sendResponseHeaders(200, 0)
      exchange.responseBody.write(answer.raw.getBytes('UTF-8'))
      exchange.close()
      return
    }
    if (answer.status != 200) {
      reply(exchange, answer.status, [type: 'error', error: [type: 'overloaded_error', code: answer.status, message: answer.error]])
      return
    }
    def usage = usage(request.api, answer)
    boolean streamed = request.api == 'gemini' ? path.endsWith(':streamGenerateContent') : request.body.stream
    if (!streamed) {
      answer.hold?.await()
      billed << usage
      reply(exchange, 200, whole(request, answer, usage))
      return
    }
    exchange.responseHeaders.set('Content-Type', 'text/event-stream')
    exchange.sendResponseHeaders(200, 0)
    def events = events(request, answer, usage)
    events.eachWithIndex { event, i ->
      if (i == answer.breaksAfter) {
        // What was sent is to arrive before the news that no more comes.
        closed.await(300, TimeUnit.MILLISECONDS)
        throw new IllegalStateException('the script says: hang up here')
      }
      if (i == answer.stallsAfter) {
        closed.await(30, TimeUnit.SECONDS)
      }
      if (i == events.size() - 1) {
        answer.hold?.await()
        billed << usage
      }
      exchange.responseBody.write(event.getBytes('UTF-8'))
      exchange.responseBody.flush()
    }
    exchange.close()
  }

  private static String api(String path) {
    path.endsWith('/count_tokens') || path.endsWith(':countTokens') ? 'count'
        : path == '/v1/chat/completions' ? 'chat'
        : path == '/v1/responses' ? 'responses'
        : path == '/v1/messages' ? 'anthropic'
        : path ==~ '/v1beta/models/[^/]+:(streamG|g)enerateContent' ? 'gemini'
        : ''
  }

  private synchronized Answer next(Asked request) {
    if (toolless != null && !request.body.tools) {
      return say(toolless)
    }
    turn < script.size() ? script[turn++] : last
  }

  private synchronized Map<String, Long> usage(String api, Answer answer) {
    int n = billed.size() + 1
    [input: 100L + n, cacheRead: 40L + n, cacheWrite: api == 'anthropic' ? 7L : 0L, output: 20L + 2 * n, reasoning: api == 'anthropic' ? 0L : 5L] + answer.usage
  }

  private static void reply(HttpExchange exchange, int status, Map body) {
    def bytes = Plain.json(body).getBytes('UTF-8')
    exchange.responseHeaders.set('Content-Type', 'application/json')
    exchange.sendResponseHeaders(status, bytes.length)
    exchange.responseBody.write(bytes)
    exchange.close()
  }

  private synchronized String id(String kind) {
    "${kind}_${++ids}"
  }

  private static List<String> pieces(String text) {
    text.findAll(/(?s).{1,12}/)
  }

  private Map whole(Asked request, Answer answer, Map usage) {
    switch (request.api) {
      case 'chat':
        def message = [role: 'assistant', content: answer.text ?: null]
        if (answer.calls) {
          message.tool_calls = answer.calls.collect { [id: id('call'), type: 'function', function: [name: it.name, arguments: Plain.json(it.arguments)]] }
        }
        return [id: id('chatcmpl'), object: 'chat.completion', created: 0, model: request.body.model,
          choices: [[index: 0, message: message, finish_reason: answer.calls ? 'tool_calls' : 'stop']], usage: chatUsage(usage)]
      case 'responses':
        return response(request, answer, usage, items(answer), 'completed')
      case 'anthropic':
        return [id: id('msg'), type: 'message', role: 'assistant', model: request.body.model, content: blocks(answer),
          stop_reason: answer.calls ? 'tool_use' : 'end_turn', stop_sequence: null, usage: anthropicUsage(usage)]
      default:
        return [candidates: [[index: 0, content: [role: 'model', parts: parts(answer)], finishReason: 'STOP']], usageMetadata: geminiUsage(usage), modelVersion: 'scripted']
    }
  }

  private List<String> events(Asked request, Answer answer, Map usage) {
    switch (request.api) {
      case 'chat': return chatEvents(request, answer, usage)
      case 'responses': return responseEvents(request, answer, usage)
      case 'anthropic': return anthropicEvents(request, answer, usage)
      default: return geminiEvents(answer, usage)
    }
  }

  private static String data(Map event) {
    "data: ${Plain.json(event)}\n\n"
  }

  private static String named(Map event) {
    "event: ${event.type}\n" + data(event)
  }

  private static Map chatUsage(Map usage) {
    [prompt_tokens: usage.input + usage.cacheRead, completion_tokens: usage.output, total_tokens: usage.input + usage.cacheRead + usage.output,
      prompt_tokens_details: [cached_tokens: usage.cacheRead], completion_tokens_details: [reasoning_tokens: usage.reasoning]]
  }

  private static Map responseUsage(Map usage) {
    [input_tokens: usage.input + usage.cacheRead, output_tokens: usage.output, total_tokens: usage.input + usage.cacheRead + usage.output,
      input_tokens_details: [cached_tokens: usage.cacheRead], output_tokens_details: [reasoning_tokens: usage.reasoning]]
  }

  private static Map anthropicUsage(Map usage) {
    [input_tokens: usage.input, cache_creation_input_tokens: usage.cacheWrite, cache_read_input_tokens: usage.cacheRead, output_tokens: usage.output]
  }

  private static Map geminiUsage(Map usage) {
    [promptTokenCount: usage.input + usage.cacheRead, cachedContentTokenCount: usage.cacheRead, candidatesTokenCount: usage.output - usage.reasoning,
      thoughtsTokenCount: usage.reasoning, totalTokenCount: usage.input + usage.cacheRead + usage.output]
  }

  private List<String> chatEvents(Asked request, Answer answer, Map usage) {
    def id = id('chatcmpl')
    def chunk = { List choices, Map more = [:] ->
      data([id: id, object: 'chat.completion.chunk', created: 0, model: request.body.model, choices: choices] + more)
    }
    def events = [chunk([[index: 0, delta: [role: 'assistant', content: ''], finish_reason: null]])]
    events += pieces(answer.text).collect { chunk([[index: 0, delta: [content: it], finish_reason: null]]) }
    answer.calls.eachWithIndex { call, i ->
      events << chunk([[index: 0, delta: [tool_calls: [[index: i, id: this.id('call'), type: 'function', function: [name: call.name, arguments: '']]]], finish_reason: null]])
      events += pieces(Plain.json(call.arguments)).collect { chunk([[index: 0, delta: [tool_calls: [[index: i, function: [arguments: it]]]], finish_reason: null]]) }
    }
    events << chunk([[index: 0, delta: [:], finish_reason: answer.calls ? 'tool_calls' : 'stop']])
    if (request.body.stream_options?.include_usage) {
      events << chunk([], [usage: chatUsage(usage)])
    }
    events << 'data: [DONE]\n\n'
  }

  private List<Map> items(Answer answer) {
    def items = answer.text ? [[type: 'message', id: id('msg'), status: 'completed', role: 'assistant', content: [[type: 'output_text', text: answer.text, annotations: []]]]] : []
    items + answer.calls.collect { [type: 'function_call', id: id('fc'), call_id: id('call'), name: it.name, arguments: Plain.json(it.arguments), status: 'completed'] }
  }

  private Map response(Asked request, Answer answer, Map usage, List items, String status) {
    [id: id('resp'), object: 'response', created_at: 0, status: status, model: request.body.model, output: items, parallel_tool_calls: false,
      tool_choice: 'auto', tools: [], error: null, incomplete_details: null, usage: status == 'completed' ? responseUsage(usage) : null]
  }

  private List<String> responseEvents(Asked request, Answer answer, Map usage) {
    int number = 0
    def event = { String type, Map more -> named([type: type, sequence_number: number++] + more) }
    def begun = response(request, answer, usage, [], 'in_progress')
    def items = items(answer)
    def events = [event('response.created', [response: begun]), event('response.in_progress', [response: begun])]
    items.eachWithIndex { item, i ->
      def at = [output_index: i, item_id: item.id]
      if (item.type == 'message') {
        def part = [type: 'output_text', text: '', annotations: []]
        events << event('response.output_item.added', [output_index: i, item: item + [status: 'in_progress', content: []]])
        events << event('response.content_part.added', at + [content_index: 0, part: part])
        events += pieces(answer.text).collect { event('response.output_text.delta', at + [content_index: 0, delta: it]) }
        events << event('response.output_text.done', at + [content_index: 0, text: answer.text])
        events << event('response.content_part.done', at + [content_index: 0, part: part + [text: answer.text]])
      } else {
        events << event('response.output_item.added', [output_index: i, item: item + [status: 'in_progress', arguments: '']])
        events += pieces(item.arguments as String).collect { event('response.function_call_arguments.delta', at + [delta: it]) }
        events << event('response.function_call_arguments.done', at + [arguments: item.arguments])
      }
      events << event('response.output_item.done', [output_index: i, item: item])
    }
    events << event('response.completed', [response: response(request, answer, usage, items, 'completed') + [id: begun.id]])
  }

  private List<Map> blocks(Answer answer) {
    (answer.text ? [[type: 'text', text: answer.text]] : []) + answer.calls.collect { [type: 'tool_use', id: id('toolu'), name: it.name, input: it.arguments] }
  }

  private List<String> anthropicEvents(Asked request, Answer answer, Map usage) {
    def events = [named([type: 'message_start', message: [id: id('msg'), type: 'message', role: 'assistant', model: request.body.model, content: [],
      stop_reason: null, stop_sequence: null, usage: anthropicUsage(usage + [output: 1L])]])]
    blocks(answer).eachWithIndex { block, i ->
      boolean text = block.type == 'text'
      events << named([type: 'content_block_start', index: i, content_block: text ? block + [text: ''] : block + [input: [:]]])
      events += pieces(text ? block.text as String : Plain.json(block.input)).collect {
        named([type: 'content_block_delta', index: i, delta: text ? [type: 'text_delta', text: it] : [type: 'input_json_delta', partial_json: it]])
      }
      events << named([type: 'content_block_stop', index: i])
    }
    def stop = [stop_reason: answer.calls ? 'tool_use' : 'end_turn', stop_sequence: null]
    if (repeatsTotals) {
      events << named([type: 'message_delta', delta: [:], usage: [output_tokens: usage.output - 1]])
    }
    events << named([type: 'message_delta', delta: stop, usage: [output_tokens: usage.output]])
    events << named([type: 'message_stop'])
  }

  private static List<Map> parts(Answer answer) {
    (answer.text ? [[text: answer.text]] : []) + answer.calls.collect { [functionCall: [name: it.name, args: it.arguments]] }
  }

  private static List<String> geminiEvents(Answer answer, Map usage) {
    def parts = pieces(answer.text).collect { [text: it] } + parts(new Answer(calls: answer.calls))
    def shown = parts ?: [[text: '']]
    shown.withIndex().collect { part, i ->
      boolean end = i == shown.size() - 1
      def candidate = [index: 0, content: [role: 'model', parts: [part]]] + (end ? [finishReason: 'STOP'] : [:])
      data([candidates: [candidate], usageMetadata: end ? geminiUsage(usage) : geminiUsage(usage + [output: Math.min(usage.output, usage.reasoning + i) as long]), modelVersion: 'scripted'])
    }
  }

  @Override
  void close() {
    closed.countDown()
    script*.hold.findAll()*.countDown()
    http.stop(0)
    threads.shutdownNow()
  }
}
