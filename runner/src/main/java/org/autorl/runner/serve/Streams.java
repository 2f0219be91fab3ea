package org.autorl.runner.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Pages that are open and want news: server-sent events. No thread waits for a page. Of each kind
 * of event a slow page gets the latest alone, so that it costs no more than a quick one.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
final class Streams implements AutoCloseable {
  /** The oldest goes when one more comes: it is the likeliest to be gone already. */
  static final int MOST = 64;

  private static final String ALIVE = "";

  private final Deque<Stream> open = new ArrayDeque<>();
  private boolean closed;

  /** What a page wants to hear of. */
  sealed interface Topic {
    /** Only that pages were rendered. */
    record Pages() implements Topic {}

    /** All that goes on. */
    record Overview() implements Topic {}

    /** One attempt. */
    record Attempt(Seen.Name name) implements Topic {}
  }

  /** Begins a stream; it ends with the page, or with this. */
  void open(Topic topic, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream;charset=utf-8");
    Stream stream = new Stream(topic, response, callback);
    Optional<Stream> oldest;
    synchronized (open) {
      if (closed) {
        stream.end();
        return;
      }
      oldest = open.size() >= MOST ? Optional.ofNullable(open.pollFirst()) : Optional.empty();
      open.addLast(stream);
    }
    oldest.ifPresent(Stream::end);
    // Asks again after two seconds if the server has gone.
    stream.send("retry", "retry: 2000\n\n");
  }

  /** What open pages want to hear of, each once. */
  List<Topic> topics() {
    synchronized (open) {
      return open.stream().map(stream -> stream.topic).distinct().toList();
    }
  }

  /** How many pages there are. */
  int count() {
    synchronized (open) {
      return open.size();
    }
  }

  /** Tells the pages of a topic; one that knows it already is not told again. */
  void send(Topic topic, String event, String json) {
    String text = "event: " + event + "\ndata: " + json + "\n\n";
    all().stream().filter(stream -> stream.topic.equals(topic)).forEach(s -> s.send(event, text));
  }

  /** Tells all pages. */
  void sendAll(String event, String json) {
    all().forEach(stream -> stream.send(event, "event: " + event + "\ndata: " + json + "\n\n"));
  }

  /** Finds out who has gone, and keeps the others from being hung up. */
  void alive() {
    all().forEach(stream -> stream.send(ALIVE, ": alive\n\n"));
  }

  private List<Stream> all() {
    synchronized (open) {
      return List.copyOf(open);
    }
  }

  @Override
  public void close() {
    List<Stream> rest;
    synchronized (open) {
      closed = true;
      rest = List.copyOf(open);
      open.clear();
    }
    rest.forEach(Stream::end);
  }

  private final class Stream implements Callback {
    private final Topic topic;
    private final Response response;
    private final Callback callback;
    private final Map<String, String> waiting = new LinkedHashMap<>();
    private final Map<String, String> known = new LinkedHashMap<>();
    private boolean writing;
    private boolean ending;

    Stream(Topic topic, Response response, Callback callback) {
      this.topic = topic;
      this.response = response;
      this.callback = callback;
    }

    /** Sends as soon as what was sent before is on its way. */
    void send(String event, String text) {
      synchronized (this) {
        if (ending || !event.equals(ALIVE) && text.equals(known.put(event, text))) {
          return;
        }
        waiting.put(event, text);
      }
      next();
    }

    private void next() {
      String text;
      synchronized (this) {
        if (writing || waiting.isEmpty()) {
          return;
        }
        writing = true;
        text = String.join("", waiting.values());
        waiting.clear();
      }
      response.write(false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), this);
    }

    @Override
    public void succeeded() {
      boolean last;
      synchronized (this) {
        writing = false;
        last = ending;
      }
      if (last) {
        response.write(true, BufferUtil.EMPTY_BUFFER, callback);
      } else {
        next();
      }
    }

    @Override
    public void failed(Throwable gone) {
      synchronized (open) {
        open.remove(this);
      }
      callback.failed(gone);
    }

    void end() {
      synchronized (this) {
        if (ending) {
          return;
        }
        ending = true;
        waiting.clear();
        if (writing) {
          // What is under way ends it.
          return;
        }
      }
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    }
  }
}
