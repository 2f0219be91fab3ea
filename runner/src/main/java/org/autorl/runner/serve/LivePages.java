package org.autorl.runner.serve;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * What goes on, as pages and as streams of events, under {@code /live/}: the overview, {@code
 * RUN/TASK/seed-N/}, {@code events} below each of them, {@code builds} for pages of the site, and
 * the scripts that listen.
 */
final class LivePages extends Handler.Abstract {
  static final String PLACE = "/live/";

  private static final String TEMPLATES = "/org/autorl/templates";
  private static final String HEAD =
      "<link rel=\"stylesheet\" href=\"/live/live.css\">\n"
          + "<script src=\"/live/live.js\" defer></script>\n"
          + "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>\n";

  private static final Map<String, String> SCRIPTS =
      Map.of(
          "live.js", "text/javascript;charset=utf-8",
          "reload.js", "text/javascript;charset=utf-8",
          "live.css", "text/css;charset=utf-8");

  private static final String EVENTS = "events";
  private static final String BUILDS = "builds";

  private final Round round;
  private final Streams streams;
  private final Configuration templates = new Configuration(Configuration.VERSION_2_3_34);

  LivePages(Round round, Streams streams) {
    this.round = round;
    this.streams = streams;
    templates.setClassForTemplateLoading(LivePages.class, TEMPLATES);
    templates.setOutputFormat(HTMLOutputFormat.INSTANCE);
    templates.setLocale(Locale.ROOT);
    templates.setDefaultEncoding("UTF-8");
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    templates.setTemplateUpdateDelayMilliseconds(Long.MAX_VALUE);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    if (!path.startsWith(PLACE)) {
      return false;
    }
    String below = path.substring(PLACE.length());
    String type = SCRIPTS.getOrDefault(below, "");
    if (!type.isEmpty()) {
      Answers.bytes(resource(below), type, request, response, callback);
      return true;
    }
    boolean stream = below.endsWith(EVENTS) || below.equals(BUILDS);
    String place = below.endsWith(EVENTS) ? below.substring(0, below.length() - 6) : below;
    Optional<Streams.Topic> topic = topic(place);
    Optional<LiveView> view = topic.flatMap(round::view);
    if (topic.isEmpty() || view.isEmpty() && !below.equals(BUILDS)) {
      Answers.refuse(404, "there is no such attempt", request, response, callback);
    } else if (stream && HttpMethod.HEAD.is(request.getMethod())) {
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    } else if (stream) {
      streams.open(topic.get(), response, callback);
      round.greet(topic.get());
    } else {
      String html = html(topic.get(), view.get());
      Answers.page(ServedPage.of(html, HEAD), Answers.tag(html), request, response, callback);
    }
    return true;
  }

  private static Optional<Streams.Topic> topic(String place) {
    if (place.isEmpty()) {
      return Optional.of(new Streams.Topic.Overview());
    }
    if (place.equals(BUILDS)) {
      return Optional.of(new Streams.Topic.Pages());
    }
    List<String> parts = List.of(place.split("/", -1));
    if (parts.size() != 4 || !parts.get(2).matches("seed--?\\d{1,18}") || !parts.get(3).isEmpty()) {
      return Optional.empty();
    }
    long seed = Long.parseLong(parts.get(2).substring("seed-".length()));
    return Optional.of(new Streams.Topic.Attempt(new Seen.Name(parts.get(0), parts.get(1), seed)));
  }

  private String html(Streams.Topic topic, LiveView view) throws IOException {
    boolean one = topic instanceof Streams.Topic.Attempt;
    StringWriter text = new StringWriter();
    try {
      templates
          .getTemplate("live.ftlh")
          .process(
              Map.of(
                  "root",
                  "/",
                  "one",
                  one,
                  "title",
                  one ? view.attempts().get(0).title() : "Live",
                  "live",
                  view,
                  "blank",
                  LiveView.Attempt.blank()),
              text);
    } catch (TemplateException e) {
      throw new IOException("template live.ftlh: " + e.getMessageWithoutStackTop(), e);
    }
    return text.toString();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = LivePages.class.getResourceAsStream(TEMPLATES + "/" + name)) {
      if (in == null) {
        throw new IOException("the class path lacks " + name);
      }
      return in.readAllBytes();
    }
  }
}
