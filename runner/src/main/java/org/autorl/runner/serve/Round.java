package org.autorl.runner.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.autorl.records.Json;

/**
 * Looks at the runs again and again, tells open pages what is new, and has the site rendered when
 * what it is made of has changed. It takes a small part of a processor: attempts that are measured
 * may run beside it.
 */
final class Round implements AutoCloseable {
  /** After a look of so long it rests {@value #REST} times as long. */
  private static final int REST = 20;

  /** The same for a rendering, which is a program of its own. */
  private static final int RENDERING_REST = 4;

  /** On a busy machine all takes long, and would rest for minutes. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(10);

  private static final Duration ALIVE = Duration.ofSeconds(10);

  private final Look look;
  private final Views views;
  private final Streams streams;
  private final Renderer renderer;
  private final Duration pace;
  private final Consumer<String> say;
  private final Thread looking = new Thread(this::look, "look");
  private final Thread rendering = new Thread(this::render, "render");
  private final Object changed = new Object();
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile Seen seen = new Seen(List.of(), List.of(), "");
  private volatile Optional<Seen.Broken> unrendered = Optional.empty();
  private volatile Optional<Seen.Broken> unseen = Optional.empty();
  private volatile long renderings;

  /**
   * One that has not begun.
   *
   * @param pace the shortest time between two looks, and between two renderings
   * @param say for the operator, a line each
   */
  Round(
      Look look,
      Views views,
      Streams streams,
      Renderer renderer,
      Duration pace,
      Consumer<String> say) {
    this.look = look;
    this.views = views;
    this.streams = streams;
    this.renderer = renderer;
    this.pace = pace;
    this.say = say;
    looking.setDaemon(true);
    rendering.setDaemon(true);
  }

  /** Looks and renders once, and goes on with both; returns when the site is there. */
  void begin() throws InterruptedException {
    seen = look.once();
    rendering.start();
    looking.start();
    first.await();
  }

  /** What a page of a topic shows now; empty for an attempt that is not there. */
  Optional<LiveView> view(Streams.Topic topic) {
    Seen now = seen;
    if (topic instanceof Streams.Topic.Attempt attempt) {
      return views.attempt(now, attempt.name());
    }
    return topic instanceof Streams.Topic.Overview
        ? Optional.of(
            views.overview(now, Stream.concat(unseen.stream(), unrendered.stream()).toList()))
        : Optional.empty();
  }

  /** Tells the pages of a topic how it is, without waiting for the next look. */
  void greet(Streams.Topic topic) {
    view(topic).ifPresent(view -> streams.send(topic, "view", Json.canonical(view)));
    streams.send(topic, "site", Long.toString(renderings));
  }

  private void look() {
    Duration silent = Duration.ZERO;
    try {
      while (true) {
        long begun = System.nanoTime();
        try {
          notice(look.once());
          unseen = Optional.empty();
        } catch (RuntimeException e) {
          // Whatever lies in somebody's folder: it is looked at again.
          unseen = Optional.of(new Seen.Broken("the runs", e.toString()));
        }
        if (silent.compareTo(ALIVE) >= 0) {
          silent = Duration.ZERO;
          streams.alive();
        }
        silent = silent.plus(rest(begun, REST));
      }
    } catch (InterruptedException e) {
      // It is closed.
    }
  }

  private void notice(Seen now) {
    boolean other = !now.stamp().equals(seen.stamp());
    seen = now;
    if (other) {
      synchronized (changed) {
        changed.notifyAll();
      }
    }
    for (Streams.Topic topic : streams.topics()) {
      view(topic).ifPresent(view -> streams.send(topic, "view", Json.canonical(view)));
    }
  }

  private void render() {
    try {
      while (true) {
        String stamp = seen.stamp();
        long begun = System.nanoTime();
        try {
          renderer.render();
          unrendered = Optional.empty();
        } catch (IOException | RuntimeException e) {
          unrendered = Optional.of(new Seen.Broken("the site", String.valueOf(e.getMessage())));
          say.accept("the site is as it was: " + e.getMessage());
        }
        renderings++;
        first.countDown();
        streams.sendAll("site", Long.toString(renderings));
        rest(begun, RENDERING_REST);
        synchronized (changed) {
          while (seen.stamp().equals(stamp)) {
            changed.wait();
          }
        }
      }
    } catch (InterruptedException e) {
      // It is closed.
    }
  }

  /** Sleeps so many times as long as it took, within bounds; says how long. */
  private Duration rest(long begun, int times) throws InterruptedException {
    Duration took = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(times);
    Duration most = took.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : took;
    Duration nap = most.compareTo(pace) > 0 ? most : pace;
    Thread.sleep(nap.toMillis());
    return nap;
  }

  @Override
  public void close() throws InterruptedException {
    List<Thread> threads = new ArrayList<>(List.of(looking, rendering));
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
