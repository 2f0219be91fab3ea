package org.autorl.runner.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.autorl.records.Digest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes answers, and what the server refuses before it is a call, as plain text. */
final class Answers extends ErrorHandler {
  static final String POLICY = "Content-Security-Policy";

  /** A page, whose tag is the digest of what stands in it. */
  static void page(ServedPage page, String tag, Request request, Response response, Callback done) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(POLICY, page.policy());
    headers.put(HttpHeader.ETAG, '"' + tag + '"');
    bytes(
        page.html().getBytes(StandardCharsets.UTF_8),
        "text/html;charset=utf-8",
        request,
        response,
        done);
  }

  /** The tag of a page. */
  static String tag(String html) {
    return Digest.sha256(html).substring(0, 16);
  }

  static void bytes(
      byte[] content, String type, Request request, Response response, Callback done) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
    boolean head = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, head ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(content), done);
  }

  static void refuse(int status, String why, Request request, Response response, Callback done) {
    response.setStatus(status);
    bytes(
        "%d %s: %s%n"
            .formatted(status, HttpStatus.getMessage(status), why)
            .getBytes(StandardCharsets.UTF_8),
        "text/plain;charset=utf-8",
        request,
        response,
        done);
  }

  /** What every answer says, whatever it is. */
  static void protect(HttpFields.Mutable headers) {
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put(POLICY, ServedPage.STRICT + "; frame-ancestors 'none'");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback done) {
    protect(response.getHeaders());
    refuse(code, code >= 500 ? "it failed" : "it cannot be read", request, response, done);
  }

  @Override
  public ByteBuffer badMessageError(
      int status, @Nullable String reason, HttpFields.Mutable fields) {
    protect(fields);
    fields.put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
    return ByteBuffer.wrap(
        "%d: it cannot be read%n".formatted(status).getBytes(StandardCharsets.UTF_8));
  }
}
