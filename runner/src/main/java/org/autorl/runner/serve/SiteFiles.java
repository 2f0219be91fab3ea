package org.autorl.runner.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;

/** Serves the rendered site: files below one folder, as they are, and pages with a script more. */
final class SiteFiles extends Handler.Abstract.NonBlocking {
  private static final String RELOAD =
      "<script src=\"/live/reload.js\" data-tag=\"%s\" defer></script>\n";

  private static final String TEXT = "text/plain;charset=utf-8";

  /** By the end of a name. What has no type here is offered as bytes to be kept. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css;charset=utf-8"),
          Map.entry("js", "text/javascript;charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("jsonl", TEXT),
          Map.entry("csv", "text/csv;charset=utf-8"),
          Map.entry("txt", TEXT),
          Map.entry("log", TEXT),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("xml", "application/xml"),
          Map.entry("atom", "application/atom+xml"));

  private final Path root;

  SiteFiles(Path root) {
    this.root = root;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    Optional<Path> found = find(path);
    if (found.isEmpty()) {
      Answers.refuse(404, "there is no such page", request, response, callback);
    } else if (Files.isDirectory(found.get())) {
      // Links in a page hold from its folder on.
      Response.sendRedirect(request, response, callback, URIUtil.encodePath(path + "/"));
    } else {
      try {
        serve(found.get(), request, response, callback);
      } catch (NoSuchFileException e) {
        Answers.refuse(404, "there is no such page", request, response, callback);
      }
    }
    return true;
  }

  private void serve(Path file, Request request, Response response, Callback callback)
      throws IOException {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1);
    if (ending.equals("html")) {
      String html = Files.readString(file);
      String tag = Answers.tag(html);
      ServedPage page = ServedPage.of(html, RELOAD.formatted(tag));
      Answers.page(page, tag, request, response, callback);
      return;
    }
    response
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, TYPES.getOrDefault(ending, "application/octet-stream"));
    if (HttpMethod.HEAD.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, Files.size(file));
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
      return;
    }
    // No length: the file may be written anew meanwhile. A slow reader holds no thread.
    ByteBufferPool.Sized buffers =
        new ByteBufferPool.Sized(request.getComponents().getByteBufferPool(), false, 1 << 16);
    Content.copy(Content.Source.from(buffers, file), response, callback);
  }

  /**
   * The file of a path; empty if there is none, or none that is served: dot files, links, and what
   * lies elsewhere.
   *
   * @param path decoded, from {@code /} on
   */
  private Optional<Path> find(String path) {
    String below = path.substring(1);
    if (path.endsWith("/")) {
      below += "index.html";
    }
    try {
      Path relative = Path.of(below);
      boolean plain =
          !relative.isAbsolute()
              && !below.contains("\\")
              && StreamSupport.stream(relative.spliterator(), false)
                  .noneMatch(part -> part.toString().startsWith(".") || part.toString().isEmpty());
      if (!plain) {
        return Optional.empty();
      }
      Path home = root.toRealPath();
      Path file = home.resolve(relative);
      // Equal only if there is no link on the way.
      boolean straight = file.toRealPath().equals(file);
      boolean served =
          Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(file);
      return straight && served ? Optional.of(file) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }
}
